"""A checked article on the terminal: the text with its claims marked, and a table of verdicts."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hustings.claims.evaluation import Evaluation, Scores
from hustings.claims.model import Checked, Ruling, Verdict
from hustings.figures import written_date

#: Each verdict has a mark beside its colour, so that nothing hangs on colour.
MARKS = {
    Ruling.SUPPORTED: ("✓", "green", "supported"),
    Ruling.CONTRADICTED: ("✗", "red bold", "contradicted"),
    Ruling.OTHER_MEASURE: ("≠", "magenta", "right for another measure"),
    Ruling.NOT_IN_RECORD: ("?", "yellow", "not in the record"),
    Ruling.NOT_CHECKABLE: ("·", "dim", "not checkable"),
}
#: Text between claims is cut to this many characters at either end.
_AROUND = 160


def show_checked(out: Console, checked: Checked) -> None:
    """The article with marks, the table, and what the marks mean."""
    when = checked.when
    out.print(Text(checked.article.title or checked.article.name, style="bold"))
    if when.day is not None:
        found = "" if when.sure else "about "
        out.print(Text(f"Read as of {found}{written_date(when.day)}: {when.how}.", style="dim"))
    else:
        out.print(Text("Its day is not known (--as-of): the newest figures answer.", style="dim"))
    if checked.passed_over:
        out.print(Text(f"{_passed_over(checked.passed_over)}.", style="yellow"))
    if not checked.verdicts:
        out.print("No number and no statement in it can be checked.")
        return
    out.print()
    _marked(out, checked)
    out.print()
    out.print(_table(checked))
    _summary(out, checked)


def _passed_over(many: int) -> str:
    """What was not read, in words."""
    what = "1 piece holds" if many == 1 else f"{many:,} pieces hold"
    return f"Not read: {what} so many numbers without a full stop that it is a table"


def _marked(out: Console, checked: Checked) -> None:
    """The sentences that hold claims, each claim with its number and mark."""
    text = checked.article.text
    sentences: dict[tuple[int, int], list[tuple[int, Verdict]]] = {}
    for number, verdict in enumerate(checked.verdicts, start=1):
        sentence = verdict.claim.sentence
        sentences.setdefault((sentence.start, sentence.end), []).append((number, verdict))
    for (start, end), listed in sentences.items():
        line, at = Text(), start
        for place, verdict in listed:
            claim = verdict.claim
            if claim.start < at:
                line.append(f"[{place}{MARKS[verdict.ruling][0]}]", style=MARKS[verdict.ruling][1])
                continue
            line.append(_cut(text[at : claim.start]))
            mark, style, _ = MARKS[verdict.ruling]
            line.append(text[claim.start : claim.end], style=f"{style} underline")
            line.append(f"[{place}{mark}]", style=style)
            at = claim.end
        line.append(_cut(text[at:end]))
        out.print(Padding(line, (0, 0, 1, 0)))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    if len(plain) > 2 * _AROUND:
        plain = f"{plain[:_AROUND].rstrip()} … {plain[-_AROUND:].lstrip()}"
    return f"{lead}{plain}{tail}" if plain else lead


def _table(checked: Checked) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", justify="right", no_wrap=True)
    for head in ("claimed", "verdict", "the record"):
        table.add_column(head, overflow="fold")
    for number, one in enumerate(checked.verdicts, start=1):
        mark, style, said = MARKS[one.ruling]
        table.add_row(
            str(number),
            Text(one.claim.claimed or one.claim.quote),
            Text(f"{mark} {said}", style=style),
            Text(one.note),
        )
    return table


def _summary(out: Console, checked: Checked) -> None:
    counted = [
        f"{checked.count(ruling)} {MARKS[ruling][2]}" for ruling in Ruling if checked.count(ruling)
    ]
    out.print()
    out.print(Text(", ".join(counted) + ".", style="bold"))
    out.print(
        Text("Rows and SQL of a figure: hustings figure MEASURE key=value … --rows", style="dim")
    )


def show_evaluation(out: Console, evaluation: Evaluation) -> None:
    """Precision and recall, the confusion of verdicts, and the claims that were missed."""
    out.print(Text(f"{evaluation.articles} articles", style="bold"))
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("all", justify="right", no_wrap=True)
    table.add_column("core", justify="right", no_wrap=True)
    table.add_column("what it counts", overflow="fold")
    core = {name: (n, of) for name, n, of, _ in evaluation.core.rows}
    for name, n, of, said in evaluation.every.rows:
        table.add_row(name, _of(n, of), _of(*core[name]), said)
    out.print(table)
    _confusion(out, evaluation.every)
    _missed(out, evaluation.every)


def _of(n: int, of: int) -> str:
    return f"{n}/{of} {n / of:.2f}" if of else "–"


def _confusion(out: Console, scores: Scores) -> None:
    out.print()
    out.print(Text("Verdicts that gold accepts, and ours", style="bold"))
    rulings = [*map(str, Ruling), "missed"]
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("gold")
    for ruling in rulings:
        table.add_column(ruling.replace("_", " "), justify="right")
    for gold in sorted({gold for gold, _ in scores.confusion}):
        counts = [scores.confusion[gold, ruling] for ruling in rulings]
        table.add_row(gold.replace("_", " "), *[str(n) if n else "·" for n in counts])
    out.print(table)


def _missed(out: Console, scores: Scores) -> None:
    missed = [one for one in scores.pairs if not one.accepted]
    if not missed:
        return
    out.print()
    out.print(Text("Without an accepted verdict", style="bold"))
    for one in missed:
        found = one.found
        said = f"{found.ruling}: {found.note}" if found else "not found"
        out.print(Padding(Text(f"{one.gold['quote']} — {said}"), (0, 0, 0, 2)))
