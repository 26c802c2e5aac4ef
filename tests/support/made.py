r"""Made revisions: a real document, cut up and put together again by a seeded hand, that knows what it did.

    draft = Draft.of(policydiff.parse(statute("tw-waste-1999-2001/old.txt")))
    case = made("split", draft, seed=7)         # None if the document gives no occasion
    case.old, case.new                          # documents, parsed from printed texts; ids come from the printed numbers
    case.truth.links                            # {("a3", "a3"), ("a3", "a4"), ("a4", "a5"), …}

A `Draft` is a text taken apart: provisions of one series of numbers (第…条, （…）, 3.), and between them what stays where it is
(titles, chapters, preambles). Operations are pure functions from drafts to drafts. To print a draft gives every provision its new number,
and references (依第二十三條) follow, as they do when a legislature renumbers.

What was moved, split, merged or dropped is never two of them at once, nor identical with another provision of its document: so the truth
leaves no choice. A provision is moved only across more text than its own, so that it, and not what it passed, stands out of the order.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import policydiff
from policydiff.model import Clause, Document, Level, Unit
from policydiff.normalization import Script, script_of
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS, format_numeral
from support.paths import EXTRACT, OPINIONS, PLAN, STATUTES, bundled, statute

# -- a text taken apart ----------------------------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """Text that came from one old provision, or from elsewhere."""

    source: str | None
    """The number of the old provision in its draft as `#3`, or None."""
    text: str


@dataclass(frozen=True)
class Entry:
    """A provision in the making."""

    key: int
    """Its name while the text is being made; numbers are given when it is printed."""
    lead: str
    """What stands between number and text: a blank, a line end, a title in brackets."""
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text without number and title."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Section:
    """Provisions that follow each other, and the fixed text before them."""

    before: str
    restarts: bool
    """Whether numbers begin anew."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Style:
    """How a document prints its provisions."""

    level: Level
    label: str
    """第{}条, （{}）, {}."""
    prefix: str
    """Marks of the file format before the label."""
    gap: str
    """Between two provisions."""
    lead: str
    """Between label and text where there is no title."""
    script: Script

    @property
    def joint(self) -> str:
        """Between two texts that become one: an article gets another paragraph, a measure goes on."""
        return self.gap if self.level is Level.ARTICLE else ""

    def number(self, number: int) -> str:
        """Return the label with this number."""
        return self.label.format(format_numeral(number) if re.search("第|[（(]", self.label) else number)


