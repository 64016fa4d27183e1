"""An optional hook: a language model at an OpenAI-compatible address may propose readings.

Off unless an address is given. The model is sent the sentences that hold numbers, and the names of
measures with their parameters; what it answers is taken as proposals alone: a quote that must stand
in the article, a measure that must exist, parameters that must be its own. Verdicts come from the
record, by the same way as for every other reading.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hustings.claims.model import Claim, Kind, Quantity, Reading, Sentence
from hustings.errors import RequestError, quoted
from hustings.measures import measures

#: Sentences sent at once, and the most in all: a book is not sent whole.
BATCH, MOST = 30, 300
SECONDS = 60.0
_TASK = (
    "You read sentences of a news article about U.S. congressional races. For each number that is a "
    "value of one of the measures, answer with the exact quote, the measure and its parameters. "
    'Answer with JSON alone: {"readings": [{"quote": "...", "measure": "...", "params": {}}]}. '
    "Measures: "
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A reading that a model proposes: where it stands in the article, a measure, parameters."""

    quote: str
    measure: str
    params: dict[str, Any]


#: Proposals for sentences.
Propose = Callable[[Iterable[Sentence]], list[Proposal]]


def proposer(address: str | None) -> Propose | None:
    """The hook for an address, or for HUSTINGS_MODEL_URL; None if neither is given.

    HUSTINGS_MODEL names the model, HUSTINGS_MODEL_KEY is sent as the bearer's token if it is set.
    """
    url = address or os.environ.get("HUSTINGS_MODEL_URL", "")
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise RequestError(
            f"{quoted(url)} is no address of a model.",
            next_step="Such as http://localhost:8080/v1/chat/completions.",
        )
    if not url.rstrip("/").endswith("/chat/completions"):
        url = url.rstrip("/") + "/chat/completions"

    def propose(sentences: Iterable[Sentence]) -> list[Proposal]:
        listed = [one.text for one in sentences][:MOST]
        found: list[Proposal] = []
        for start in range(0, len(listed), BATCH):
            found += _asked(url, listed[start : start + BATCH])
        return found

    return propose


def _asked(url: str, sentences: list[str]) -> list[Proposal]:
    """Raises RequestError if the address does not answer as it should."""
    import httpx

    known = "; ".join(
        f"{one.name}({', '.join(param.name for param in one.params)})"
        for one in measures().values()
    )
    token = os.environ.get("HUSTINGS_MODEL_KEY", "")
    body = {
        "model": os.environ.get("HUSTINGS_MODEL", "default"),
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _TASK + known},
            {"role": "user", "content": "\n".join(sentences)},
        ],
    }
    try:
        answer = httpx.post(
            url,
            json=body,
            timeout=SECONDS,
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )
        answer.raise_for_status()
        content = str(answer.json()["choices"][0]["message"]["content"])
        readings = json.loads(content[content.index("{") : content.rindex("}") + 1])["readings"]
    except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as problem:
        raise RequestError(
            f"the model at {url} did not answer as an OpenAI-compatible one does: {problem}.",
            next_step="Check the address, or leave --propose out.",
        ) from problem
    return [one for one in map(_proposal, readings) if one is not None]


def _proposal(read: Any) -> Proposal | None:
    """A proposal that is one: of a known measure, with its own parameters."""
    if not isinstance(read, dict):
        return None
    name, params, quote = read.get("measure"), read.get("params"), read.get("quote")
    if not isinstance(quote, str) or not quote.strip() or not isinstance(params, dict):
        return None
    if name not in measures():
        return None
    own = {param.name for param in measures()[name].params}
    kept = {str(k): v for k, v in params.items() if k in own and isinstance(v, str | int)}
    return Proposal(quote=quote, measure=str(name), params=kept)


def proposed(
    sentence: Sentence, numbers: list[Quantity], proposals: list[Proposal], known: list[Claim]
) -> list[Claim]:
    """Claims from proposals about numbers of a sentence that no rule has read; never sure."""
    made: list[Claim] = []
    for one in proposals:
        place = sentence.text.find(one.quote)
        if place < 0:
            continue
        start = sentence.start + place
        end = start + len(one.quote)
        inside = [
            q for q in numbers if start <= q.start and q.end <= end and q.kind is not Kind.YEAR
        ]
        read = [c for c in known if c.start < end and start < c.end and c.readings]
        if len(inside) != 1 or read:
            continue
        reading = Reading(measure=one.measure, params=one.params, score=0.5, sure=False,
                          quantity=inside[0], doubts=("The reading was proposed by a model.",))  # fmt: skip
        made.append(
            Claim(start=start, end=end, quote=one.quote, sentence=sentence, quantity=inside[0],
                  readings=(reading,), claimed=inside[0].text)
        )  # fmt: skip
    return made
