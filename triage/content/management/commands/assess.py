"""`manage.py assess < cases.jsonl`: what the published release says to written cases."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.content.cases import answer_line
from triage.content.models import Release, published_release


class Command(BaseCommand):
    """Answer cases line by line: {"id", "age", "answers"} in, {"id", "tier", "rules", ...} out."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Answer every line, and end with status 1 when one of them was no case."""
        try:
            ruleset = published_release().ruleset()
        except Release.DoesNotExist as error:
            raise CommandError("No release is published: there are no rules to ask.") from error
        bad = 0
        for line in sys.stdin.buffer:
            if not line.strip():
                continue
            answer = answer_line(ruleset, line)
            bad += "error" in answer
            self.stdout.write(json.dumps(answer))
            # So that whoever writes a case reads its answer before writing the next.
            self.stdout.flush()
        if bad:
            raise CommandError(f"{bad} of the lines could not be read as a case.")
