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
from itertools import compress, groupby
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
    return _carried_out(NormalizedText.of(raw, span), _groups(STANDARD.values() if normalizers is None else normalizers))


#: Each round of the standard steps undoes what the one before it brought together; texts need one or two. Nonsense (a tag inside a tag
#: inside a tag) might need as many rounds as it has characters, and is left as it is after these.
_MOST_ROUNDS: Final = 8

#: Texts that no standard step changes: Chinese characters and full-width marks, and between them letters and digits. Most clauses have
#: nothing on paper that could be undone; to see that at once saves half of the time.
_PLAIN: Final = re.compile(
    r"""(?:
        [\u3400-\u9fff\U00020000-\U0003ffff〇、！？（）《》〈〉【】〔〕·%/+=①-⑳]++
      | (?!(?<=[一二三四五六七八九〇])0)[0-9A-Za-z]++(?![，：；][0-9A-Za-z/]|’)
      | [，：；“”‘’]
      | 。(?!。。)
      | ……(?!…)
      | ——?(?![-‐‑‒–—―─━−])(?<![0-9A-Za-z]—)
      | (?<=[0-9])\.(?!\.)
      | (?<=[0-9A-Za-z])[-,:](?=[0-9A-Za-z])
      | (?<=[0-9A-Za-z%.])[ ](?=[0-9A-Za-z])
    )*+""",
    re.VERBOSE,
)

#: Steps that follow each other, and whether they are standard ones.
_Group = tuple[bool, list[Normalizer]]


def _groups(steps: Iterable[Normalizer]) -> list[_Group]:
    standard = frozenset(STANDARD.values())
    return [(is_standard, list(group)) for is_standard, group in groupby(steps, key=standard.__contains__)]


def _carried_out(text: NormalizedText, groups: Iterable[_Group]) -> NormalizedText:
    """Go through standard steps until nothing changes: one may put side by side what an earlier one looks for (2021—, line end, 2025).

    A step of the caller's is carried out once; nobody knows what it would do to its own result.
    """
    for is_standard, steps in groups:
        for _ in range(_MOST_ROUNDS if is_standard else 1):
            before = text.text
            if is_standard and _PLAIN.fullmatch(before):
                break
            for step in steps:
                text = apply(text, step(text.text))
            if text.text == before:
                break
    return text


