"""Every answer carries the number under which the log has its request; pages of errors show it to the person."""

import logging
from uuid import UUID

import pytest
from django.test import Client

from config.request_log import HEADER


def test_an_answer_carries_the_number_of_its_lines_in_the_log(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    response = Client().get("/auctions/nowhere/?amount=5", headers={HEADER: "brought along"})
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]

    assert UUID(response[HEADER])
    assert {line["request_id"] for line in lines} == {response[HEADER]}
    assert {line["request"] for line in lines if "request" in line} == {"GET /auctions/nowhere/"}


def test_a_page_that_is_not_there_shows_it(db: None) -> None:
    response = Client().get("/nowhere/")

    assert f"Number of this request, for the help desk: {response[HEADER]}" in response.content.decode()


def test_a_form_that_is_refused_shows_it(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {})

    assert response.status_code == 403
    assert response[HEADER] in response.content.decode()


def test_an_error_of_ours_shows_it_without_a_database() -> None:
    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert response[HEADER] in response.content.decode()


def test_a_page_that_is_no_error_does_not(db: None) -> None:
    response = Client().get("/")

    assert response[HEADER] not in response.content.decode()
