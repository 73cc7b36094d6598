"""What every page tells the browser it may not do."""

from contextlib import closing

import pytest


@pytest.fixture(params=["/accounts/sign-in/", "/no-such-page/", "/robots.txt"])
def response(request, client, db):
    return client.get(request.param)


def test_nothing_is_kept_by_the_browser(response):
    assert response["Cache-Control"] == "no-store"


def test_only_our_own_files_are_loaded(response):
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )

    assert policy.pop("default-src") == policy.pop("frame-ancestors") == "'none'"
    assert policy.pop("base-uri") == "'none'"
    assert set(policy.values()) == {"'self'"}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_the_headers_are_there(response, header, value):
    assert response[header] == value


def test_no_page_uses_the_camera(response):
    assert "camera=()" in response["Permissions-Policy"]


def test_robots_stay_out(client):
    assert b"Disallow: /\n" in client.get("/robots.txt").content


@pytest.mark.django_db
def test_the_icon_is_found_where_browsers_look(client):
    assert client.get("/favicon.ico").url == "/static/favicon.ico"
    with closing(client.get("/static/favicon.ico")) as icon:
        assert icon.status_code == 200
