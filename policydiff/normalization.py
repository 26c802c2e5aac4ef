r"""Raw text → the text that algorithms see.

A newspaper prints `坚持, 完善` where the official text has `坚持，完善`; a page ends in the middle of 产业工|人; a scan brings
⼯ (a radical) for 工. All that is paper, not wording. Each normaliser below names one such thing and yields the replacements
that undo it; `normalize` has them carried out one after the other by `policydiff.offsets`, so that every character keeps its
place in the raw text. What differs only before normalising is recorded later as FORMAL: nothing is hidden.

>>> raw = "### 坚持,完善  ２０２４ 年的产业工\n\n人"
>>> normalize(raw, Span(0, len(raw))).text
'坚持，完善2024年的产业工人'

Unicode's NFKC is not used: it turns ① into 1, ㈠ into (一) and 10² into 102, which changes what a document says, and it leaves
113 of 329 radicals as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import ne
from typing import TYPE_CHECKING, Final

from policydiff.model import Document, Span
from policydiff.offsets import NormalizedText, Replacement, apply

if TYPE_CHECKING:
    import opencc

#: A normaliser is any callable from a text to the replacements it wants, in order and not overlapping.
Normalizer = Callable[[str], Iterable[Replacement]]

_CJK: Final = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—·"
_BLANK: Final = " \t\v\f\u00a0\u2000-\u200a\u202f\u205f\u3000"


def normalize(raw: str, span: Span, normalizers: Sequence[Normalizer] | None = None) -> NormalizedText:
    """Return a passage of a raw text, normalised, with its map back.

    Args:
        raw: the whole raw text.
        span: the passage, in code points.
        normalizers: which steps, in order; those of `STANDARD` if left out.
    """
    text = NormalizedText.of(raw, span)
    for normalizer in STANDARD.values() if normalizers is None else normalizers:
        text = apply(text, normalizer(text.text))
    return text


def _substitution(pattern: str, replacement: str | Callable[[re.Match[str]], str], flags: int = 0) -> Normalizer:
    compiled = re.compile(pattern, flags)

    def normalizer(text: str) -> Iterator[Replacement]:
        for match in compiled.finditer(text):
            yield Replacement(*match.span(), replacement if isinstance(replacement, str) else replacement(match))

    return normalizer


def _translation(table: dict[str, str]) -> Normalizer:
    return _substitution("[" + re.escape("".join(table)) + "]", lambda match: table[match[0]])


# -- what file formats leave in a text -----------------------------------------------------------------------------------------

_MARKUP: Final = re.compile(
    r"""
      (?m:^[ \t]*\#{1,6}(?:[ \t]+|$))             # Markdown heading
    | (?m:^[ \t]*>[ \t]?)                         # Markdown quotation
    | \*\*                                        # Markdown emphasis; CommonMark itself misses it beside Chinese punctuation
    | \\(?=[!-/:-@\[-`{-~])                       # Markdown escape
    | <(?P<link>https?://[^<>\s]+)>               # Markdown autolink
    | <!--(?:[^-]|-(?!->))*-->                    # HTML comment
    | <br\s*/?>
    | \[bookmark:[^\]\n]{0,80}\]                  # residue of a Word bookmark
    """,
    re.VERBOSE,
)


def markup(text: str) -> Iterator[Replacement]:
    """Drop marks of Markdown and residues of word processors; keep the words they surround."""
    for match in _MARKUP.finditer(text):
        if match["link"]:
            yield Replacement(match.start(), match.start("link"), "")
            yield Replacement(match.end("link"), match.end(), "")
        else:
            yield Replacement(*match.span(), "")


# -- characters that are not what they look like ---------------------------------------------------------------------------------

#: Characters without a shape: soft hyphen, zero-width, bidirectional and tag characters, variation selectors, controls.
INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
invisible = _substitution(f"[{INVISIBLE}]+", "")

_RADICALS: Final = dict(
    zip(
        "⺁⺄⺈⺊⺌⺓⺜⺝⺟⺠⺧⺩⺪⺫⺬⺮⺳⺶⺽⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙刀卜小幺日月母民牛王疋目示竹网羊臼虎西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
#: Twelve of the “compatibility” block are ideographs of their own (Unicode Standard, 18.1).
_REAL_IDEOGRAPHS: Final = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")


def _unified(match: re.Match[str]) -> str:
    c = match[0]
    if c in _REAL_IDEOGRAPHS:
        return c
    return _RADICALS.get(c) or unicodedata.normalize("NFKC" if "\u2f00" <= c <= "\u2fd5" else "NFC", c)


#: Compatibility ideographs and radicals, which PDF extraction produces, to the ideographs they stand for.
compatibility = _substitution(f"[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f{''.join(_RADICALS)}]", _unified)


# -- lines, blanks, widths -------------------------------------------------------------------------------------------------------

_END: Final = "(?:\r\n|[\n\r\u0085\u2028\u2029])"
_HYPHENATED: Final = rf"(?<=[A-Za-z])-[{_BLANK}]*{_END}[{_BLANK}\n\r]*(?=[a-z])"

#: Line and page ends inside a clause become a blank, which `blanks` drops between Chinese characters; hyphenated words are joined.
lines = _substitution(f"(?P<hyphenated>{_HYPHENATED})|{_END}", lambda match: "" if match["hyphenated"] else " ")

_HALF: Final = {chr(0xFF01 + i): chr(0x21 + i) for i in range(0x5E) if chr(0x21 + i) not in ",;:!?()."}
_FULL: Final = dict(zip(",;:!?()､｡｢｣﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞", "，；：！？（）、。「」，、；：？！（）〔〕", strict=True))
#: Letters, digits and signs to half width, marks of punctuation to full width.
_WIDTHS: Final = _HALF | _FULL | {"．": ".", "﹪": "%", "﹣": "-", "￥": "¥", "〜": "~"}
#: 6,386 and E-mail:a@b keep their marks; 2. 5% and 1.86亿 keep their point; 完成.各地 has a full stop of half width.
_WIDTH: Final = re.compile(
    r"(?P<between>(?<=[0-9A-Za-z０-９])[,:;，：；](?=[0-9A-Za-z０-９/]))"
    rf"|(?P<stop>(?<=[\u3400-\u9fff”’）〉》」』])[.．](?=[\u3400-\u9fff“‘（〈《「『{_BLANK}]|$))"
    f"|(?P<other>[{re.escape(''.join(_WIDTHS))}])"
)
_BETWEEN: Final = {"，": ",", "：": ":", "；": ";"}


def width(text: str) -> Iterator[Replacement]:
    """Bring full-width and half-width forms to one: ２０２４ → 2024, and `坚持,完善` → 坚持，完善."""
    for match in _WIDTH.finditer(text):
        elsewhere = "。" if match["stop"] else _WIDTHS.get(match[0], match[0])
        yield Replacement(*match.span(), _BETWEEN.get(match[0], match[0]) if match["between"] else elsewhere)


#: Blanks go at the edges and beside Chinese characters; between Latin words one remains.
blanks = _substitution(
    rf"^[{_BLANK}]+|[{_BLANK}]+$|(?<=[{_CJK}])[{_BLANK}]+|[{_BLANK}]+(?=[{_CJK}])|(?P<between>[{_BLANK}]+)",
    lambda match: " " if match["between"] else "",
)


# -- punctuation -------------------------------------------------------------------------------------------------------------------

_OPENING: Final = dict.fromkeys("“„〝「", "“") | dict.fromkeys("‘‚『", "‘")
_CLOSING: Final = dict.fromkeys("”〞」", "”") | dict.fromkeys("’』", "’")
_QUOTE: Final = re.compile("[„〝「‚『〞」』\"'＂＇]")


def quotes(text: str) -> Iterator[Replacement]:
    """Bring quotation marks to “ ” ‘ ’; straight ones open and close in turn. An apostrophe between letters stays."""
    opened = {'"': False, "'": False}
    for match in _QUOTE.finditer(text):
        mark = {"＂": '"', "＇": "'"}.get(match[0], match[0])
        new = _OPENING.get(mark) or _CLOSING.get(mark)
        if new is None:
            around = text[max(match.start() - 1, 0) : match.end() + 1]
            if mark == "'" and len(around) == 3 and around[0].isascii() and around[0].isalpha():
                continue
            opened[mark] = not opened[mark]
            new = {'"': "”“", "'": "’‘"}[mark][opened[mark]]
        yield Replacement(*match.span(), new)


_DASH: Final = "-‐‑‒–—―─━−"
#: ――, ──, -- to ——; a single dash between digits or letters to a hyphen, elsewhere to —.
dashes = _substitution(
    f"(?P<double>[{_DASH}]{{2,}})|(?P<joining>(?<=[0-9A-Za-z])[{_DASH}](?=[0-9A-Za-z]))|[‒–—―─━−]",
    lambda match: "——" if match["double"] else "-" if match["joining"] else "—",
)

#: Middle dots, dots of omission, and the round zero of 二○二四.
dots = _substitution(
    "(?P<middle>[·•‧・･∙⋅])|(?P<omission>…+|⋯+|\\.{3,}|。{3,})|(?P<zero>(?<=[一二三四五六七八九〇])[○◯]|[○◯](?=[一二三四五六七八九〇]))",
    lambda match: "·" if match["middle"] else "……" if match["omission"] else "〇",
)


# -- script ------------------------------------------------------------------------------------------------------------------------


class Script(StrEnum):
    """字体: which script a text is written in."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    MIXED = "mixed"
    UNKNOWN = "unknown"
    """No character that would tell."""


#: A text of one script changes 36-39 % of its characters when converted to the other, and less than 0.5 % when converted to its own.
_FOREIGN_SHARE: Final = 0.05
_SAMPLE: Final = 2_000


def script_of(text: str) -> Script:
    """Return the script of a text, by what conversion of its beginning and its end to either side would change.

    >>> script_of("產業工人隊伍建設"), script_of("产业工人队伍建设"), script_of("1949")
    (<Script.TRADITIONAL: 'traditional'>, <Script.SIMPLIFIED: 'simplified'>, <Script.UNKNOWN: 'unknown'>)
    """
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    traditional = _changed(sample, "t2s")
    simplified = _changed(sample, "s2t")
    if not traditional and not simplified:
        return Script.UNKNOWN
    if traditional <= _FOREIGN_SHARE * simplified:
        return Script.SIMPLIFIED
    if simplified <= _FOREIGN_SHARE * traditional:
        return Script.TRADITIONAL
    # Many characters (干, 后, 里) belong to both scripts and change one way only; a clear majority decides.
    if traditional > 4 * simplified:
        return Script.TRADITIONAL
    return Script.SIMPLIFIED if simplified > 4 * traditional else Script.MIXED


def _changed(text: str, config: str) -> int:
    return sum(map(ne, text, to_script(text, config)))


def folding_config(text: str) -> str:
    """Return the configuration that brings a traditional text to simplified characters.

    Taiwan writes 看著 and 裡, Hong Kong 衞 and 裏; each is only folded by its own configuration.

    >>> folding_config("隨著公共衛生"), folding_config("公共衞生")
    ('tw2s', 'hk2s')
    """
    return "hk2s" if _changed(text, "hk2t") > _changed(text, "tw2t") else "tw2s"


def script_folding(config: str) -> Normalizer:
    """Return a normaliser to simplified characters: `t2s`, `tw2s` or `hk2s`.

    Only these keep one code point for one code point and no phrase for another; configurations with phrases (tw2sp) would
    turn 建立 into 创建 and so invent changes of policy.
    """

    def script(text: str) -> Iterator[Replacement]:
        for place, (old, new) in enumerate(zip(text, to_script(text, config), strict=True)):
            if old != new:
                yield Replacement(place, place + 1, new)

    return script


def to_script(text: str, config: str) -> str:
    """Return a text converted by an OpenCC configuration that keeps its length, such as `t2s` or `tw2s`."""
    # A lone surrogate cannot be handed to OpenCC, which wants UTF-8.
    out = _converter(config).convert(_SURROGATE.sub("\ufffd", text))
    # Each of these configurations keeps the length today; should a dictionary change that, no folding is better than a wrong map.
    return out if len(out) == len(text) else text


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@cache
def _converter(config: str) -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC(config)


#: The steps that always apply, in the order in which they must: each may rely on those before it.
STANDARD: Final[dict[str, Normalizer]] = {
    "markup": markup,
    "invisible": invisible,
    "compatibility": compatibility,
    "lines": lines,
    "width": width,
    "quotes": quotes,
    "dashes": dashes,
    "dots": dots,
    "blanks": blanks,
}


# -- documents ---------------------------------------------------------------------------------------------------------------------


#: Texts that no standard step changes: Chinese characters and full-width marks.
_PLAIN: Final = re.compile("(?:[\u3400-\u9fff，、；：！？（）《》“”‘’]|。(?!。。))*")


@dataclass(frozen=True)
class NormalizedDocument:
    """A document, each of its clauses normalised by itself."""

    document: Document
    clauses: Mapping[str, NormalizedText]
    """By the id of the clause."""

    def of(self, ids: Iterable[str]) -> list[NormalizedText]:
        """Return the clauses with these ids, in this order."""
        return [self.clauses[id] for id in ids]


def normalize_document(document: Document, *, keep_markers: bool, normalizers: Sequence[Normalizer] | None = None) -> NormalizedDocument:
    """Return a document with its clauses normalised.

    Args:
        document: what was parsed.
        keep_markers: whether the printed numbers are compared. They are in a reprint, where a wrong number is a wrong
            word; they are not in a revision, where numbers follow from the order.
        normalizers: which steps; those of `STANDARD` if left out.
    """
    steps = list(STANDARD.values() if normalizers is None else normalizers)
    others = [step for step in steps if step not in STANDARD.values()]
    clauses = {}
    for clause in document.clauses:
        text = NormalizedText.of(document.text, clause.span)
        if clause.marker_span is not None and not keep_markers:
            marker = clause.marker_span
            text = apply(text, [Replacement(marker.start - clause.span.start, marker.end - clause.span.start, "")])
        # Most clauses have nothing on paper that could be undone; to see that at once saves half of the time.
        for step in others if _PLAIN.fullmatch(text.text) else steps:
            text = apply(text, step(text.text))
        clauses[clause.id] = text
    return NormalizedDocument(document, clauses)
