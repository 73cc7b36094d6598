"""The key is made once and is its owner's alone."""

import pytest

from triage.config.secret_key import kept_secret_key


def test_the_key_is_made_once(tmp_path):
    made = kept_secret_key(tmp_path / "key")

    assert len(made) >= 50
    assert kept_secret_key(tmp_path / "key") == made


def test_nobody_else_can_read_it(tmp_path):
    kept_secret_key(tmp_path / "key")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_an_empty_file_is_no_key(tmp_path):
    (tmp_path / "key").touch()

    with pytest.raises(OSError, match="is empty"):
        kept_secret_key(tmp_path / "key")
