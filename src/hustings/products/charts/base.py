"""What all charts share: the palette, the drawing in pixels, and the SVG made fit for a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from xml.etree import ElementTree

from hustings.products import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import altair as alt

    from hustings.figures import Figure

Rows: TypeAlias = "list[dict[str, Any]]"

#: Widths in pixels of the two renderings: the figure column of a page, and a phone.
WIDE: Final = 760
NARROW: Final = 340

#: Colours by meaning, as they are on paper. The page redefines each as `--c-NAME` for the dark.
#: No two may be equal: the SVG's colours are turned back into these names.
PALETTE: Final[dict[str, str]] = {
    "ink": "#1b1b19", "muted": "#5e5b54", "line": "#8f8b81", "rule": "#dedacf",
    "paper": "#fffefb", "on-fill": "#fffffe", "land": "#e6dfcd", "beyond": "#f7f4ec",
    "dem-1": "#1d4f91", "dem-2": "#5f90cb", "dem-3": "#a9c4e4",
    "rep-1": "#a62b1f", "rep-2": "#d3705f", "rep-3": "#e8b3a9",
    "grn-1": "#2f7036", "grn-2": "#6da872", "grn-3": "#b3d3b4",
    "lib-1": "#9a7200", "lib-2": "#c9a63c", "lib-3": "#e2cf94",
    "oth-1": "#6b6862", "oth-2": "#98958d", "oth-3": "#c3c0b7",
    "individuals": "#1f6469", "pacs": "#b0551a", "parties": "#5a4a9b", "own": "#9c4569",
    "rest": "#76736b", "support": "#3f6f1e", "oppose": "#8a2f6b",
    "outside": "#7a6a12",
}  # fmt: skip
_NAMES: Final = {code: name for name, code in PALETTE.items()}

#: How much of its colour a stream has.
STREAM: Final = 0.38

SVG: Final = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A colour of the chart, the word it stands for, and the form of its mark."""

    colour: str
    label: str
    form: Literal["square", "dot", "ring"] = "square"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A drawing with its words: title, unit and day (`note`), source, text in its stead (`alt`)."""

    id: str
    title: str
    note: str
    source: str
    alt: str
    wide: str
    narrow: str
    keys: tuple[Key, ...] = ()


def sources(figures: Iterable[Figure | None]) -> str:
    """The titles of the files that figures rest on, each once, in order of first use."""
    titles = [citation.title for one in figures if one for citation in one.citations]
    return "; ".join(dict.fromkeys(titles))


def newest(figures: Iterable[Figure | None]) -> str:
    """The latest day through which any of the figures speaks, in words; empty if none has one."""
    days = [one.as_of for one in figures if one and one.as_of]
    return words.day_words(max(days)) if days else ""


def amount_usd(figure: Figure) -> float:
    """A figure's dollars as a length can be made of them; nought where it has no amount."""
    value = figure.value
    return float(value) if isinstance(value, Decimal | int | float) else 0.0


def ends_apart(wanted: Sequence[float], *, narrow: bool) -> list[float]:
    """Where words at the ends of lines stand, from the top: beside the end, or below the one before.

    wanted: the ends, highest first. On a narrow page the words are a list above the plot.
    """
    if narrow:
        return [9.0 + 18 * place for place in range(len(wanted))]
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + 17 if placed else 17.0))
    return placed


def text_width(text: str, size: float) -> float:
    """About how many pixels a line of sans-serif text takes; a little too many on purpose."""
    return sum(_wide(char) for char in text) * size


def _wide(char: str) -> float:
    """A letter's width as a part of the size of the type; names of committees are in capitals."""
    if char in " .,:;'’il|!·":
        return 0.36
    if char in "MW%@…":
        return 0.98
    return 0.76 if char.isupper() else 0.65


