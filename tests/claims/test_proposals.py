"""The hook for a language model: off by default, proposals alone, verdicts from the record."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hustings.claims import Article, check_article
from hustings.claims.model import Ruling
from hustings.claims.proposals import proposer
from hustings.errors import RequestError
from tests.claims.made import sample

TEXT = "Jimmy Gomez of CA-34 and 108,792 of his neighbours agreed in 2020, he likes to say."
READING = {
    "quote": "108,792",
    "measure": "votes",
    "params": {"race": "CA-34", "cycle": 2020, "round": "general", "candidate": "Jimmy Gomez"},
}


class Model:
    """A local server that answers as an OpenAI-compatible one, with what a test gives it."""

    def __init__(self) -> None:
        self.content = ""
        self.asked: list[dict] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                body = json.dumps({"choices": [{"message": {"content": model.content}}]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def model(monkeypatch):
    for name in (
        "HUSTINGS_MODEL_URL",
        "HUSTINGS_MODEL_KEY",
        "http_proxy",
        "HTTP_PROXY",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    made = Model()
    yield made
    made.server.shutdown()


def _claims(model: Model, text: str = TEXT):
    found = check_article(sample(), Article(name="a", text=text), propose=proposer(model.address))
    return [one for one in found.verdicts if one.claim.quantity is not None]


def test_off_unless_an_address_is_given(model):
    assert proposer(None) is None
    assert proposer("") is None


def test_a_proposal_goes_through_the_record(model):
    model.content = "Here: " + json.dumps({"readings": [READING]})
    found = _claims(model)
    assert [one.ruling for one in found] == [Ruling.SUPPORTED]
    assert "proposed by a model" in found[0].note
    assert TEXT in model.asked[0]["messages"][1]["content"]
    wrong = TEXT.replace("108,792", "208,792")
    model.content = json.dumps({"readings": [{**READING, "quote": "208,792"}]})
    # A model's reading is never certain, so that it contradicts nobody.
    assert [one.ruling for one in _claims(model, wrong)] == [Ruling.NOT_CHECKABLE]


@pytest.mark.parametrize(
    "readings",
    [
        [],
        [{**READING, "quote": "not in the text"}],
        [{**READING, "measure": "no_such_measure"}],
        [{**READING, "params": {"race": ["CA-34"]}}],
        ["nonsense", None, 7],
    ],
)
def test_what_is_no_proposal_changes_nothing(model, readings):
    model.content = json.dumps({"readings": readings})
    without = check_article(sample(), Article(name="a", text=TEXT))
    rulings = [str(one.ruling) for one in without.verdicts if one.claim.quantity is not None]
    assert [str(one.ruling) for one in _claims(model)] == rulings


def test_an_address_that_does_not_answer_so(model):
    model.content = "no JSON"
    with pytest.raises(RequestError, match="did not answer"):
        _claims(model)
    with pytest.raises(RequestError, match="is no address"):
        proposer("nowhere")
