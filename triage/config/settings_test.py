"""The settings of the tests: the same, whatever the developer's own environment says."""

import os

for _name in [name for name in os.environ if name.startswith("BACKSTOP_")]:
    del os.environ[_name]
os.environ["BACKSTOP_SECRET_KEY"] = "for the tests alone, and as long as a real one has to be"  # noqa: S105 - guards nothing

from triage.config.settings import *  # noqa: E402, F403 - everything, once the environment is clean

# Staff sign in hundreds of times here; how a password is kept is Django's to test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests are about something else. Those of the second factor ask for it.
BACKSTOP_SECOND_FACTOR = False
