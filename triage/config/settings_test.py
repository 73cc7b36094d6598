"""The settings of the tests: the same, whatever the developer's own environment says."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("BACKSTOP_")]:
    del os.environ[_name]
os.environ["BACKSTOP_SECRET_KEY"] = "for the tests alone, and as long as a real one has to be"  # noqa: S105 - guards nothing

from triage.config.settings import *  # noqa: E402, F403 - everything, once the environment is clean

# Staff sign in hundreds of times here; how a password is kept is Django's to test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests are about something else. Those of the second factor ask for it.
BACKSTOP_SECOND_FACTOR = False

# A file, as in a clinic: the threads of a test meet as its processes would. It goes with the process.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    _folder = Path(tempfile.mkdtemp(prefix="backstop-tests-"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    DATABASES["default"]["TEST"] = {"NAME": _folder / "tests.sqlite3"}  # noqa: F405