class Deed(NamedTuple):
    """What an operation touched."""

    operation: str
    sources: tuple[str, ...]
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Draft:
    """A document taken apart."""

    sections: tuple[Section, ...]
    tail: str
    style: Style
    labels: dict[str, str]
    """The label that each source was printed with, for references."""
    start: int = 0
    """How many provisions of the whole text stand before this part of it."""
    size: int = 0
    """How many provisions this part had before anything was done."""
    shift: int = 0
    """What is added to every number."""
    deeds: tuple[Deed, ...] = ()

    @classmethod
    def of(cls, document: Document, at_least: int = 8) -> Draft | None:
        """Take a document apart; None if it has no series of so many numbered provisions."""
        series = _series(document)
        kept = _distinct(document, series)
        if len(kept) < at_least:
            return None
        sections, fixed, end, last, labels = list[Section](), "", 0, (0, 0), dict[str, str]()
        style = _style(document, kept)
        for unit in series:
            fixed += document.text[end : unit.span.start]
            end = unit.span.end
            if unit not in kept:
                continue
            number = (unit.head.number or 0, unit.head.branch or 0)
            if fixed.strip() or not sections:
                sections.append(Section(fixed, number <= last, ()))
            source = f"#{len(labels)}"
            labels[source] = unit.head.marker
            lead, text = _parted(document, unit)
            entry = Entry(len(labels) - 1, lead, (Piece(source, text),))
            sections[-1] = replace(sections[-1], entries=(*sections[-1].entries, entry))
            fixed, last = "", number
        return cls(tuple(sections), fixed + document.text[end:], style, labels, size=len(labels))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All provisions in their order."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def free(self) -> list[Entry]:
        """The provisions that nothing was done to."""
        touched = {key for deed in self.deeds for key in deed.keys}
        return [entry for entry in self.entries if entry.key not in touched]

    def place(self, key: int) -> int:
        """Return the place of a provision among all."""
        return next(place for place, entry in enumerate(self.entries) if entry.key == key)

    def next_key(self) -> int:
        """Return a name that no provision has or had."""
        return max([entry.key for entry in self.entries] + [key for deed in self.deeds for key in deed.keys] + [len(self.labels)]) + 1

    def window(self, start: int, size: int) -> Draft:
        """Return the draft with only so many of its provisions, numbered as in the whole; sections left empty go with them."""
        kept = {entry.key for entry in self.entries[start : start + size]}
        sections = [replace(s, entries=tuple(e for e in s.entries if e.key in kept)) for s in self.sections]
        whole = start + size >= len(self.entries)
        tail = self.tail if whole else "\n"
        return replace(self, sections=tuple(s for s in sections if s.entries), tail=tail, start=start, size=len(kept))

    def replaced(self, *entries: Entry) -> Draft:
        """Return the draft with other texts for some provisions."""
        new = {entry.key: entry for entry in entries}
        return replace(self, sections=tuple(replace(s, entries=tuple(new.get(e.key, e) for e in s.entries)) for s in self.sections))

    def without(self, *keys: int) -> Draft:
        """Return the draft without some provisions."""
        return replace(self, sections=tuple(replace(s, entries=tuple(e for e in s.entries if e.key not in keys)) for s in self.sections))

    def behind(self, key: int | None, *entries: Entry) -> Draft:
        """Return the draft with provisions put in behind another; before all if there is none."""
        sections = list(self.sections)
        if key is None:
            sections[0] = replace(sections[0], entries=(*entries, *sections[0].entries))
        for number, section in enumerate(self.sections):
            for place, entry in enumerate(section.entries, 1):
                if entry.key == key:
                    sections[number] = replace(section, entries=(*section.entries[:place], *entries, *section.entries[place:]))
        return replace(self, sections=tuple(sections))

    def did(self, operation: str, sources: Iterable[str], keys: Iterable[int]) -> Draft:
        """Return the draft with a note of what was done."""
        return replace(self, deeds=(*self.deeds, Deed(operation, tuple(sources), tuple(keys))))


#: Levels whose provisions carry one series of numbers through a document.
_LEVELS = (Level.ARTICLE, Level.LAYER_2, Level.LAYER_3)
#: Shorter ones read （刪除） or the like.
_SHORTEST = 12


def _series(document: Document) -> list[Unit]:
    units = [u for u in document.units if u.head.level in _LEVELS and u.head.number is not None and u.head.id not in document.headings]
    level = max(_LEVELS, key=[u.head.level for u in units].count)
    return [u for u in units if u.head.level is level]


def _distinct(document: Document, units: Sequence[Unit]) -> list[Unit]:
    """The provisions that say something, and say it for the first time."""
    seen, kept = set[str](), list[Unit]()
    for unit in units:
        text = squeezed(_parted(document, unit)[1])
        if len(text) >= _SHORTEST and text not in seen:
            kept.append(unit)
        seen.add(text)
    return kept


def _parted(document: Document, unit: Unit) -> tuple[str, str]:
    """What stands between number and text, and the text."""
    head, text = unit.head, document.text
    start = unit.span.start if head.marker_span is None else head.marker_span.end
    body = start
    if head.level is Level.ARTICLE and head.heading_span is not None:
        body = head.heading_span.end + len(re.match("[）)】〕]*", text[head.heading_span.end :])[0])  # type: ignore[index]
    body += len(text[body : unit.span.end]) - len(text[body : unit.span.end].lstrip())
    return text[start:body], text[body : unit.span.end].rstrip()


_NUMERAL = re.compile(f"[{HAN_DIGITS}]+|[{ARABIC_DIGITS}]+")


def _style(document: Document, units: Sequence[Unit]) -> Style:
    gaps = [document.text[a.span.end : b.span.start] for a, b in zip(document.units, document.units[1:], strict=False) if b in units]
    leads = [re.sub(r"\s*（[^）]*）", "", _parted(document, unit)[0]) for unit in units]
    head: Clause = units[0].head
    label = _NUMERAL.sub("{}", head.marker, count=1)
    prefix = document.text[head.span.start : head.marker_span.start] if head.marker_span else ""
    gap = Counter(gap for gap in gaps if not gap.strip()).most_common(1)[0][0]
    return Style(head.level, label, prefix, gap, Counter(leads).most_common(1)[0][0], script_of(document.text))


