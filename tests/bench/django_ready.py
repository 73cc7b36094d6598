"""Import this first: Django as it runs in production, with its data in a folder of its own."""

import os
import tempfile
from pathlib import Path

import django

os.environ.setdefault("BACKSTOP_DATA_DIR", tempfile.mkdtemp())
os.environ["BACKSTOP_HOSTS"] = "testserver"
os.environ["BACKSTOP_STATIC_ROOT"] = ""
os.environ["BACKSTOP_DEMO"] = "1"
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parents[2] / "triage/documents/fonts/fonts.conf")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "triage.config.settings")

django.setup()
