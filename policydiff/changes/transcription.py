"""What looks like a slip of the pen, of the keyboard or of a machine that reads: 融入 → 融人, 纳入入党管人才, 放开放宽 → 开放放宽.

A reprint that departs from its text in a few characters is a probable transcription error where there is evidence for one: the
characters look alike or sound alike, changed places, or stand twice; or one character differs, and what is printed is no word, or stands
nowhere else on the page while the right word does. None of it is proof, and the note says so. A word that reads well in the place of
another (横向 → 纵向) is no slip but another word, and must not be excused as one.

Looks and sounds are compared with `four_corner_method` and `pypinyin` where they are installed (the extra `ocr`), and with a short list of
look-alikes where they are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from policydiff.changes.row import Passage, Reading, Row
from policydiff.model import Finding, saying
from policydiff.words import words

#: Longer slips are no slips.
_MOST_CHARACTERS: Final = 4
#: The sentence around a slip is otherwise that of the text.
_LEAST_EQUAL: Final = 0.8
#: Groups of characters that look alike, from handbooks of proof-reading and the confusions of scanned official texts.
_LOOK_ALIKE: Final = (
    "人入八 未末 日曰目 己已巳 土士 干千于 一— 大太犬 天夫 白自 午牛 问间 今令 币市 免兔 析折拆 住往 侯候 徒徙 拔拨 崇祟 戊戌戍 "
    "哀衷衰 治冶 准淮 券卷 栽裁 拟似 设没 侍待 密蜜 晴睛 粤奥 沦论 货贷 历厉 予矛 刀力 甲由申 困因 季李 乌鸟 代伐 技枝 坏环 情清请 "
    "竞竟 既即 赢羸 辨辩 赡瞻 佳住 帐账 狠狼 洒酒 晓晚 抱抢 贫贪 勺匀 失矢 氏民 仓仑 凤风 宣宜 抵抓"
).split()
_GROUPS: Final = {(a, b) for group in _LOOK_ALIKE for a in group for b in group if a != b}


def repeated_characters(row: Row) -> Iterator[Finding]:
    """Remark on characters that stand twice where the other side has them once: 纳入{+入+}党管人才."""
    for old, new in row.differences:
        if old.start == old.end and _is_repeated(row.news, new) and row.context.page == "new":
            yield _repetition(row, None, new, row.news.printed(new))
        elif new.start == new.end and _is_repeated(row.olds, old) and row.context.page == "old":
            yield _repetition(row, old, None, row.olds.printed(old))


def _repetition(row: Row, old: Passage | None, new: Passage | None, words: str) -> Finding:
    return row.finding("repetition", old, new, f"疑似重出：“{words}”连用两次。", saying("repetition.twice", words=words))


def _is_repeated(side: Reading, place: Passage) -> bool:
    """Whether a passage is that before it or behind it once more, and the two are no word (人人, 时时)."""
    text, size = side.of(place), place.end - place.start
    if not text.isalnum() or size > _MOST_CHARACTERS or any(c.isascii() for c in text):
        return False
    twice = [Passage(place.start - size, place.end), Passage(place.start, place.end + size)]
    return any(p.start >= 0 and side.of(p) == text * 2 and not _is_one_word(side, p) for p in twice)


def _is_one_word(side: Reading, place: Passage) -> bool:
    return place.end - place.start == 2 and _is_word(side.of(place))


def probable_slips(row: Row) -> Iterator[Finding]:
    """Remark on what may be a transcription error of a reprint; see the module."""
    if row.profile != "reprint":
        return
    for difference in row.differences:
        here, there = (row.news, row.olds) if row.context.page == "new" else (row.olds, row.news)
        page, text = (difference.new, difference.old) if row.context.page == "new" else (difference.old, difference.new)
        if not _is_small(here.of(page), there.of(text)) or not _is_otherwise_equal(row, here, page):
            continue
        around = here.text[page.start - 1 : page.start], here.text[page.end : page.end + 1]
        reason = _reason(there.of(text), here.of(page), around, row.context.page_text)
        if reason:
            right, wrong = there.printed(text), here.printed(page)
            note = f"疑似误植（{_REASONS[reason]}）：{right} → {wrong}，请核对原件。"
            yield row.finding(
                "transcription", difference.old, difference.new, note, saying(f"transcription.{reason}", old=right, new=wrong)
            )


def _is_small(a: str, b: str) -> bool:
    return 0 < max(len(a), len(b)) <= _MOST_CHARACTERS and all(c.isalpha() for c in a + b)


def _is_otherwise_equal(row: Row, side: Reading, place: Passage) -> bool:
    """Whether the segment around a difference is nearly the same on both sides."""
    segment = side.segment(place.start)
    changed = row.is_changed[1 if side is row.news else 0][segment.start : segment.end]
    return sum(changed) <= max((1 - _LEAST_EQUAL) * len(changed), place.end - place.start)


#: What speaks for an error.
_REASONS: Final = {
    "order": "字序颠倒",
    "look": "形近",
    "sound": "音近",
    "no-word": "不成词",
    "elsewhere": "他处不误",
    "lost": "脱字",
    "surplus": "衍字",
}


def _reason(text: str, page: str, around: tuple[str, str], page_text: str) -> str:
    """Why it may be an error, by its name in `_REASONS`; empty if nothing speaks for one."""
    if text and page and len(text) == len(page):
        if sorted(text) == sorted(page):
            return "order"
        pairs = [(a, b) for a, b in zip(text, page, strict=True) if a != b]
        if all(_look_alike(a, b) for a, b in pairs):
            return "look"
        if all(_sound_alike(a, b) for a, b in pairs):
            return "sound"
        return _unlikely(text, page, around, page_text) if len(pairs) == 1 else ""
    is_one_off = bool(text and page) and (_lacks_one(text, page) or _lacks_one(page, text))
    if is_one_off and not _is_word(page) and _unlikely(text, page, around, page_text):
        return "lost" if len(page) < len(text) else "surplus"
    return ""


def _unlikely(text: str, page: str, around: tuple[str, str], page_text: str) -> str:
    """Why a reading is not what anybody would write: it makes no word, or the page has the other one elsewhere."""
    right, wrong = (around[0] + reading + around[1] for reading in (text, page))
    start, end = _differing(right, wrong)
    behind = len(right) - end
    pairs = [
        (right[max(0, start - left) : end + 1 - left], wrong[max(0, start - left) : len(wrong) - behind + 1 - left]) for left in (0, 1)
    ]
    if any(_is_word(a) for a, _ in pairs) and not any(_is_word(b) for _, b in pairs):
        return "no-word"
    return "elsewhere" if any(len(b) > 1 and page_text.count(b) == 1 and a in page_text for a, b in pairs) else ""


def _differing(a: str, b: str) -> tuple[int, int]:
    """Where a text differs from another one: the characters between their equal ends."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), 0)
    return start, max(start, len(a) - end)


def _is_word(text: str) -> bool:
    return len(text) > 1 and len(words(text)) == 1


def _lacks_one(longer: str, shorter: str) -> bool:
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _look_alike(a: str, b: str) -> bool:
    if (a, b) in _GROUPS:
        return True
    codes = _four_corners(a), _four_corners(b)
    return None not in codes and codes[0] == codes[1]


def _sound_alike(a: str, b: str) -> bool:
    return bool(_sounds(a) & _sounds(b))


@cache
def _four_corners(character: str) -> str | None:
    try:
        from four_corner_method import FourCornerMethod
    except ImportError:
        return None
    code = FourCornerMethod().query(character)
    return str(code) if code is not None else None


@cache
def _sounds(character: str) -> frozenset[str]:
    """The readings of a character without their tones."""
    try:
        from pypinyin import Style, pinyin
    except ImportError:
        return frozenset()
    return (
        frozenset(pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")[0])
        if pinyin(character, errors="ignore")
        else frozenset()
    )