def squeezed(text: str) -> str:
    """Return a text without blanks and line ends."""
    return "".join(text.split())


# -- print -----------------------------------------------------------------------------------------------------------------------


class Printed(NamedTuple):
    """A draft as text, and the label each provision got."""

    text: str
    labels: dict[int, str]


def printed(draft: Draft) -> Printed:
    """Print a draft: numbers from its order, references after the numbers."""
    labels = _numbered(draft)
    follow = _followed(draft, labels)
    text = ""
    for section in draft.sections:
        lines = [
            draft.style.prefix + labels[e.key] + e.lead + "".join(follow(p.text) if p.source else p.text for p in e.pieces)
            for e in section.entries
        ]
        text += section.before + draft.style.gap.join(lines)
    return Printed(text + draft.tail, labels)


def _numbered(draft: Draft) -> dict[int, str]:
    labels, number = dict[int, str](), draft.start + draft.shift
    for section in draft.sections:
        number = draft.shift if section.restarts else number
        for entry in section.entries:
            number += 1
            labels[entry.key] = draft.style.number(number)
    return labels


#: A reference to an article of the same statute: not 民法第十二條, but 本法第十二條.
_REFERENCE = re.compile(f"(?:(?<=本法)|(?<=本條例)|(?<=本条例)|(?<![法例則则》]))第[{HAN_DIGITS}]+[條条](?:之[{HAN_DIGITS}]+)?")


def _followed(draft: Draft, labels: dict[int, str]) -> Callable[[str], str]:
    """References, after the numbers of the provisions that hold what they refer to; to the first part of one that was split.

    What stands before this part of the text keeps its number, what stands behind it follows. Dropped ones are referred to as before.
    """
    if draft.style.level is not Level.ARTICLE:
        return lambda text: text
    now = dict[str, str]()
    for place, label in enumerate(draft.labels.values()):
        longer = len(draft.entries) - draft.size if place >= draft.start + draft.size else 0
        now[label] = draft.style.number(place + 1 + longer + draft.shift)
    for entry in reversed(draft.entries):
        for piece in reversed(entry.pieces):
            if piece.source is not None:
                now[draft.labels[piece.source]] = labels[entry.key]
    return lambda text: _REFERENCE.sub(lambda match: now.get(match[0], match[0]), text)


# -- single operations -------------------------------------------------------------------------------------------------------------


def moved(draft: Draft, keys: Sequence[int], behind: int | None) -> Draft:
    """Put provisions that follow each other behind another."""
    entries = [entry for entry in draft.entries if entry.key in keys]
    sources = [piece.source for entry in entries for piece in entry.pieces if piece.source]
    return draft.without(*keys).behind(behind, *entries).did("move", sources, keys)


def divided(draft: Draft, key: int, at: int) -> Draft:
    """Make two provisions of one: the second begins at this place of its text."""
    entry = draft.entries[draft.place(key)]
    (source, text), new = entry.pieces[0], draft.next_key()
    first = replace(entry, pieces=(Piece(source, text[:at].rstrip()),))
    second = Entry(new, draft.style.lead, (Piece(source, text[at:].lstrip()),))
    return draft.replaced(first).behind(key, second).did("split", [source or ""], [key, new])


def joined(draft: Draft, key: int, other: int) -> Draft:
    """Put the text of another provision at the end of one."""
    one, two = (draft.entries[draft.place(k)] for k in (key, other))
    joint = (*one.pieces[:-1], one.pieces[-1]._replace(text=one.pieces[-1].text + draft.style.joint))
    sources = [piece.source or "" for piece in (*one.pieces, *two.pieces)]
    return draft.replaced(replace(one, pieces=(*joint, *two.pieces))).without(other).did("merge", sources, [key, other])


def dropped(draft: Draft, key: int) -> Draft:
    """Leave a provision out."""
    source = draft.entries[draft.place(key)].pieces[0].source
    return draft.without(key).did("drop", [source or ""], [key])


def added(draft: Draft, behind: int | None, text: str) -> Draft:
    """Put in a provision from elsewhere."""
    key = draft.next_key()
    return draft.behind(behind, Entry(key, draft.style.lead, (Piece(None, text),))).did("add", [], [key])


