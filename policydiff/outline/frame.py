"""What stands around the text proper: title, dates, masthead, contents, names, signature.

    辽源发布                                        masthead
    ## 中共中央 国务院关于……的意见                  title
    (2024年10月12日)                                date
    产业工人是工人阶级的主体力量……                  (the text begins)
    (新华社北京10月21日电)                          dateline
    ## 龙山区:项目建设如火如荼                      piece: another text in the same file

Nothing here is needed to read the text; all of it is needed to leave it out of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from policydiff.model import Level
from policydiff.outline.marks import Mark, Style, read_mark
from policydiff.outline.paragraphs import Paragraph

#: Headings that carry no number: those of chapters, and those of what stands before or behind the numbered text.
_CHAPTER_WORDS: Final = frozenset("总则 總則 附则 附則 分则 分則 罚则 罰則".split())
_PREFACE_WORDS: Final = frozenset("前言 序言 序 引言 导言 導言 結語 结语 结束语 結束語 后记 後記 說明 说明 凡例".split())
_CONTENTS_WORDS: Final = frozenset("目录 目錄 目次".split())

#: What a document of authority calls itself; its title ends with one of these.
_KINDS: Final = (
    "法 法典 条例 條例 办法 辦法 规定 規定 决定 決定 决议 決議 意见 意見 通知 方案 规划 規劃 纲要 綱要 细则 細則 公告 通告 报告 報告 "
    "批复 批覆 函 纪要 规则 規則 章程 准则 準則 标准 標準 计划 計畫 要点 草案 解释 解釋 令 公约 公約 协定 宣言 公报 "
    "指引 指南 措施 制度 规范 規範 通则 通則 规程 規程 守则 解读 修正案"
).split()
_ISSUES: Final = "(?:印发|印發|转发|轉發|批转|批轉|发布|發布|發佈|公布|公佈|颁布|頒布)"
_KIND: Final = re.compile(rf"(?:{'|'.join(_KINDS)}|{_ISSUES}《[^《》]{{1,80}}》)(?:[（(][^（）()]{{1,30}}[）)])*$")
#: A line of a title that cannot be its last.
_UNFINISHED: Final = re.compile("(?:[的、和及与與]|《[^》]*)$")

_HAN_YEAR: Final = "[一二][一二三四五六七八九〇○零]{3}"
_YEAR: Final = rf"(?:[12１２][0-9０-９]{{3}}|{_HAN_YEAR}|民國\s{{0,2}}[0-9一二三四五六七八九十百]{{1,6}})"
_ORDINAL: Final = r"\s*[0-9０-９一二三四五六七八九十]{1,3}\s*"
_ACTS: Final = "(?:修正|修订|修訂|公布|公佈|發布|发布|施行|实施|生效|成文|通过|通過)"
_DATE_LABEL: Final = f"{_ACTS}(?:日期|时间|時間)?[：:]"
#: 2024年政府工作报告 is no date.
_YEAR_AND_MORE: Final = rf"{_YEAR}\s{{0,3}}(?:年{_ORDINAL}月|年{_ACTS}|[年.\-/]\s{{0,3}}[0-9０-９])"
_DOCUMENT_NUMBER: Final = r"[〔\[（(][12][0-9]{3}[〕\]）)]\s{0,3}第?\s{0,3}[0-9]{1,6}\s{0,3}[号號]"
_DATE_LINE: Final = re.compile(
    rf"^{_DATE_LABEL}|^[（(【〔]?\s*(?:中華)?{_YEAR_AND_MORE}|{_DOCUMENT_NUMBER}|^[（(][^（）()]*{_YEAR}年[^（）()]*[）)]$"
)
_DATE_ALONE: Final = re.compile(rf"^[（(]?\s*(?:中華)?{_YEAR}\s*年{_ORDINAL}月{_ORDINAL}日\s*[）)]?$")
_AGENCIES: Final = "新华社|中新社|本报|中央社"
_DATELINE: Final = re.compile(
    rf"^[（(]?(?:据)?(?:{_AGENCIES})?[^。；，（）()]{{0,16}}[0-9０-９一二三四五六七八九十]{{1,3}}日[电電][）)]?$"
    r"|^[（(](?:来源|來源|原载|原載|转自|摘自)[^（）()]{1,60}[）)]$"
)
_BYLINE: Final = re.compile(r"^[（(]作者[^（）()]*[）)]$")
_COMPOUND_SURNAMES: Final = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|司徒|夏侯|端木"
_HAN: Final = "[\u3400-\u9fff]"
_NAME: Final = re.compile(rf"^(?:{_HAN}|{_COMPOUND_SURNAMES})[\u3000 ]?{_HAN}{{1,2}}$|^{_HAN}{{1,6}}·{_HAN}{{1,8}}$")
#: What the format of official documents (GB/T 9704-2012, 7.3.5 and 7.4) puts below the signature.
_IMPRINT: Final = re.compile(r"^[（(]此件[^（）()]{1,20}[）)]$|^(?:抄送|分送|主题词)[：:]|日\s?印发$")
_ANNEX_WITH_TITLE: Final = re.compile(r"^附\s?[件表录錄]\s?[一二三四五六七八九十0-9０-９]{1,3}(?:[：:]\s*|\s+)[^。；;]{1,40}$")
_ANNEX: Final = re.compile(rf"^附\s?[件表录錄]\s?(?:[一二三四五六七八九十0-9０-９]{{1,3}})?[：:]?$|{_ANNEX_WITH_TITLE.pattern}")
_ANNEX_LIST: Final = re.compile("^附[件表录錄]?[：:]")
_TITLE_LABEL: Final = re.compile("(?:法規名稱|法规名称|文件名称|标题|標題)[：:][ \u3000]*")
_TITLE_DATE: Final = re.compile(r"[（(]\s*[12][0-9]{3}\s*[-年./][^（）()]*[）)]$")

_LONGEST_TITLE_LINE: Final = 60
_LONGEST_NAME_OF_A_BODY: Final = 30
_LONGEST_DATE_LINE: Final = 80
_MOST_SIGNATURES: Final = 8


def frame(paragraphs: Sequence[Paragraph]) -> dict[int, Level]:
    """Return the levels of the paragraphs that are not text proper, by their index.

    Indices that are missing are text, numbered or not. A PIECE is the title of a further text in the file.
    """
    levels: dict[int, Level] = {}
    for index, paragraph in enumerate(paragraphs):
        level = _by_itself(paragraph)
        if level is not None:
            levels[index] = level
    levels |= _contents(paragraphs)
    levels |= _annex_lists(paragraphs)
    levels |= _front(paragraphs, levels)
    levels |= _pieces(paragraphs, levels)
    levels |= _signatures(paragraphs, levels)
    levels |= _further_titles(paragraphs, levels)
    return levels


def title_within(text: str) -> tuple[int, int]:
    """Return where a title begins and ends in its line: 法規名稱 before it and a date in brackets behind it are left out.

    >>> "法規名稱：化粧品衛生管理條例（2016-10-21）"[slice(*title_within("法規名稱：化粧品衛生管理條例（2016-10-21）"))]
    '化粧品衛生管理條例'
    """
    label, date = _TITLE_LABEL.match(text), _TITLE_DATE.search(text)
    start, end = label.end() if label else 0, date.start() if date else len(text)
    return (start, end) if start < end else (0, len(text))


def _by_itself(paragraph: Paragraph) -> Level | None:
    text = paragraph.text
    if not text:
        return Level.NOTE
    if len(text) > _LONGEST_DATE_LINE:
        return None
    if _DATELINE.match(text):
        return Level.DATELINE
    if _BYLINE.match(text):
        return Level.BYLINE
    if _ANNEX.match(text):
        return Level.ANNEX
    return Level.NOTE if _ANNEX_LIST.match(text) or _IMPRINT.search(text) else None


def _annex_lists(paragraphs: Sequence[Paragraph]) -> dict[int, Level]:
    """The lines of a list of annexes, which stands above the signature: 附件：1.检查表, and below it 2.汇总表."""
    levels: dict[int, Level] = {}
    end = 0
    for start, paragraph in enumerate(paragraphs):
        beginning = _ANNEX_LIST.match(paragraph.text)
        if start < end or not (beginning or _ANNEX_WITH_TITLE.match(paragraph.text)):
            continue
        names_one = beginning is None or beginning.end() < len(paragraph.text)
        end = _end_of_annex_list(paragraphs, start, read_mark(paragraph.text[beginning.end() :].lstrip()) if beginning else None)
        if (beginning and names_one) or ((names_one or end > start + 1) and _is_signed(paragraphs, end)):
            levels |= dict.fromkeys(range(start, end), Level.NOTE)
    return levels


def _end_of_annex_list(paragraphs: Sequence[Paragraph], start: int, first: Mark | None) -> int:
    with_titles = _ANNEX_WITH_TITLE.match(paragraphs[start].text)
    number = first.number or 0 if first else 0
    for i in range(start + 1, len(paragraphs)):
        text, mark = paragraphs[i].text, paragraphs[i].mark
        if _ANNEX_WITH_TITLE.match(text):
            continue
        if with_titles or mark is None or mark.number != number + 1 or "。" in text:
            return i
        number += 1
    return len(paragraphs)


def _is_signed(paragraphs: Sequence[Paragraph], start: int) -> bool:
    """Whether a date stands here, with names of bodies above it at most."""
    for paragraph in paragraphs[start : start + _MOST_SIGNATURES]:
        if _DATE_ALONE.match(paragraph.text):
            return True
        if not _is_name_of_a_body(paragraph):
            return False
    return False


# -- the front --------------------------------------------------------------------------------------------------------------------


def _front(paragraphs: Sequence[Paragraph], known: dict[int, Level]) -> dict[int, Level]:
    end = _first_of_text(paragraphs, known)
    lines = [i for i in range(end) if i not in known]
    start = next((i for i in lines if paragraphs[i].hashes and paragraphs[i].mark is None), None)
    if start is None and end == len(paragraphs):  # a title has a text below it
        return {}
    title = [start] if start is not None else _title_lines(paragraphs, lines)
    levels = dict.fromkeys(title, Level.TITLE)
    for i in lines:
        if title and i < title[0]:
            levels[i] = Level.MASTHEAD
        elif i not in levels:
            level = _below_title(paragraphs, i)
            if level is not None:
                levels[i] = level
    return levels


def _first_of_text(paragraphs: Sequence[Paragraph], known: dict[int, Level]) -> int:
    for i, paragraph in enumerate(paragraphs):
        if i not in known and _is_text(paragraph):
            return i
    return len(paragraphs)


def _is_text(paragraph: Paragraph) -> bool:
    text, mark = paragraph.text, paragraph.mark
    if mark is not None and mark.style is not Style.BULLET:
        return True
    if is_heading_word(text):
        return True
    if _DATE_LINE.search(text) and len(text) <= _LONGEST_DATE_LINE and not text.endswith("。"):
        return False
    return "。" in text or text[-1] in "：:；;" or len(text) > _LONGEST_TITLE_LINE


def is_heading_word(text: str) -> bool:
    """Whether a paragraph is one of the headings that carry no number, blanks aside.

    >>> is_heading_word("附　则"), is_heading_word("附则规定")
    (True, False)
    """
    return len(text) <= 8 and "".join(text.split()) in _CHAPTER_WORDS | _PREFACE_WORDS


def is_preface_word(text: str) -> bool:
    """Whether a paragraph is a heading of what is not numbered, such as 前言; no numbered clause stands below it.

    >>> is_preface_word("前  言"), is_preface_word("总则")
    (True, False)
    """
    return len(text) <= 8 and "".join(text.split()) in _PREFACE_WORDS


def _title_lines(paragraphs: Sequence[Paragraph], lines: Sequence[int]) -> list[int]:
    """Which of the lines before the text are its title: the first that names a kind of document, with what leads up to it."""
    lines = [i for i in lines if not _is_below_title(paragraphs[i])]
    if not lines:
        return []
    named = next((n for n, i in enumerate(lines) if _KIND.search(paragraphs[i].text)), None)
    if named is None:
        return lines[:1]
    first = named
    while (
        first > 0 and lines[first - 1] == lines[first] - 1 and _leads_up(paragraphs[lines[first - 1]].text, paragraphs[lines[first]].text)
    ):
        first -= 1
    return list(lines[first : named + 1])


def _leads_up(line: str, following: str) -> bool:
    if following.startswith(("关于", "關於", "印发", "转发", "批转", "贯彻", "落实")) or _UNFINISHED.search(line):
        return True
    if following.startswith("《"):
        return re.search(f"{_ISSUES}$", line) is not None
    return bool(re.search("关于|關於", re.sub("《[^《》]*》", "", line)))


def _is_below_title(paragraph: Paragraph) -> bool:
    mark = paragraph.mark
    return (mark is not None and mark.style is Style.BULLET) or bool(_DATE_LINE.search(paragraph.text)) or paragraph.text[0] in "（(["


def _below_title(paragraphs: Sequence[Paragraph], index: int) -> Level | None:
    paragraph = paragraphs[index]
    if _DATE_LINE.search(paragraph.text) and len(paragraph.text) <= _LONGEST_DATE_LINE:
        return Level.DATE
    if paragraph.mark is not None and paragraph.mark.style is Style.BULLET:
        return Level.SUBTITLE
    if paragraph.text[0] in "（([" and paragraph.text[-1] in "）)]":
        return Level.SUBTITLE
    return Level.AUTHOR if _NAME.match(paragraph.text) and not _is_title_of_piece(paragraphs, index) else None


def names_a_kind(title: str) -> bool:
    """Whether a title ends with what a document of authority calls itself.

    >>> names_a_kind("关于深化产业工人队伍建设改革的意见"), names_a_kind("辽源发布")
    (True, False)
    """
    return bool(_KIND.search(title))


# -- contents ----------------------------------------------------------------------------------------------------------------------


def _contents(paragraphs: Sequence[Paragraph]) -> dict[int, Level]:
    """A list of contents ends where its first entry comes again. Where prose comes before that, it is empty, or only a heading."""
    words = [i for i, paragraph in enumerate(paragraphs) if _is_contents_word(paragraph.text)]
    if not words:
        return {}
    again = _next_places([_entry(paragraph) for paragraph in paragraphs])
    prose = [i for i, paragraph in enumerate(paragraphs) if "。" in paragraph.text or len(paragraph.text) > _LONGEST_TITLE_LINE]
    levels: dict[int, Level] = {}
    for word in words:
        first = word + 1
        if word in levels:
            continue
        place = bisect_left(prose, first)
        next_prose = prose[place] if place < len(prose) else len(paragraphs)
        is_list = first < len(paragraphs) and again[first] <= next_prose and again[first] < len(paragraphs)
        levels |= dict.fromkeys(range(word, again[first] if is_list else first), Level.CONTENTS)
    return levels


def _is_contents_word(text: str) -> bool:
    return len(text) <= 8 and "".join(text.split()) in _CONTENTS_WORDS


def _next_places(entries: Sequence[object]) -> list[int]:
    """Where each of them comes again; beyond the end if it does not."""
    places = [len(entries)] * len(entries)
    met: dict[object, int] = {}
    for i in reversed(range(len(entries))):
        places[i] = met.get(entries[i], len(entries))
        met[entries[i]] = i
    return places


def _entry(paragraph: Paragraph) -> tuple[object, ...]:
    mark = paragraph.mark
    if mark is not None:
        return mark.style, mark.number
    return ("".join(paragraph.text.split()).rstrip("0123456789").rstrip(".…·"),)


# -- several texts in a file -------------------------------------------------------------------------------------------------------


def _pieces(paragraphs: Sequence[Paragraph], known: dict[int, Level]) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    title = next((i for i, level in sorted(known.items()) if level is Level.TITLE), None)
    hashes = paragraphs[title].hashes if title is not None else 0
    for i, paragraph in enumerate(paragraphs):
        if i in known or title is None or i <= title:
            continue
        if hashes and paragraph.mark is None and 0 < paragraph.hashes <= hashes:
            levels[i] = Level.PIECE
        elif _is_title_of_piece(paragraphs, i):
            levels[i] = Level.PIECE
            levels[i + 1] = Level.AUTHOR
    return levels


def _is_title_of_piece(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a line is a title with the name of an author below it and prose below that."""
    if index + 2 >= len(paragraphs):
        return False
    line, name, prose = (p.text for p in paragraphs[index : index + 3])
    is_line = paragraphs[index].mark is None and _NAME_LENGTH < len(line) <= _LONGEST_TITLE_LINE and line[-1] not in "。；：！，、"
    is_name = bool(_NAME.match(name)) and not is_heading_word(name) and not _ANNEX.match(name)
    return is_line and is_name and "。" in prose and paragraphs[index + 2].mark is None


