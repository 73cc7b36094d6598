"""The key that signs sessions: given from outside, or made once and kept in the data folder."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def kept_secret_key(file: Path) -> str:
    """Return the key in the file; the first to ask makes it, readable by its owner alone."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(get_random_secret_key())
    except FileExistsError:
        pass
    key = file.read_text().strip()
    if not key:
        raise OSError(f"{file} is empty")
    return key