def render(sheet: Sheet, layers: Callable[[], Sequence[alt.Chart]], alt_text: str) -> str:
    """The layers on the sheet, the first lowest, as an SVG element for a page.

    The layers are made in here, without a check of each part against the schema: that check takes
    longer than the drawing. The tests make it instead.
    """
    import vl_convert
    from altair import SCHEMA_VERSION
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        chart = specification(sheet, layers())
    version = ".".join(SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return fit_for_page(vl_convert.vegalite_to_svg(chart, vl_version=version), alt_text)


def specification(sheet: Sheet, layers: Sequence[alt.Chart]) -> dict[str, Any]:
    """The Vega-Lite specification of the layers, one over the other, without axes or frame."""
    import altair as alt

    made: dict[str, Any] = (
        alt.layer(*layers)
        .properties(
            width=sheet.width,
            height=sheet.height,
            padding=0,
            autosize=alt.AutoSizeParams(type="none"),
        )
        .configure(background="transparent")
        .configure_view(stroke=None, fill=None)
        .to_dict(validate=False)
    )
    return made


def fitted(text: str, size: float, room: float) -> str:
    """The text if it has room, else as much of it as has, with an ellipsis; the table has all."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A drawing of a size in pixels: layers of words, rules, bars and dots from rows of data.

    Rows carry pixels from the left (`x`, `x2`) and from the top (`y`, `y2`), words in `label` and
    a name of the palette in `colour`.
    """

    width: float
    height: float

    def words(
        self, rows: Rows, *, size: float = 12, colour: str = "muted", align: str = "left",
        bold: bool = False, halo: bool = False,
    ) -> alt.Chart:  # fmt: skip
        """Each row's `label` at its x and y; with a halo it stays readable on lines."""
        import altair as alt

        around = {"stroke": PALETTE["paper"], "strokeWidth": 3} if halo else {}
        return (
            self._chart(rows)
            .mark_text(
                fontSize=size, align=align, baseline="middle",
                fontWeight="bold" if bold else "normal", **around,
            )
            .encode(x=self._x(), y=self._y(), text="label:N", color=alt.value(PALETTE[colour]))
        )  # fmt: skip

    def rules(self, rows: Rows, *, colour: str = "line", dashed: bool = False) -> alt.Chart:
        """A thin line from x to x2 or from y to y2, whichever the rows have."""
        dash = {"strokeDash": [4, 3]} if dashed else {}
        ends = {name: name for name in ("x2", "y2") if rows and name in rows[0]}
        return (
            self._chart(rows)
            .mark_rule(stroke=PALETTE[colour], **dash)
            .encode(x=self._x(), y=self._y(), **ends)
        )

    def bars(self, rows: Rows, *, apart: bool = False) -> alt.Chart:
        """Rectangles from x, y to x2, y2; `apart` leaves a hair of paper between them."""
        edge = {"stroke": PALETTE["paper"], "strokeWidth": 1} if apart else {}
        return (
            self._chart(rows)
            .mark_bar(**edge)
            .encode(x=self._x(), y=self._y(), x2="x2", y2="y2", color=self._colour())
        )

    def dots(self, rows: Rows) -> alt.Chart:
        """Filled dots."""
        return (
            self._chart(rows)
            .mark_point(filled=True, size=90, opacity=1)
            .encode(x=self._x(), y=self._y(), color=self._colour())
        )

    def spots(self, rows: Rows) -> alt.Chart:
        """Small dots, where there are many."""
        return (
            self._chart(rows)
            .mark_point(filled=True, size=26, opacity=1)
            .encode(x=self._x(), y=self._y(), color=self._colour())
        )

    def rings(self, rows: Rows) -> alt.Chart:
        """Dots with an open middle."""
        import altair as alt

        stroke = alt.Stroke("colour", type="nominal", legend=None, scale=None)
        return (
            self._chart(rows)
            .mark_point(filled=False, size=60, strokeWidth=2, fill=PALETTE["paper"], opacity=1)
            .encode(x=self._x(), y=self._y(), stroke=stroke)
        )

    def lines(self, rows: Rows) -> alt.Chart:
        """A line through the rows of each `series`."""
        return (
            self._chart(rows)
            .mark_line(stroke=PALETTE["line"], strokeWidth=1.5)
            .encode(x=self._x(), y=self._y(), detail="series:N")
        )

    def strokes(self, rows: Rows, *, width: float = 2) -> alt.Chart:
        """A line through the rows of each `series`, in the colour that its rows name."""
        import altair as alt

        stroke = alt.Stroke("colour", type="nominal", legend=None, scale=None)
        order = alt.Order("x", type="quantitative")
        return (
            self._chart(rows)
            .mark_line(strokeWidth=width, interpolate="step-after")
            .encode(x=self._x(), y=self._y(), detail="series:N", stroke=stroke, order=order)
        )

    def streams(self, rows: Rows) -> alt.Chart:
        """A band for each `series`, between y and y2 of its rows; paler than bars: words go on it."""
        return (
            self._chart(rows)
            .mark_area(fillOpacity=STREAM)
            .encode(x=self._x(), y=self._y(), y2="y2", detail="series:N", color=self._colour())
        )

    def _chart(self, rows: Rows) -> alt.Chart:
        import altair as alt

        painted = [
            {**row, "colour": PALETTE[row["colour"]]} if "colour" in row else row for row in rows
        ]
        return alt.Chart(alt.InlineData(values=painted))

    def _colour(self) -> alt.Color:
        """The colour that each row names: no scale, for layers would have to share one."""
        import altair as alt

        return alt.Color("colour", type="nominal", legend=None, scale=None)

    def _x(self) -> alt.X:
        import altair as alt

        scale = alt.Scale(domain=[0, self.width], nice=False)
        return alt.X("x", type="quantitative", axis=None, scale=scale)

    def _y(self) -> alt.Y:
        import altair as alt

        scale = alt.Scale(domain=[0, self.height], nice=False, reverse=True)
        return alt.Y("y", type="quantitative", axis=None, scale=scale)


def fit_for_page(svg: str, alt_text: str) -> str:
    """An SVG that fills its column, takes colours and type from the page, and reads as one image.

    The library's own roles and labels go: beside them a reader would hear every bar twice.
    """
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by vl-convert a moment ago
    for element in root.iter():
        for name in list(element.attrib):
            if name.startswith("aria-") or name in {"role", "class", "font-family", "version"}:
                del element.attrib[name]
        for name in ("fill", "stroke"):
            colour = _NAMES.get(element.attrib.get(name, "").lower())
            if colour:
                element.set(name, f"var(--c-{colour},{PALETTE[colour]})")
        for name in ("d", "transform"):
            if name in element.attrib:
                element.set(name, _NUMBER.sub(_short, element.attrib[name]))
    _drop_empty(root)
    _merge(root)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt_text)
    root.set("font-family", "system-ui, sans-serif")
    return ElementTree.tostring(root, encoding="unicode")