def reworded(draft: Draft, key: int, text: str) -> Draft:
    """Give a provision other words."""
    entry = draft.entries[draft.place(key)]
    source = entry.pieces[0].source
    return draft.replaced(replace(entry, pieces=(Piece(source, text),))).did("reword", [source or ""], [key])


def sent(draft: Draft, key: int, other: int, sentence: str) -> Draft:
    """Take a sentence out of one provision and put it at the end of another."""
    one, two = (draft.entries[draft.place(k)] for k in (key, other))
    source, text = one.pieces[0]
    before, _, after = text.partition(sentence)
    rest = (before + after.lstrip() if not before.strip() or before.endswith("\n") else before + after).rstrip()
    end = two.pieces[-1]._replace(text=two.pieces[-1].text + draft.style.joint)
    draft = draft.replaced(replace(one, pieces=(Piece(source, rest),)))
    draft = draft.replaced(replace(two, pieces=(*two.pieces[:-1], end, Piece(source, sentence.strip()))))
    return draft.did("sentence", [source or "", two.pieces[0].source or ""], [key, other])


# -- where operations find occasion ----------------------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’）》」』]*\s*|[^。！？]+$")
#: What cannot stand at the head of a provision, or alone: items, and sentences that lean on the one before.
_LEANS = re.compile(f"(?:[（(]?[{HAN_DIGITS}{ARABIC_DIGITS}]+[）)、.．]|第|但|有?前|其|該|该|此|上述|并|並|同時|同时|[-―－*])")
_SHORTEST_HALF = 25
_SHORTEST_SENTENCE = 14


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the blanks behind it; together they are the text."""
    return _SENTENCE.findall(text)


def split_places(text: str) -> list[int]:
    """Return where a text can become two: at the end of a sentence, before one that leans on none."""
    places, at = list[int](), 0
    for sentence in sentences(text):
        enough = min(len(squeezed(text[:at])), len(squeezed(text[at:]))) >= _SHORTEST_HALF
        if enough and not _LEANS.match(sentence.lstrip()) and not text[:at].rstrip().endswith(("：", ":")):
            places.append(at)
        at += len(sentence)
    return places


def loose_sentences(draft: Draft, text: str) -> list[str]:
    """Return the sentences that can be taken out of a text: not the first, in one line, and nowhere else in the document."""
    whole = "\f".join(entry.text for entry in draft.entries)
    found = []
    for sentence in sentences(text)[1:]:
        alone = sentence.strip()
        if len(alone) >= _SHORTEST_SENTENCE and "\n" not in alone and not _LEANS.match(alone) and not re.search("下列|[：:]", alone):
            found += [sentence] if whole.count(alone) == 1 else []
    return found


def _size(entries: Iterable[Entry]) -> int:
    return sum(len(squeezed(entry.text)) for entry in entries)


def _landings(draft: Draft, keys: Sequence[int]) -> list[int | None]:
    """Behind which provisions these can be put: across twice as much text as theirs, and at least two provisions."""
    entries = draft.entries
    start, end = draft.place(keys[0]), draft.place(keys[-1]) + 1
    own = _size(entries[start:end])
    before = [None if place == 0 else entries[place - 1].key for place in range(start - 1) if _size(entries[place:start]) > 2 * own]
    behind = [entries[place].key for place in range(end + 1, len(entries)) if _size(entries[end : place + 1]) > 2 * own]
    return [*before, *behind]


# -- words -----------------------------------------------------------------------------------------------------------------------

#: Words that drafting puts in the place of each other; what is said stays the same.
SYNONYMS = {
    Script.SIMPLIFIED: dict(
        pair.split("→")
        for pair in (
            "应当→须 鼓励→支持 主管部门→主管机关 及时→尽快 按照→依照 加强→强化 完善→健全 开展→组织开展 违反→违背 提高→提升 "
            "促进→推动 建立→设立 推进→推动 可以→得 保障→保证 不得→不准 帮助→协助 收到→接到 制定→拟订 其他→其余"
        ).split()
    ),
    Script.TRADITIONAL: dict(
        pair.split("→")
        for pair in (
            "應於→須於 應由→須由 應依→須依 應將→須將 應向→須向 應自→須自 主管機關→主管部門 依照→按照 違反→違背 不得→不可 "
            "其他→其餘 必要→需要 但有→惟有 業務→事務 期間→期限 應即→須即 設置→設立 人員→從業人員 辦理→處理 得為→可以為"
        ).split()
    ),
}
#: Segments of any statute or paper, put in between two commas.
SEGMENTS = {
    Script.SIMPLIFIED: ("结合本地区实际", "在各自职责范围内", "根据工作需要", "采取有效措施", "并向社会公布"),
    Script.TRADITIONAL: ("於必要範圍內", "依其職權", "斟酌實際情形", "以書面為之", "並公告之"),
}


def other_words(text: str, script: Script, rng: random.Random) -> str:
    """Return a text with synonyms for some words, and one comma segment dropped or put in."""
    script = script if script in SYNONYMS else Script.SIMPLIFIED
    for word, synonym in SYNONYMS[script].items():
        if rng.random() < 0.7:  # one text is amended here and there, not everywhere
            text = text.replace(word, synonym)
    commas = [match.end() for match in re.finditer("，", text)]
    gaps = [(a, b) for a, b in pairwise(commas) if b - a <= 25 and not re.search(r"[。；：\n]", text[a:b])]
    if gaps and rng.random() < 0.5:
        start, end = rng.choice(gaps)
        return text[:start] + text[end:]
    if commas:
        at = rng.choice(commas)
        return text[:at] + rng.choice(SEGMENTS[script]) + "，" + text[at:]
    return text


# -- operations at random --------------------------------------------------------------------------------------------------------

Operation = Callable[[Draft, random.Random], Draft | None]


def _move(draft: Draft, rng: random.Random) -> Draft | None:
    chances = [(entry.key, landing) for entry in draft.free for landing in _landings(draft, [entry.key])]
    if not chances:
        return None
    key, landing = rng.choice(chances)
    return moved(draft, [key], landing)


def _block(draft: Draft, rng: random.Random) -> Draft | None:
    size, free, keys = rng.randint(2, 4), {entry.key for entry in draft.free}, [entry.key for entry in draft.entries]
    blocks = [keys[i : i + size] for i in range(len(keys) - size + 1) if free.issuperset(keys[i : i + size])]
    chances = [(block, landing) for block in blocks for landing in _landings(draft, block)]
    return moved(draft, *rng.choice(chances)) if chances else None


def _split(draft: Draft, rng: random.Random) -> Draft | None:
    chances = [(entry.key, place) for entry in draft.free for place in split_places(entry.text)]
    return divided(draft, *rng.choice(chances)) if chances else None


def _merge(draft: Draft, rng: random.Random) -> Draft | None:
    """Two neighbours, or two distant ones; where the first stood."""
    free = {entry.key for entry in draft.free}
    keys = [entry.key for entry in draft.entries]
    near = [(a, b) for a, b in pairwise(keys) if free.issuperset((a, b))]
    far = [(a, b) for place, a in enumerate(keys) for b in keys[place + 3 :] if free.issuperset((a, b))]
    chances = near if rng.random() < 0.5 else far
    return joined(draft, *rng.choice(chances)) if chances else None


def _drop(draft: Draft, rng: random.Random) -> Draft | None:
    return dropped(draft, rng.choice(draft.free).key) if len(draft.free) > 1 else None


def _add(draft: Draft, rng: random.Random) -> Draft | None:
    strangers = _strangers(draft)
    behind = rng.choice([None, *(entry.key for entry in draft.entries)])
    return added(draft, behind, rng.choice(strangers)) if strangers else None


def _reword(draft: Draft, rng: random.Random) -> Draft | None:
    chances = [(entry.key, other_words(entry.text, draft.style.script, rng)) for entry in draft.free]
    chances = [(key, text) for key, text in chances if text != draft.entries[draft.place(key)].text]
    for key, text in rng.sample(chances, -(-len(chances) // 2)):
        draft = reworded(draft, key, text)
    return draft if chances else None


def _sentence(draft: Draft, rng: random.Random) -> Draft | None:
    chances = [(entry.key, sentence) for entry in draft.free for sentence in loose_sentences(draft, entry.text)]
    others = [entry.key for entry in draft.free]
    if not chances or len(others) < 2:
        return None
    key, sentence = rng.choice(chances)
    return sent(draft, key, rng.choice([other for other in others if other != key]), sentence)


def _renumber(draft: Draft, rng: random.Random) -> Draft | None:
    return replace(draft, shift=rng.randint(1, 9))


def _shuffle(draft: Draft, rng: random.Random) -> Draft | None:
    return shuffled(draft, rng)


def shuffled(draft: Draft, rng: random.Random) -> Draft:
    """Return the draft with its provisions in random order; sections stay as long as they were."""
    entries = iter(rng.sample(draft.entries, len(draft.entries)))
    return replace(draft, sections=tuple(replace(s, entries=tuple(next(entries) for _ in s.entries)) for s in draft.sections))


def _mix(draft: Draft, rng: random.Random) -> Draft | None:
    """One of each, as far as the document gives occasion."""
    for operation in (_move, _split, _merge, _sentence, _drop, _add, _reword):
        draft = operation(draft, rng) or draft
    return draft


def _storm(draft: Draft, rng: random.Random) -> Draft | None:
    """Two of each but moves, then every provision in other words, then all in random order."""
    for operation in (_split, _merge, _sentence, _drop, _add) * 2:
        draft = operation(draft, rng) or draft
    for entry in draft.entries:
        pieces = (Piece(p.source, other_words(p.text, draft.style.script, rng)) for p in entry.pieces)
        draft = draft.replaced(replace(entry, pieces=tuple(pieces)))
    return shuffled(draft, rng)


#: What is done, and how often at most in one case.
OPERATIONS: dict[str, tuple[Operation, int]] = {
    "move": (_move, 1),
    "block": (_block, 1),
    "split": (_split, 2),
    "merge": (_merge, 2),
    "renumber": (_renumber, 1),
    "drop": (_drop, 3),
    "add": (_add, 3),
    "reword": (_reword, 1),
    "shuffle": (_shuffle, 1),
    "sentence": (_sentence, 2),
    "mix": (_mix, 1),
    "storm": (_storm, 1),
}

#: Closing provisions are the same in all statutes; they are no strangers.
_CLOSING = re.compile("施行|本法|本條例|本条例|主管")


def _strangers(draft: Draft) -> list[str]:
    """Provisions of other statutes of the gold in the same script that share hardly a phrase with any of this document."""
    own = [_shingles(entry.text) for entry in draft.entries]
    source = _statutes_in(Script.TRADITIONAL if draft.style.script is Script.TRADITIONAL else Script.SIMPLIFIED)
    return [text for text, grams in source if all(_alike(grams, one) < _STRANGE for one in own)]


#: Two provisions that share less than this part of the trigrams of the shorter are strangers.
_STRANGE = 0.12


@cache
def _statutes_in(script: Script) -> tuple[tuple[str, frozenset[str]], ...]:
    found = []
    for name in STATUTES:
        draft = drafts().get(name) if name.endswith("old.txt") else None
        if draft is not None and draft.style.script is script:
            texts = [entry.text for entry in draft.entries]
            found += [text for text in texts if 40 <= len(text) <= 200 and "\n" not in text and not _CLOSING.search(text)]
    return tuple((text, _shingles(text)) for text in found)


def _shingles(text: str) -> frozenset[str]:
    bare = squeezed(text)
    return frozenset(bare[i : i + 3] for i in range(len(bare) - 2))


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / max(1, min(len(one), len(two)))


# -- cases -----------------------------------------------------------------------------------------------------------------------

Pair = tuple[str, str]


@dataclass(frozen=True)
class Truth:
    """What a comparison of a made case must find; ids of both documents."""

    old: tuple[str, ...]
    """The provisions that were cut up, in their order."""
    new: tuple[str, ...]
    links: frozenset[Pair]
    parts: frozenset[Pair]
    """Links that carry a part of the old provision, or make a part of the new one."""
    moved: frozenset[Pair]
    sent: frozenset[Pair]
    """Links that carry one sentence."""

    @property
    def split(self) -> frozenset[Pair]:
        """The links of old provisions with several."""
        return several(self.links, 0)

    @property
    def merged(self) -> frozenset[Pair]:
        """The links of new provisions with several."""
        return several(self.links, 1)

    @property
    def added(self) -> frozenset[str]:
        """New provisions without a link."""
        return frozenset(self.new) - {new for _, new in self.links}

    @property
    def dropped(self) -> frozenset[str]:
        """Old provisions without a link."""
        return frozenset(self.old) - {old for old, _ in self.links}


def several(links: Iterable[Pair], side: int) -> frozenset[Pair]:
    """Return the links of provisions of one side that have more than one."""
    links = frozenset(links)
    count = Counter(link[side] for link in links)
    return frozenset(link for link in links if count[link[side]] > 1)


@dataclass(frozen=True)
class MadeCase:
    """Two versions of a text, and what became of every provision."""

    name: str
    operation: str
    old: Document
    new: Document
    truth: Truth
    deeds: tuple[Deed, ...]


#: Provisions of a made case at most, so that a thousand take minutes.
LARGEST = 30


def made(operation: str, draft: Draft, seed: str | int, largest: int = LARGEST) -> MadeCase | None:
    """Return a case in which an operation was applied once or several times to a part of a document.

    None if there was no occasion, or if the printed text is not read as the same provisions.
    """
    rng = random.Random(f"{operation}:{seed}")
    count = len(draft.entries)
    old = draft.window(rng.randint(0, max(0, count - largest)), largest)
    act, most = OPERATIONS[operation]
    new, times = old, rng.randint(1, most)
    for _ in range(times):
        after = act(new, rng)
        if after is None:
            return None
        new = after
    return case_of(old, new, f"{operation} {seed}", operation)


def case_of(old: Draft, new: Draft, name: str, operation: str) -> MadeCase | None:
    """Return two drafts as printed, parsed and with their truth; None if one is not read as the provisions it was made of."""
    a, b = read_back(old), read_back(new)
    if a is None or b is None:
        return None
    return MadeCase(name, operation, a.document, b.document, _truth(old, new, a.ids, b.ids), new.deeds)


class ReadBack(NamedTuple):
    """A draft, printed and parsed, and the id that each of its provisions got."""

    document: Document
    ids: dict[int, str]


def read_back(draft: Draft) -> ReadBack | None:
    """Print and parse a draft; None if it is not read as the provisions it was made of."""
    text, labels = printed(draft)
    document = policydiff.parse(text)
    units = [u for u in document.units if u.head.level is draft.style.level and u.head.id not in document.headings]
    if [u.head.marker for u in units] != [labels[entry.key] for entry in draft.entries]:
        return None
    return ReadBack(document, {entry.key: unit.head.id for entry, unit in zip(draft.entries, units, strict=True)})


def _truth(old: Draft, new: Draft, old_ids: dict[int, str], new_ids: dict[int, str]) -> Truth:
    id_of = {entry.pieces[0].source: old_ids[entry.key] for entry in old.entries}
    links = {(id_of[piece.source], new_ids[entry.key]) for entry in new.entries for piece in entry.pieces if piece.source}
    moved_keys = {key for deed in new.deeds if deed.operation == "move" for key in deed.keys}
    moves = {(id_of[e.pieces[0].source], new_ids[e.key]) for e in new.entries if e.key in moved_keys}
    sentence = {(id_of[d.sources[0]], new_ids[d.keys[1]]) for d in new.deeds if d.operation == "sentence"}
    parts = several(links, 0) | several(links, 1)
    return Truth(tuple(old_ids.values()), tuple(new_ids.values()), frozenset(links), parts, frozenset(moves), frozenset(sentence))


# -- the documents ---------------------------------------------------------------------------------------------------------------


@cache
def drafts() -> dict[str, Draft]:
    """Return every bundled and gold text with a series of numbered provisions, by its name."""
    texts = {name: bundled(name) for name in (OPINIONS, PLAN, EXTRACT)} | {name: statute(name) for name in STATUTES}
    found = {name: Draft.of(policydiff.parse(text)) for name, text in texts.items()}
    return {name: draft for name, draft in found.items() if draft is not None}


def cases(count: int, operations: Sequence[str] = tuple(OPERATIONS)) -> Iterator[MadeCase]:
    """Yield so many cases: operations in turn, documents in turn; where a document gives no occasion, the next one."""
    names = sorted(drafts())
    for number in range(count):
        operation = operations[number % len(operations)]
        for step in range(len(names)):
            name = names[(number // len(operations) + step) % len(names)]
            case = made(operation, drafts()[name], f"{name} {number}")
            if case is not None:
                yield case
                break