def _substitution(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Normalizer:
    compiled = re.compile(pattern)

    def normalizer(text: str) -> Iterator[Replacement]:
        for match in compiled.finditer(text):
            yield Replacement(*match.span(), replacement if isinstance(replacement, str) else replacement(match))

    return normalizer


# -- what file formats leave in a text -----------------------------------------------------------------------------------------

_MARKUP: Final = re.compile(
    r"""
      (?m:^(?:[ \t]*>|[ \t]*\#{1,6}(?=[ \t\r]|$))+[ \t]*)    # Markdown headings and quotations, one inside the other
    | \*\*                                        # Markdown emphasis; CommonMark itself misses it beside Chinese punctuation
    | \\(?=[!-/:-@\[-`{-~])                       # Markdown escape
    | <(?P<link>https?://[^<>\s]+)>               # Markdown autolink
    | (?P<line_end><br\s*/?>)
    | \[bookmark:[^\]\n]{0,80}\]                  # residue of a Word bookmark
    """,
    re.VERBOSE,
)


def markup(text: str) -> Iterator[Replacement]:
    """Drop marks of Markdown and residues of word processors; keep the words they surround."""
    place = 0
    for comment in [*_comments(text), Span(len(text), len(text))]:
        yield from _marks(text, place, comment.start)
        yield Replacement(*comment, "")
        place = comment.end


def _comments(text: str) -> Iterator[Span]:
    """The comments of HTML, each from its beginning to the first end; one without an end is none."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (closing := text.find("-->", start + 4)) >= 0:
        end = closing + 3
        yield Span(start, end)


def _marks(text: str, start: int, end: int) -> Iterator[Replacement]:
    for match in _MARKUP.finditer(text, start, end):
        if match["link"]:
            yield Replacement(match.start(), match.start("link"), "")
            yield Replacement(match.end("link"), match.end(), "")
        else:
            yield Replacement(*match.span(), "\n" if match["line_end"] else "")


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
_LINE: Final = re.compile(rf"(?P<behind_hyphen>(?<=[0-9A-Za-z]-)[{_BLANK}]*{_END}[{_BLANK}\n\r]*(?=[0-9a-z]))|{_END}")


def lines(text: str) -> Iterator[Replacement]:
    """Bring line and page ends inside a clause to blanks, which `blanks` drops between Chinese characters.

    A word that was hyphenated at the end of its line is joined without the hyphen, a range of years or numbers with it.
    """
    for match in _LINE.finditer(text):
        start, end = match.span()
        if match["behind_hyphen"] is None:
            yield Replacement(start, end, " ")
        elif text[start - 2].isalpha() and text[end].isalpha():
            yield Replacement(start - 1, end, "")
        else:
            yield Replacement(start, end, "")


_HALF: Final = {chr(0xFF01 + i): chr(0x21 + i) for i in range(0x5E) if chr(0x21 + i) not in ",;:!?()."}
_FULL: Final = dict(zip(",;:!?()､｡｢｣﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞", "，；：！？（）、。「」，、；：？！（）〔〕", strict=True))
#: Letters, digits and signs to half width, marks of punctuation to full width.
WIDTHS: Final = _HALF | _FULL | {"．": ".", "﹪": "%", "﹣": "-", "￥": "¥", "〜": "~"}
_OF_OTHER_WIDTH: Final = re.compile("[" + re.escape("".join(WIDTHS)) + "]")
#: What a neighbour decides, once all have their width: 6,386 and E-mail:a@b keep their marks; 2. 5% and 1.86亿 keep their point;
#: 完成.各地 has a full stop of half width. A straight quotation mark may open or close.
_NEIGHBOURS: Final = re.compile(
    r"[，：；](?<=[0-9A-Za-z].)(?=[0-9A-Za-z/])"
    rf"|\.(?<=[\u3400-\u9fff”’）〉》」』】\"'].)(?=[\u3400-\u9fff“‘（〈《「『\"'{_BLANK}]|\Z)"
)
_BY_NEIGHBOURS: Final = {"，": ",", "：": ":", "；": ";", ".": "。"}


def width(text: str) -> Iterator[Replacement]:
    """Bring full-width and half-width forms to one: ２０２４ → 2024, and `坚持,完善` → 坚持，完善."""
    folded = _OF_OTHER_WIDTH.sub(lambda match: WIDTHS[match[0]], text)
    new = {match.start(): WIDTHS[match[0]] for match in _OF_OTHER_WIDTH.finditer(text)}
    new |= {match.start(): _BY_NEIGHBOURS[match[0]] for match in _NEIGHBOURS.finditer(folded)}
    for place in sorted(new):
        yield Replacement(place, place + 1, new[place])


_BLANKS: Final = re.compile(f"[{_BLANK}]+")
_IS_CJK: Final = re.compile(f"[{_CJK}]")


def blanks(text: str) -> Iterator[Replacement]:
    """Drop blanks at the edges and beside Chinese characters; between Latin words one remains."""
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        is_between = start and end < len(text) and not _IS_CJK.match(text, start - 1) and not _IS_CJK.match(text, end)
        yield Replacement(start, end, " " if is_between else "")


# -- punctuation -------------------------------------------------------------------------------------------------------------------

_OPENING: Final = dict.fromkeys("“„〝「", "“") | dict.fromkeys("‘‚『", "‘")
_CLOSING: Final = dict.fromkeys("”〞」", "”") | dict.fromkeys("’』", "’")
_QUOTE: Final = re.compile("[„〝「‚『〞」』\"'＂＇’]")
_IS_LETTER: Final = re.compile("[A-Za-zÀ-ɏ]")


def quotes(text: str) -> Iterator[Replacement]:
    """Bring quotation marks to “ ” ‘ ’; straight ones open and close in turn. An apostrophe between letters is straight."""
    opened = {'"': False, "'": False}
    for match in _QUOTE.finditer(text):
        start, end = match.span()
        mark = {"＂": '"', "＇": "'"}.get(match[0], match[0])
        behind_letter = start > 0 and _IS_LETTER.match(text, start - 1) is not None
        if mark in "'’" and behind_letter and _IS_LETTER.match(text, end):
            yield Replacement(start, end, "'")
        elif mark == "'" and behind_letter and not opened[mark]:
            yield Replacement(start, end, "’")  # workers' rights: nothing is opened behind a letter
        elif mark in opened:
            opened[mark] = not opened[mark]
            yield Replacement(start, end, {'"': "”“", "'": "’‘"}[mark][opened[mark]])
        else:
            yield Replacement(start, end, _OPENING.get(mark) or _CLOSING.get(mark) or mark)


_HYPHENS: Final = "-‐‑"
_DASHES: Final = "‒–—―─━−"
_DASH: Final = re.compile(f"[{_HYPHENS}{_DASHES}]+")
_IS_LETTER_OR_DIGIT: Final = re.compile("[0-9A-Za-z]")


def dashes(text: str) -> Iterator[Replacement]:
    """Bring ――, ──, -- to ——; a single dash between digits or letters to a hyphen, elsewhere to —."""
    for match in _DASH.finditer(text):
        start, end = match.span()
        if end - start > 1:
            yield Replacement(start, end, "——")
        elif match[0] in _HYPHENS or (start > 0 and _IS_LETTER_OR_DIGIT.match(text, start - 1) and _IS_LETTER_OR_DIGIT.match(text, end)):
            yield Replacement(start, end, "-")
        else:
            yield Replacement(start, end, "—")


#: Found first: one set of characters is looked for ten times as fast as a choice of patterns.
_ANY_DOT: Final = re.compile("[·•‧・･∙⋅…⋯.。○◯0]+")
_DOTS: Final = re.compile(r"[·•‧・･∙⋅]|(?P<omission>[…⋯]+|\.{3,}|。{3,})|(?P<zero>[○◯]+|0+)")
_IS_DIGIT: Final = re.compile("[一二三四五六七八九〇]")


def dots(text: str) -> Iterator[Replacement]:
    """Bring middle dots and dots of omission to one form, and the zeros of 二○二四 and 二0二四 to 〇."""
    for match in (match for found in _ANY_DOT.finditer(text) for match in _DOTS.finditer(text, *found.span())):
        start, end = match.span()
        if not match["zero"]:
            yield Replacement(start, end, "……" if match["omission"] else "·")
            continue
        beside = _IS_DIGIT.match(text, end) is not None, start > 0 and _IS_DIGIT.match(text, start - 1) is not None
        if all(beside) or (any(beside) and match[0][0] != "0"):
            yield Replacement(start, end, "〇" * (end - start))


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
        folded = to_script(text, config)
        for place in compress(range(len(text)), map(ne, text, folded)):
            yield Replacement(place, place + 1, folded[place])

    return script


def variants(text: str) -> Iterator[Replacement]:
    """Bring characters that only one region writes, and no simplified text, to the simplified ones: 衞 → 卫, 粧 → 妆, 痺 → 痹.

    For both sides of a comparison between two scripts: a configuration folds the characters of its own region only.
    """
    for place, c in enumerate(text):
        if c > "\u9fff" or c < "\u3400" or (other := _simplified(c)) == c:
            continue
        yield Replacement(place, place + 1, other)


@cache
def _simplified(c: str) -> str:
    try:
        c.encode("gb2312")
    except UnicodeEncodeError:
        return next((other for config in ("t2s", "tw2s", "hk2s") if (other := to_script(c, config)) != c), c)
    return c


def to_script(text: str, config: str) -> str:
    """Return a text converted by an OpenCC configuration that keeps its length, such as `t2s` or `tw2s`."""
    # A lone surrogate cannot be handed to OpenCC, which wants UTF-8, and comes back into its place afterwards.
    out: str = _converter(config).convert(_SURROGATE.sub("\ufffd", text))
    # Each of these configurations keeps the length today; should a dictionary change that, no folding is better than a wrong map.
    if len(out) != len(text):
        return text
    if _SURROGATE.search(text) is None:
        return out
    return "".join(old if _SURROGATE.match(old) else new for old, new in zip(text, out, strict=True))


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@cache
def _converter(config: str) -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC(config)


#: The steps that always apply, in the order in which they must: each may rely on those before it.
STANDARD: Final[dict[str, Normalizer]] = {
    "invisible": invisible,
    "markup": markup,
    "compatibility": compatibility,
    "lines": lines,
    "width": width,
    "quotes": quotes,
    "dashes": dashes,
    "dots": dots,
    "blanks": blanks,
}


# -- documents ---------------------------------------------------------------------------------------------------------------------


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
    groups = _groups(STANDARD.values() if normalizers is None else normalizers)
    clauses = {}
    for clause in document.clauses:
        text = NormalizedText.of(document.text, clause.span)
        if clause.marker_span is not None and not keep_markers:
            marker = clause.marker_span
            text = apply(text, [Replacement(marker.start - clause.span.start, marker.end - clause.span.start, "")])
        clauses[clause.id] = _carried_out(text, groups)
    return NormalizedDocument(document, clauses)