_NUMBER: Final = re.compile(r"-?\d+\.\d+")


def _short(found: re.Match[str]) -> str:
    """A coordinate to the tenth of a pixel."""
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _merge(root: ElementTree.Element) -> None:
    """Neighbouring shapes that look the same become one path: a strip of 449 lines is 3."""
    for parent in list(root.iter()):
        before: ElementTree.Element | None = None
        for child in list(parent):
            look = {name: value for name, value in child.attrib.items() if name != "d"}
            alike = before is not None and before.tag == child.tag == f"{{{SVG}}}path"
            if (
                alike
                and before is not None
                and look == {name: value for name, value in before.attrib.items() if name != "d"}
                and "transform" not in look
                and "stroke" not in look
            ):
                before.set("d", before.attrib["d"] + child.attrib["d"])
                parent.remove(child)
            else:
                before = child


def _drop_empty(root: ElementTree.Element) -> None:
    """Take out what draws nothing: invisible backgrounds, groups without content."""
    for parent in list(root.iter()):
        for child in list(parent):
            invisible = child.tag == f"{{{SVG}}}path" and not (
                set(child.attrib) & {"fill", "stroke", "fill-opacity"}
            )
            if invisible or (child.tag == f"{{{SVG}}}g" and not len(child)):
                parent.remove(child)