_NAME_LENGTH: Final = 4


def _further_titles(paragraphs: Sequence[Paragraph], known: dict[int, Level]) -> dict[int, Level]:
    """Titles of laws within the text, with the lines of their adoption: below a decree, what it promulgates."""
    levels: dict[int, Level] = {}
    for i in range(_first_of_text(paragraphs, known) + 1, len(paragraphs)):
        above = paragraphs[i - 1].text.endswith("。") or known.get(i - 1) in (Level.SIGNATURE, Level.NOTE)
        if i in known or not above or not _is_title_of_law(paragraphs[i]):
            continue
        begin = i + 1
        while begin < len(paragraphs) and _DATE_LINE.search(paragraphs[begin].text):
            begin += 1
        if begin < len(paragraphs) and (known.get(begin) is Level.CONTENTS or _begins_law(paragraphs[begin])):
            levels |= {i: Level.PIECE} | dict.fromkeys(range(i + 1, begin), Level.DATE)
    return levels


def _is_title_of_law(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.mark is None and len(text) <= _LONGEST_TITLE_LINE and bool(_KIND.search(text)) and not re.search("[。；，：]", text)


def _begins_law(paragraph: Paragraph) -> bool:
    mark = paragraph.mark
    return mark is not None and mark.number == 1 and mark.style in (Style.PART, Style.CHAPTER, Style.ARTICLE)


# -- the end -----------------------------------------------------------------------------------------------------------------------


def _signatures(paragraphs: Sequence[Paragraph], known: dict[int, Level]) -> dict[int, Level]:
    """A date alone on its line after the text has begun, with the names of the bodies above it."""
    levels: dict[int, Level] = {}
    begun = _first_of_text(paragraphs, known)
    for i in range(begun + 1, len(paragraphs)):
        if i in known or not _DATE_ALONE.match(paragraphs[i].text):
            continue
        levels[i] = Level.SIGNATURE
        above = i - 1
        while above > begun and above not in known and above not in levels and _is_name_of_a_body(paragraphs[above]):
            levels[above] = Level.SIGNATURE
            above -= 1
    return levels


def _is_name_of_a_body(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.mark is None and not paragraph.hashes and len(text) <= _LONGEST_NAME_OF_A_BODY and not re.search("[。；，：:]", text)
