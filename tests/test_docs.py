"""The pages of docs/ say what the code does: all of it, and nothing that is not there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from hustings.cli.app import COMMANDS
from hustings.measures import measures
from hustings.products.api import open_record
from hustings.record.view import named_views
from hustings.sources.pages import pages
from hustings.tables import catalogue

ROOT = Path(__file__).parents[1]


def _maker():
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["measures.md", "commands.md", "tables.md", "sources.md"])
def test_a_made_page_is_what_the_code_says(name: str) -> None:
    made = _maker().made()[name]
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, (
        f"docs/{name} is out of date: python scripts/make_docs.py"
    )


def test_each_thing_is_documented() -> None:
    documented = {
        "measures.md": measures(),
        "commands.md": COMMANDS,
        "tables.md": {**catalogue(), **named_views()},
        "sources.md": pages(),
    }
    for name, things in documented.items():
        heads = set(re.findall(r"^#+ (.+)$", (ROOT / "docs" / name).read_text(), re.MULTILINE))
        assert set(things) <= heads, f"{name}: {set(things) - heads}"


@pytest.mark.parametrize("name", ["docs/guide.md", "docs/design.md", "README.md"])
def test_prose_names_only_what_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for called in re.findall(r"hustings (?:--record \S+ )?([a-z]+)\b", text):
        if called in {"import", "measures"} or (
            f"`hustings {called}" not in text
            and (f"\nhustings {called}" not in text and f"bin/hustings {called}" not in text)
        ):
            continue
        assert called in COMMANDS, f"{name} calls hustings {called}"
    for called in re.findall(r"hustings figure ([a-z_]+)", text):
        assert called in measures(), f"{name} asks for {called}"
    for link in re.findall(r"\]\(((?:docs/)?[a-z_]+\.md)\)", text):
        assert (ROOT / name).parent.joinpath(link).exists(), f"{name} links to {link}"


def _commands(page: str) -> list[str]:
    """The lines of a page's shell blocks that ask hustings for something, placeholders apart."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"```sh\n(.+?)```", text, re.DOTALL)).splitlines()
    return [
        line for line in lines if re.match(r"hustings (race|figure|measures|sql|record)\b", line)
    ]


@pytest.mark.parametrize("page", ["guide.md", "measures.md"])
def test_the_commands_of_a_page_run(
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On the embedded sample; what it has no rows for is said so (3), nothing is misspelt (2).

    On the page of measures one of which the sample holds every table must answer.
    """
    import shlex

    from hustings.cli.app import run

    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path))
    commands = _commands(page)
    assert len(commands) >= 8
    codes = {command: run(shlex.split(command)[1:]) for command in commands}
    said = capsys.readouterr().err
    assert set(codes.values()) <= {0, 3}, (said, codes)
    if page == "measures.md":
        held = [command for command in codes if _held_by_sample(command)]
        assert len(held) >= 30
        assert {command: codes[command] for command in held} == dict.fromkeys(held, 0), said
    else:
        assert sum(code == 0 for code in codes.values()) >= 0.6 * len(codes), said


def _held_by_sample(command: str) -> bool:
    """Whether the embedded sample, which has no transactions, holds all that a command reads."""
    asked = re.match(r"hustings figure ([a-z_]+)", command)
    sample = open_record().view
    return not asked or all(sample.has(name) for name in measures()[asked[1]].needs)


def test_ci_runs_the_readmes_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = next(line for line in readme.splitlines() if line.endswith("pytest -q -n 2"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_guides_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path))
    text = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.+?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        said: dict[str, object] = {}
        exec(compile(block, "guide.md", "exec"), said)


def test_the_readmes_output_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of the first screen's blocks is printed by the command above it."""
    import shlex

    from hustings.cli.app import run

    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    blocks = re.findall(
        r"```text\n\$ hustings (.+?)\n(.+?)```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    assert len(blocks) == 3
    for command, shown in blocks:
        assert run(shlex.split(command)) == 0
        printed = {line.rstrip() for line in capsys.readouterr().out.splitlines()}
        for line in shown.rstrip().splitlines():
            assert line in printed or line.startswith("…"), line
