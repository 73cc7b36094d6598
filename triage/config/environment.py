"""What a clinic sets from outside: every setting with its meaning, read from the environment.

A setting that cannot be read never stops Django from loading: it keeps its default, and the problem
is told by a system check, so that one message names everything that is wrong.
"""

import difflib
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from triage.config.database import database_from_url
from triage.config.mail import mail_from_url
from triage.ui.hours import Hours, hours_from

YES = frozenset({"1", "yes", "true", "on"})
PAPERS = {"a4": "A4", "letter": "letter"}
NO = frozenset({"", "0", "no", "false", "off"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what it means, and what holds when it is not set."""

    name: str
    meaning: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A setting that cannot be used as it is, and what to do about it."""

    id: str
    message: str
    hint: str


SETTINGS = (
    Setting("BACKSTOP_CLINIC_NAME", "Name of the clinic, on pages and print.", "Sample Clinic"),
    Setting("BACKSTOP_CLINIC_PHONE", "Phone number patients call with questions."),
    Setting(
        "BACKSTOP_EMERGENCY_NUMBER",
        'What follows the word "Call" on the stop page: a number, or words with a number in them.',
        "your emergency number (911, 999 or 112)",
    ),
    Setting("BACKSTOP_PAPER", "What the printer holds, A4 or Letter.", "A4"),
    Setting(
        "BACKSTOP_SINGLE_APPROVER",
        "1 lets an author approve their own content; every print then says so.",
        "0",
    ),
    Setting("BACKSTOP_TIME_ZONE", "Time zone of the clinic, such as Europe/Dublin.", "UTC"),
    Setting(
        "BACKSTOP_STAFFED",
        "When somebody is on duty, such as Mon-Fri 08:00-18:00, Sat 09:00-12:00; at other times "
        "patients are told that nobody is there. Empty is always.",
    ),
    Setting(
        "BACKSTOP_IDLE_KIOSK",
        "Seconds after which a kiosk that nobody touches puts the form away; it warns 30 seconds before.",
        "90",
    ),
    Setting(
        "BACKSTOP_IDLE_TABLET",
        "The same for a tablet that was handed over, which a patient keeps in their hands.",
        "300",
    ),
    Setting(
        "BACKSTOP_ALERT_SOUND_AFTER",
        "Minutes an emergency may wait for somebody to acknowledge it before staff pages sound.",
        "2",
    ),
    Setting("BACKSTOP_ALERT_MAIL_AFTER", "Minutes it may wait before an e-mail is sent.", "5"),
    Setting(
        "BACKSTOP_ALERT_MAIL_TO",
        "Where that e-mail goes, parted by commas. It names no patient. Empty is no e-mail.",
    ),
    Setting("BACKSTOP_MAIL_FROM", "The sender of e-mails.", "backstop@localhost"),
    Setting(
        "BACKSTOP_MAIL_URL",
        "The mail server, as smtp+tls://user:password@host:587; smtps and smtp are known too.",
    ),
    Setting(
        "BACKSTOP_KEEP_DAYS",
        "Days for which a signed-off visit is kept; `manage.py purge` erases older ones. Empty is for "
        "ever.",
    ),
    Setting("BACKSTOP_DEMO", "1 marks every page as a demonstration.", "0"),
    Setting(
        "BACKSTOP_SECOND_FACTOR",
        "1 asks all staff for a second factor: an app that makes codes, or a passkey. A demo asks "
        "for none.",
        "1",
    ),
    Setting(
        "BACKSTOP_DEBUG", "1 shows error details in the browser. Never with real patients.", "0"
    ),
    Setting(
        "BACKSTOP_HOSTS", "Host names it answers to, parted by commas.", "localhost,127.0.0.1,[::1]"
    ),
    Setting(
        "BACKSTOP_HTTPS",
        "1 when a proxy in front speaks https and sets X-Forwarded-Proto: cookies then travel "
        "over https alone.",
        "0",
    ),
    Setting(
        "BACKSTOP_SECRET_KEY",
        "Key that signs sessions. Left empty, one is made once and kept in the data folder.",
    ),
    Setting("BACKSTOP_DATA_DIR", "Folder of the SQLite file and the key.", "var"),
    Setting(
        "BACKSTOP_STATIC_ROOT",
        "Folder `collectstatic` fills with hashed, compressed files. Left empty, they are served "
        "as they lie in the source.",
    ),
    Setting(
        "DATABASE_URL",
        "postgres://user:password@host:5432/name for PostgreSQL. Left empty, SQLite in the data folder.",
    ),
)


@dataclass(slots=True)
class Environment:
    """The settings as they are set, read one by one; what cannot be read is remembered."""

    values: Mapping[str, str]
    base_dir: Path
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the setting as written, or its default."""
        return self.values.get(name, "").strip() or _default_of(name)

    def flag(self, name: str) -> bool:
        """Return whether the setting is switched on."""
        written = self.text(name).lower()
        if written not in YES | NO:
            self._refuse(
                "triage.E001", f"{name} is `{written}`, which is neither on nor off.", "Use 1 or 0."
            )
        return written in YES

    def names(self, name: str) -> list[str]:
        """Return the parts of a list written with commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def minutes(self, name: str) -> int:
        """Return a number of whole minutes."""
        written = self.text(name)
        if not re.fullmatch(r"\d{1,3}", written):
            self._refuse("triage.E007", f"{name} is `{written}`, which is no number.", "Use 2.")
            return int(_default_of(name))
        return int(written)

    def seconds(self, name: str, *, least: int) -> int:
        """Return a number of whole seconds, of so many at least."""
        written = self.text(name)
        if not re.fullmatch(r"\d{1,4}", written) or int(written) < least:
            hint = f"Use a whole number from {least} to 9999."
            self._refuse("triage.E007", f"{name} is `{written}`, which cannot be used.", hint)
            return int(_default_of(name))
        return int(written)

    def days(self, name: str) -> int | None:
        """Return a number of whole days; None when none is set."""
        written = self.text(name)
        if not written:
            return None
        if not re.fullmatch(r"[1-9]\d{0,5}", written):
            self._refuse(
                "triage.E010", f"{name} is `{written}`, which is no number of days.", "Use 3650."
            )
            return None
        return int(written)

    def hours(self, name: str) -> tuple[Hours, ...]:
        """Return when somebody is on duty."""
        try:
            return hours_from(self.text(name))
        except ValueError as error:
            self._refuse("triage.E008", f"{name} cannot be read: {error}.", _meaning_of(name))
            return ()

    def mail(self, name: str) -> dict[str, Any]:
        """Return Django's description of the mail server."""
        try:
            return mail_from_url(self.text(name))
        except ValueError as error:
            # The URL may hold a password: say what is wrong with it, never what it is.
            self._refuse("triage.E009", f"{name} cannot be used: {error}.", _meaning_of(name))
            return mail_from_url("")

    def folder(self, name: str) -> Path:
        """Return the folder, taking a relative one from the top of the project."""
        return self.base_dir / Path(self.text(name)).expanduser()

    def time_zone(self, name: str) -> str:
        """Return a time zone that exists."""
        written = self.text(name)
        try:
            zoneinfo.ZoneInfo(written)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            self._refuse(
                "triage.E002",
                f"{name} is `{written}`, which is not a known time zone.",
                "Use a name such as Europe/Dublin or America/Chicago.",
            )
            return _default_of(name)
        return written

    def dialled(self, name: str) -> str:
        """Return words a person can dial: they hold a number."""
        written = self.text(name)
        if not re.search(r"\d{2}", written):
            self._refuse(
                "triage.E003",
                f"{name} is `{written}`, which holds no number to call.",
                "Give a number such as 112, or words with the number in them.",
            )
            return _default_of(name)
        return written

    def paper(self, name: str) -> str:
        """Return a size of paper as style sheets name it."""
        written = self.text(name)
        if written.lower() not in PAPERS:
            self._refuse("triage.E011", f"{name} is `{written}`.", "Use A4 or Letter.")
            return _default_of(name)
        return PAPERS[written.lower()]

    def database(self, name: str, *, sqlite_file: Path) -> dict[str, Any]:
        """Return Django's description of the database; SQLite unless a URL says otherwise."""
        try:
            return database_from_url(self.text(name), sqlite_file=sqlite_file)
        except ValueError as error:
            # The URL holds a password: say what is wrong with it, never what it is.
            self._refuse(
                "triage.E004", f"{name} cannot be used: {error}", f"Write {_meaning_of(name)}"
            )
            return database_from_url("", sqlite_file=sqlite_file)

    def refuse_unknown_names(self) -> None:
        """Remember every BACKSTOP_ variable nobody reads: most likely a slip of the pen."""
        known = [setting.name for setting in SETTINGS]
        for name in sorted(self.values):
            if name.startswith("BACKSTOP_") and name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
                self._refuse("triage.E005", f"{name} is not a setting of Backstop.", hint)

    def refuse(self, problem: Problem) -> None:
        """Remember a problem found elsewhere while the settings were read."""
        self.problems.append(problem)

    def _refuse(self, id_: str, message: str, hint: str) -> None:
        self.problems.append(Problem(id_, message, hint))


def _default_of(name: str) -> str:
    return _setting(name).default


def _meaning_of(name: str) -> str:
    return _setting(name).meaning


def _setting(name: str) -> Setting:
    return next(setting for setting in SETTINGS if setting.name == name)
