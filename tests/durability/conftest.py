"""Clinics of their own, on both kinds of database, each a copy of one that was opened once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.durability.clinic import Clinic
from tests.postgres import a_database, a_server

KINDS = ("sqlite", "postgres")
NewClinic = Callable[[str], Clinic]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with a_server() as address:
        if address is None:
            pytest.skip("no PostgreSQL runs here and none can be started")
        yield address


@pytest.fixture(scope="session")
def opened_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a clinic with the sample content."""
    clinic = Clinic(tmp_path_factory.mktemp("opened"))
    clinic.open()
    return clinic.folder


@pytest.fixture(scope="session")
def opened_database(
    postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with the sample content, to which nobody is connected."""
    with a_database(postgres_server) as address:
        Clinic(tmp_path_factory.mktemp("opened"), address).open()
        yield address


@pytest.fixture
def new_clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewClinic]:
    """Return how to get a clinic with the sample content on one kind of database."""
    with ExitStack() as made:

        def one(kind: str) -> Clinic:
            folder = tmp_path / "clinic"
            if kind == "sqlite":
                shutil.copytree(request.getfixturevalue("opened_folder"), folder)
                return Clinic(folder)
            like = request.getfixturevalue("opened_database")
            server = request.getfixturevalue("postgres_server")
            return Clinic(folder, made.enter_context(a_database(server, like=like)))

        yield one


@pytest.fixture
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewClinic]:
    """Return how to get a place where there is nothing yet, not even tables."""
    with ExitStack() as made:

        def one(kind: str) -> Clinic:
            folder = tmp_path / f"empty-{len(list(tmp_path.iterdir()))}"
            if kind == "sqlite":
                return Clinic(folder)
            server = request.getfixturevalue("postgres_server")
            return Clinic(folder, made.enter_context(a_database(server)))

        yield one
