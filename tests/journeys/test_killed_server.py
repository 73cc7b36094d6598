"""The server is killed between two pages: what was saved is there again, and nothing is sent twice."""

import pytest

from tests.journeys.server import START, Server, Tablet

ABOUT = [
    ("filled_by", "carer"),
    ("birth_date_day", "12"),
    ("birth_date_month", "3"),
    ("birth_date_year", "1992"),
    ("sex_birth", "male"),
]


@pytest.mark.hazard("H09", "H19")
@pytest.mark.long
def test_killing_the_server_between_two_pages_loses_nothing_that_was_saved(tmp_path):
    server = Server(tmp_path)
    server.manage("migrate", "--verbosity", "0")
    server.manage("load_sample_content")
    token = (
        server.manage("shell", "--verbosity", "0", "--command", START).split("token ")[1].strip()
    )
    tablet = Tablet(server, token)

    with server:
        assert tablet.post("/form/part/about/", ABOUT) == "/form/part/emergency/"

    with server:
        assert 'href="/form/part/emergency/">Go on' in tablet.get("/form/")
        page = tablet.get("/form/part/about/")
        for said in ("carer", "male"):
            assert f'value="{said}"' in page
            assert " checked" in page.split(f'value="{said}"')[1].split(">")[0]
        assert tablet.post("/form/part/emergency/", [("emergency_now", "limb_dead")]) == (
            "/form/emergency/"
        )

    with server:
        assert "Tell staff now" in tablet.get("/form/emergency/")
        assert 'value="limb_dead"' in tablet.get("/form/part/emergency/")
