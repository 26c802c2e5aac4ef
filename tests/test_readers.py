"""Reading: what goes in comes out, byte for byte, and everything else is an error that says what to do."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.effort import lines

from policydiff.errors import (
    BinaryFileError,
    DecodeError,
    EmptyFileError,
    MissingFileError,
    NotAFileError,
    OptionError,
    ReadError,
    UnknownFormatError,
)
from policydiff.readers import READERS, UNREAD, RawText, read

#: The opening of 中共中央 国务院关于深化产业工人队伍建设改革的意见 (2024), with its odd blanks and brackets.
SIMPLIFIED = """中共中央 国务院关于深化产业工人队伍建设改革的 意见

(2024年10月12日)

产业工人是工人阶级的主体力量，是创造社会财富的中坚力量，是实施创新驱动发展战略、加快建设制造强国的骨干力量。为推动产业工人队伍建设改革走深走实，现提出如下意见。

一、总体要求

主要目标是：通过深化产业工人队伍建设改革，思想政治引领更加扎实，产业工人听党话跟党走的信念更加坚定，干事创业的激情动力更加高涨，主人翁地位更加显著，成就感获得感幸福感进一步增强；劳动光荣、技能宝贵、创造伟大的社会氛围更加浓厚。力争到2035年，培养造就2000名左右大国工匠、10000名左右省级工匠、50000名左右市级工匠。

二、强化思想政治引领，团结引导产业工人坚定不移听党话跟党走

（三）大力弘扬劳模精神、劳动精神、工匠精神。做实“中国梦·劳动美”主题宣传教育。在职业学校（含技工院校，下同）开设“劳模工匠大讲堂”。
――坚持党的领导，把握正确方向。
"""

#: Articles 1 to 8 of the Central Regulation Standard Act of Taiwan, 中央法規標準法.
TRADITIONAL = """第一條　中央法規之制定、施行、適用、修正及廢止，除憲法規定外，依本法之規定。
第二條　法律得定名為法、律、條例或通則。
第三條　各機關發布之命令，得依其性質，稱規程、規則、細則、辦法、綱要、標準或準則。
第四條　法律應經立法院通過，總統公布。
第五條　左列事項應以法律定之：
一、憲法或法律有明文規定，應以法律定之者。
二、關於人民之權利、義務者。
三、關於國家各機關之組織者。
四、其他重要事項之應以法律定之者。
第六條　應以法律規定之事項，不得以命令定之。
第七條　各機關依其法定職權或基於法律授權訂定之命令，應視其性質分別下達或發布，並即送立法院。
第八條　法規條文應分條書寫，冠以「第某條」字樣，並得分為項、款、目。\
項不冠數字，空二字書寫，款冠以一、二、三等數字，目冠以（一）、（二）、（三）等數字，並應加具標點符號。
前項所定之目再細分者，冠以1、2、3等數字，並稱為第某目之1、之2、之3。
"""

BOM = "\ufeff"

#: How a text may be written, and how that is told afterwards: bytes, the text read, `Source.encoding`.
WRITTEN = {
    "utf-8": (SIMPLIFIED.encode("utf-8"), SIMPLIFIED, "utf-8"),
    "utf-8 with a mark": (SIMPLIFIED.encode("utf-8-sig"), SIMPLIFIED, "utf-8-sig"),
    "utf-8 with two marks": ((BOM + SIMPLIFIED).encode("utf-8-sig"), BOM + SIMPLIFIED, "utf-8-sig"),
    "utf-16 little-endian with a mark": (b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16"),
    "utf-16 big-endian with a mark": (b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"), BOM + SIMPLIFIED, "utf-16-be"),
    "utf-16 little-endian": (SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16-le"),
    "utf-16 big-endian": (SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16-be"),
    "utf-32 little-endian with a mark": ((BOM + SIMPLIFIED).encode("utf-32-le"), BOM + SIMPLIFIED, "utf-32-le"),
    "utf-32 big-endian with a mark": ((BOM + SIMPLIFIED).encode("utf-32-be"), BOM + SIMPLIFIED, "utf-32-be"),
    "gbk": (SIMPLIFIED.encode("gbk"), SIMPLIFIED, "gb18030"),
    "gb18030": (SIMPLIFIED.encode("gb18030"), SIMPLIFIED, "gb18030"),
    "gb18030 with a mark": ((BOM + SIMPLIFIED).encode("gb18030"), BOM + SIMPLIFIED, "gb18030"),
    "gb18030, traditional": (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030"),
    "big5": (TRADITIONAL.encode("big5"), TRADITIONAL, "cp950"),
    "cp950": (TRADITIONAL.encode("cp950"), TRADITIONAL, "cp950"),
    "big5hkscs": ((TRADITIONAL + "啲嘢喺邨").encode("big5hkscs"), TRADITIONAL + "啲嘢喺邨", "big5hkscs"),
    "ascii": (b"Article 1\n", "Article 1\n", "utf-8"),
}


def rebuilt(raw: RawText) -> bytes:
    """Return the bytes that the source makes of the text."""
    return raw.source.encode(raw.text)


# --- What goes in comes out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "text", "encoding"), WRITTEN.values(), ids=WRITTEN.keys())
def test_an_encoding_is_found_out(data: bytes, text: str, encoding: str) -> None:
    """Text in the usual encodings is read as it was written, and its source gives back the bytes."""
    raw = read(data)

    assert (raw.text, raw.source.encoding) == (text, encoding)
    assert rebuilt(raw) == data


NEWLINES = {
    "一\n二\r\n": "\n",
    "一\r\n二\n": "\r\n",
    "一\r二\n": "\r",
    "一\r\r\n": "\r",
    "一\x0b二\x0c三\x1c四\x85五\u2028六\u2029": "",
    "一": "",
}


@pytest.mark.parametrize(("text", "newline"), NEWLINES.items())
def test_the_first_line_end_is_noted(text: str, newline: str) -> None:
    """Only line feed and carriage return end lines; none is translated."""
    raw = read(text.encode())

    assert (raw.text, raw.source.newline) == (text, newline)


def test_the_digest_is_that_of_the_bytes() -> None:
    """`Source.sha256` is what any other program computes for the file."""
    data = SIMPLIFIED.encode("gb18030")

    assert read(data).source.sha256 == hashlib.sha256(data).hexdigest()


UNTOUCHED = {
    "blanks at both ends": " \n\u3000第一条\u00a0\n\n ",
    "a byte order mark inside": "第一\ufeff条",
    "zero-width characters": "第\u200b一\u2060条",
    "compatibility ideographs": "\uf98a行\u2f00\u2ea0",
    "private use": "第\ue000条",
    "variation selectors": "葛\U000e0100城",
    "decomposed letters": "e\u0301",
    "form feeds": "第一条\x0c第二条",
    "a cell mark of Word": "姓名\x07年龄\x07",
    "the end-of-file mark of DOS": "第一条\r\n\x1a",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_no_character_is_touched(text: str) -> None:
    """Reading neither strips nor normalises."""
    assert read(text.encode()).text == text


# --- The law of the source, on many texts ----------------------------------------------------------------------------------------

HAN = st.sampled_from(sorted({c for c in SIMPLIFIED + TRADITIONAL if "\u4e00" <= c <= "\u9fff"}))
ODD = st.sampled_from(
    [
        *"，。、；：？！“”‘’「」『』《》〈〉（）【】·・•—―─－…〇○零",
        *",.;:?!\"'()[]-0123456789０１２①⑩㈠Ⅳ",
        *"\uf900\uf98a\ufa08\ufa0e\ufa29\u2f00\u2f45\u2ea0\u2ec1",  # compatibility ideographs, radicals
        *"碁恒裏粧嫺銹𠮷㐂龦\ue000\ue5e5",  # on the borders of the standards
        *"\u3000\u00a0\u200b\u200d\u2060\ufeff\u00ad\ufe0f\U000e0100",
        *"\t\n\r\x0b\x0c\x85\u2028\u2029\x1a\x07",
        *"éàüαЖあ한€😀",
    ]
)
CHARACTERS = st.one_of(HAN, HAN, HAN, HAN, ODD, ODD, st.characters(exclude_categories=["Cs"]))
LOOSE_TEXTS = st.lists(CHARACTERS, min_size=1, max_size=60).map("".join)


@st.composite
def mutated_excerpts(draw: st.DrawFn) -> str:
    """A passage of real text with a few characters inserted, replaced or lost."""
    text = draw(st.sampled_from([SIMPLIFIED, TRADITIONAL]))
    start = draw(st.integers(0, len(text) - 1))
    passage = list(text[start : start + draw(st.integers(1, 200))])
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(passage)))
        passage[place : place + draw(st.integers(0, 2))] = draw(st.lists(CHARACTERS, max_size=2))
    return "".join(passage)


CHINESE_TEXTS = st.one_of(LOOSE_TEXTS, mutated_excerpts())
ASKED_FOR = st.sampled_from([None, "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb2312", "gbk", "gb18030", "big5", "cp950"])
CODECS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "gbk", "cp950", "big5", "big5hkscs"]


@settings(deadline=None)
@given(text=CHINESE_TEXTS, codec=st.sampled_from(CODECS), encoding=ASKED_FOR)
@example(text="邨", codec="big5hkscs", encoding=None)
@example(text="═", codec="cp950", encoding=None)
def test_every_text_that_is_read_gives_back_its_bytes(text: str, codec: str, encoding: str | None) -> None:
    """Whatever was written, and whatever was asked for: a `ReadError`, or `Source.encode` gives back the same bytes."""
    data = text.encode(codec, "ignore")
    try:
        raw = read(data, encoding=encoding)
    except ReadError:
        return

    assert rebuilt(raw) == data


@settings(deadline=None)
@given(data=st.one_of(st.binary(max_size=80), st.lists(st.sampled_from(SIMPLIFIED.encode("gbk"))).map(bytes)), encoding=ASKED_FOR)
@example(data=b"\xff\xfe", encoding=None)
@example(data=b"\xfe\xff\x00", encoding=None)
@example(data=b"\xff\xfe\x00\x00\x00", encoding=None)
@example(data=b"\xef\xbb\xbf\xff", encoding="utf-8")
@example(data=b"\x00\x00", encoding="utf-16")
def test_all_bytes_are_read_or_refused(data: bytes, encoding: str | None) -> None:
    """There are no bytes that crash the reader, or that it changes without a word."""
    try:
        raw = read(data, encoding=encoding)
    except ReadError:
        return

    assert rebuilt(raw) == data


@settings(deadline=None)
@given(text=CHINESE_TEXTS.filter(lambda text: "\x00" not in text))
def test_utf_8_with_chinese_in_it_is_read_as_utf_8(text: str) -> None:
    """Strict UTF-8 is never taken for something else once it holds more than a few words."""
    raw = read((SIMPLIFIED + text).encode())

    assert raw.text == SIMPLIFIED + text


@settings(deadline=None)
@given(text=mutated_excerpts().filter(lambda text: text.strip() and "\x00" not in text))
def test_the_encoding_asked_for_is_obeyed(text: str) -> None:
    """With `encoding="gb18030"`, which can write every character, the text comes back whatever it looks like."""
    try:
        raw = read(text.encode("gb18030"), encoding="gb18030")
    except (BinaryFileError, EmptyFileError):  # nothing but controls or invisible characters
        return

    assert raw.text == text


# --- Finding out -----------------------------------------------------------------------------------------------------------------

#: What is always found out, at each of these lengths, wherever in the excerpt the sample begins.
DETECTED = {
    "gb18030": (SIMPLIFIED, "gb18030", "gb18030"),
    "gb18030, traditional": (TRADITIONAL, "gb18030", "gb18030"),
    "cp950": (TRADITIONAL, "cp950", "cp950"),
    "big5hkscs": (TRADITIONAL, "big5hkscs", "cp950"),
    "utf-16 little-endian": (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    "utf-16 big-endian": (SIMPLIFIED, "utf-16-be", "utf-16-be"),
    "utf-16 little-endian, traditional": (TRADITIONAL, "utf-16-le", "utf-16-le"),
    "utf-8": (SIMPLIFIED, "utf-8", "utf-8"),
}
LENGTHS = (12, 50, 200)


def share_detected(text: str, codec: str, expected: str, length: int) -> float:
    """Return the share of all samples of a length, ASCII ones left out, that are read with the expected encoding."""
    samples = [text[start : start + length] for start in range(len(text) - length)]
    samples = [sample for sample in samples if len(sample.encode()) > len(sample) + 2]
    return sum(is_detected(sample.encode(codec), expected) for sample in samples) / len(samples)


def is_detected(data: bytes, expected: str) -> bool:
    """Whether the encoding is found out."""
    try:
        return read(data).source.encoding == expected
    except ReadError:
        return False


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(("text", "codec", "expected"), DETECTED.values(), ids=DETECTED.keys())
def test_twelve_characters_are_enough(text: str, codec: str, expected: str, length: int) -> None:
    """From 12 characters on, no sample is misread."""
    assert share_detected(text, codec, expected, length) == 1.0


@pytest.mark.parametrize(("text", "codec", "expected"), DETECTED.values(), ids=DETECTED.keys())
def test_six_characters_are_nearly_enough(text: str, codec: str, expected: str) -> None:
    """Of samples of 6 characters, at most 1 in 50 is misread or refused."""
    assert share_detected(text, codec, expected, 6) >= 0.98


TIES = {"gb18030": "力量", "big5hkscs": "薯講", None: "力量"}


@pytest.mark.parametrize(("answer", "text"), TIES.items())
def test_chardet_decides_where_both_readings_are_everyday_words(monkeypatch: pytest.MonkeyPatch, answer: str | None, text: str) -> None:
    """力量 in gb18030 and 薯講 in Big5 are the same bytes; where chardet does not know either, gb18030 comes first."""
    monkeypatch.setattr("chardet.detect", lambda *_, **__: {"encoding": answer})

    assert read("力量".encode("gb18030")).text == text


FOREIGN = {
    "western": "The “Plan” says: workers’ rights – and the café’s façade.".encode("cp1252"),
    "japanese": "日本国民は、正当に選挙された国会における代表者を通じて行動し、".encode("shift_jis"),
    "russian": "Российская Федерация есть демократическое государство".encode("cp1251"),
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN.keys())
def test_other_languages_are_not_read_as_chinese(data: bytes) -> None:
    """What would come out as rare characters is an error, though gb18030 reads it strictly."""
    with pytest.raises(DecodeError):
        read(data)


def test_other_languages_are_read_when_named() -> None:
    """Any codec of Python may be asked for."""
    text = "日本国民は、正当に選挙された国会における代表者を通じて行動し、"

    assert read(text.encode("shift_jis"), encoding="shift_jis").text == text


RARE = {
    "animals": "朱鹮、白鹳、黑鹳、玉带海雕、白尾海雕、虎头海雕、胡兀鹫、中华秋沙鸭、丹顶鹤、赤颈鹤、大鸨、遗鸥、猕猴、貂熊、儒艮",
    "solvents": "苯、甲苯、二甲苯、氯乙烯、丙烯腈、环氧乙烷、氟化氢、羰基、呋喃、吡啶、咔唑、蒽、菲、芘、芴、苊",
    "a ruled table": "┌──┬──┐\n│姓名│年龄│\n├──┼──┤\n│张三│三十│\n└──┴──┘\n",
}


@pytest.mark.parametrize("text", RARE.values(), ids=RARE.keys())
def test_rare_characters_are_no_obstacle(text: str) -> None:
    """The annexes of statutes are full of rare characters and rules, and still read as Chinese."""
    assert read(text.encode("gb18030")).text == text


# --- Traps of the codecs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["gb2312", "GB2312", "gbk", "cp936", "euc-cn", "gb18030", None])
def test_dots_and_dashes_of_gb_2312_are_kept(label: str | None) -> None:
    """中国梦·劳动美 keeps its dot and its dash; Python's gb2312 would make them ・ and ―."""
    data = "中国梦·劳动美——主题宣传教育".encode("gbk")

    assert read(data, encoding=label).text == "中国梦·劳动美——主题宣传教育"


@pytest.mark.parametrize("label", ["big5", "Big5", "big5-tw", None])
def test_big5_is_what_windows_writes(label: str | None) -> None:
    """碁 and ‧ are in cp950, and not, or differently, in Python's big5."""
    data = "圍碁之規則，約翰‧史密斯教授依本法之規定".encode("cp950")
    raw = read(data, encoding=label)

    assert (raw.text, raw.source.encoding) == ("圍碁之規則，約翰‧史密斯教授依本法之規定", "cp950")


@pytest.mark.parametrize("label", ["big5", "big5hkscs", None])
def test_hong_kong_characters_are_read(label: str | None) -> None:
    """What cp950 does not know is looked up in the supplement of Hong Kong."""
    data = "第一條　深水埗邨之規定，依本法適用之。喺".encode("big5hkscs")
    raw = read(data, encoding=label)

    assert (raw.text, raw.source.encoding) == ("第一條　深水埗邨之規定，依本法適用之。喺", "big5hkscs")


def test_a_second_code_for_a_character_is_kept_by_the_codec_that_knows_it() -> None:
    """Cp950 reads F9F9 as ═ and would write A2A4; big5hkscs does it the other way round, and is taken."""
    data = TRADITIONAL.encode("cp950") + b"\xf9\xf9"
    raw = read(data)

    assert (raw.text[-1], raw.source.encoding) == ("═", "big5hkscs")
    assert rebuilt(raw) == data


def test_a_second_code_that_no_codec_keeps_is_refused() -> None:
    """A2CC is 十 in Big5, and so is A451, which all codecs write: the file could not be rebuilt."""
    data = TRADITIONAL.encode("cp950") + b"\xa2\xcc"

    with pytest.raises(DecodeError, match=r"cp950 reads the file, but would write it with other bytes than the bytes A2 CC at offset"):
        read(data, encoding="big5")


MARKED = {
    "utf-8": (SIMPLIFIED.encode("utf-8-sig"), "utf-8-sig"),
    "utf-8-sig": (SIMPLIFIED.encode("utf-8"), "utf-8"),
    "utf-16": (b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le"), "utf-16"),
    "UTF-16": (b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
    "utf16": (SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
    "u16": (SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
    "utf-32": (SIMPLIFIED.encode("utf-32-be"), "utf-32-be"),
}


@pytest.mark.parametrize(("label", "data", "encoding"), [(k, *v) for k, v in MARKED.items()], ids=MARKED.keys())
def test_a_byte_order_mark_may_be_there_or_not(label: str, data: bytes, encoding: str) -> None:
    """Asking for UTF-8, UTF-16 or UTF-32 leaves mark and byte order open; the source says what was there."""
    raw = read(data, encoding=label)

    assert (raw.text.removeprefix(BOM), raw.source.encoding) == (SIMPLIFIED, encoding)
    assert rebuilt(raw) == data


# --- What cannot be decoded ------------------------------------------------------------------------------------------------------

UTF_8 = SIMPLIFIED.encode()
GB = SIMPLIFIED.encode("gb18030")
DAMAGED = {
    "a byte lost": UTF_8[:10] + UTF_8[11:],
    "a byte changed": UTF_8[:300] + b"\xff" + UTF_8[301:],
    "cut off within a character": UTF_8[:499],
    "a line of gbk pasted in": UTF_8 + "第三条 附则\n".encode("gbk"),
    "gb18030 cut off": GB[: GB.index("意见".encode("gb18030")) + 1],
    "a mark, and then no utf-8": b"\xef\xbb\xbf" + GB,
    "a mark, and then half a character": b"\xff\xfe" + SIMPLIFIED.encode("utf-16-le") + b"\x00",
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_an_error(data: bytes) -> None:
    """One bad byte is enough; the rest is not read as something else, and nothing is replaced."""
    with pytest.raises(DecodeError):
        read(data)


def test_the_error_says_where_the_damage_is() -> None:
    """Name of the file, bytes, offset, line, and what to do."""
    place = UTF_8.index("主要目标".encode())
    damaged = UTF_8[:place] + b"\xb5" + UTF_8[place:]

    with pytest.raises(DecodeError) as caught:
        read(damaged, name="law.txt")
    assert str(caught.value) == (
        f"law.txt: the bytes B5 at offset {place} (line 9) are not utf-8, and no other Chinese encoding explains the file. "
        "Name the encoding with encoding=, or save the file as UTF-8."
    )


def test_the_error_says_how_far_the_best_encoding_gets() -> None:
    """A gb18030 file with one bad byte is not UTF-8 from its first character, but that is not where to look."""
    place = GB.index("二、强化".encode("gb18030"))
    damaged = GB[:place] + b"\xff" + GB[place:]

    with pytest.raises(DecodeError, match=rf"the nearest is gb18030, but the bytes FF at offset {place} \(line 11\) are not gb18030"):
        read(damaged)


CHECK = "Check that the file is complete, or name another encoding with encoding=."
ASKED_IN_VAIN = {
    "utf-8": (
        GB,
        "the bytes D6 at offset 0 (line 1) are not utf-8. The file can be read as gb18030: name that, or leave encoding= out.",
    ),
    "gb18030": (
        "一、\r\n总".encode("gb18030") + b"\xff",
        f"the bytes FF at offset 8 (line 2) are not gb18030. {CHECK}",
    ),
    "ascii": (
        "Art. 1\n第".encode(),
        "the bytes E7 at offset 7 (line 2) are not ascii. The file can be read as utf-8: name that, or leave encoding= out.",
    ),
    "utf-8-sig": (
        b"\xef\xbb\xbf\n\xff",
        f"the bytes FF at offset 4 (line 2) are not utf-8-sig. {CHECK}",
    ),
    "utf-16-le": (
        "上\n下".encode("utf-16-le") + b"\x00",
        f"the bytes 00 at offset 6 (line 2) are not utf-16-le. {CHECK}",
    ),
}


@pytest.mark.parametrize(("encoding", "data", "message"), [(k, *v) for k, v in ASKED_IN_VAIN.items()], ids=ASKED_IN_VAIN.keys())
def test_the_encoding_asked_for_is_strict(encoding: str, data: bytes, message: str) -> None:
    """The error names codec, bytes, offset and line, and the encoding that would do, if one does."""
    with pytest.raises(DecodeError) as caught:
        read(data, encoding=encoding)
    assert str(caught.value) == f"<bytes>: {message}"


@pytest.mark.parametrize("encoding", ["utf-9", "", "chinese text", "gb\x0018030", "base64", "rot13", "idna", "undefined", "unicode_escape"])
def test_an_unknown_encoding_is_an_option_error(encoding: str) -> None:
    """Names that no codec has, or only codecs for other things than text files."""
    with pytest.raises(OptionError, match="is not an encoding of text files"):
        read(UTF_8, encoding=encoding)


def test_half_characters_are_refused() -> None:
    """UTF-7 alone can hold half a character, which no output could."""
    with pytest.raises(DecodeError, match=r"half a character \(U\+D800\) at character 2"):
        read(b"ab+2AA-", encoding="utf-7")


# --- What is no text -------------------------------------------------------------------------------------------------------------

BINARY = {
    "a Word file (.docx)": b"PK\x03\x04\x14\x00\x06\x00word/document.xmlPK\x05\x06",
    "an Excel file (.xlsx)": b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xmlPK\x05\x06",
    "an OpenDocument file (.odt, .ods)": b"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.text",
    "a file in the open fixed-layout format (.ofd)": b"PK\x03\x04\x14\x00OFD.xml",
    "a zip archive": b"PK\x03\x04\x14\x00law.txt",
    "a PDF file": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a Word, Excel or WPS file of the old kind (.doc, .xls, .wps)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8),
    "a file in rich text format (.rtf)": b"{\\rtf1\\ansi\\ansicpg936 \\'b5\\'da}",
    "a picture (.png)": b"\x89PNG\r\n\x1a\n" + bytes(8),
    "a picture (.jpg)": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a picture (.gif)": b"GIF89a\x01\x00",
    "a picture (.tif)": b"II*\x00\x08\x00",
    "a compressed file (.gz)": gzip.compress(UTF_8),
    "an archive (.7z)": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "an archive (.rar)": b"Rar!\x1a\x07\x01\x00",
}


@pytest.mark.parametrize(("kind", "data"), BINARY.items(), ids=BINARY.keys())
@pytest.mark.parametrize("encoding", [None, "gb18030"])
def test_known_formats_are_named(kind: str, data: bytes, encoding: str | None) -> None:
    """A document, picture or archive under the name of a text is refused, and called what it is."""
    with pytest.raises(BinaryFileError) as caught:
        read(data, name="law.txt", encoding=encoding)
    assert caught.value.what == f"this is {kind}, not a text file"
    assert caught.value.remedy


NOT_TEXT = {
    "random bytes": random.Random(1).randbytes(4096),
    "a few control bytes": b"\x01\x02\x03\x04",
    "NUL in a text": "第一条\x00为了".encode(),
    "NUL bytes": bytes(4),
    "numbers of a program": bytes(range(256)) * 4,
    "text decoded wrongly and saved again": SIMPLIFIED.encode().decode("latin-1").encode(),
}


@pytest.mark.parametrize("data", NOT_TEXT.values(), ids=NOT_TEXT.keys())
def test_controls_are_not_text(data: bytes) -> None:
    """NUL bytes that UTF-16 does not explain, or controls in large numbers, are no text."""
    with pytest.raises(BinaryFileError, match="this is not a text file: it holds"):
        read(data)


INNOCENT = {
    "begins like a zip archive": "PK赛：劳动和技能竞赛办法",
    "begins like a picture": "GIF、BMP、JPG等格式的图片应当随申请书一并提交",
    "begins like a PDF file": "%PDF格式的附件应当随申请书一并提交",
    "begins like an archive": "Rar!压缩文件应当随申请书一并提交",
    "begins with braces": "{总则}\n第一条",
    "pages": "\x0c".join(["第一条 为了规范"] * 50),
    "pasted from a terminal": "\x1b[1m第一章 总则\x1b[0m\n第一条 为了规范立法活动，健全国家立法制度",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT.keys())
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_texts_are_not_mistaken_for_binary(text: str, codec: str) -> None:
    """Text may begin like a signature and hold a few controls."""
    assert read(text.encode(codec)).text == text


@settings(deadline=None)
@given(text=st.sampled_from([SIMPLIFIED, TRADITIONAL]), codec=st.sampled_from(["utf-8", "utf-16", "gb18030"]), data=st.data())
def test_no_passage_of_law_is_mistaken_for_binary(text: str, codec: str, data: st.DataObject) -> None:
    """Any passage of more than a dozen characters is read, wherever it is cut."""
    start = data.draw(st.integers(0, len(text) - 13))
    passage = text[start : start + data.draw(st.integers(13, 100))]

    assert read(passage.encode(codec)).text == passage


EMPTY = {
    "nothing": b"",
    "blanks": " \t\r\n\x0c\u3000\u00a0\u2028".encode(),
    "a byte order mark": b"\xef\xbb\xbf",
    "a byte order mark of utf-16": b"\xff\xfe",
    "a byte order mark that stays": b"\xfe\xff",
    "blanks in gbk": "\u3000\u3000\n".encode("gbk"),
    "line ends in utf-16": "\n\n".encode("utf-16-le"),
    "zero-width characters": "\n\u200b \u2060\ufeff\n".encode(),
}


@pytest.mark.parametrize("data", EMPTY.values(), ids=EMPTY.keys())
def test_an_empty_file_is_an_error(data: bytes) -> None:
    """A file without a character to read says so, whatever its encoding."""
    with pytest.raises(EmptyFileError, match="<bytes>: the file holds no text"):
        read(data)


# --- Formats ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["law", "law.txt", "LAW.TXT", "law.text", "law.md", "law.markdown", "law.log", "第1.2条", ".txt", "law.docx.txt"]
)
def test_text_and_markdown_are_read_alike(name: str) -> None:
    """Marks stay in the text, and a suffix that is unknown says nothing against it."""
    assert read("## 一、总体要求\n\n**坚持**".encode(), name=name).text == "## 一、总体要求\n\n**坚持**"


@pytest.mark.parametrize("suffix", sorted(UNREAD))
def test_documents_of_other_formats_are_refused(tmp_path: Path, suffix: str) -> None:
    """The error says that the format is not read, and how to get a text out of it."""
    path = tmp_path / f"law{suffix.upper()}"
    path.write_bytes(UTF_8)

    with pytest.raises(UnknownFormatError, match=rf"files \({suffix}\) are not read yet. Save it as plain text \(.txt, UTF-8\)"):
        read(path)


def test_a_name_does_not_change_the_format_of_a_file(tmp_path: Path) -> None:
    """The suffix of the file itself counts; `name` is what to call it."""
    path = tmp_path / "law.txt"
    path.write_bytes(UTF_8)

    assert read(path, name="plan.docx").source.name == "plan.docx"


def test_each_suffix_is_in_one_table() -> None:
    """A suffix has a reader, or is known to have none."""
    assert not set(READERS) & set(UNREAD)


def test_a_reader_may_be_handed_in(tmp_path: Path) -> None:
    """A callable from bytes to text reads what is not read here; the digest is still that of the file."""
    path = tmp_path / "law.docx"
    path.write_bytes(b"PK\x03\x04")
    raw = read(path, reader=lambda data: f"第一条\r\n{len(data)}")

    assert raw.text == "第一条\r\n4"
    assert raw.source.sha256 == hashlib.sha256(b"PK\x03\x04").hexdigest()
    assert (raw.source.name, raw.source.encoding, raw.source.newline) == ("law.docx", "utf-8", "\r\n")


def test_a_reader_and_an_encoding_exclude_each_other() -> None:
    """A reader decodes by itself."""
    with pytest.raises(OptionError, match="encoding= and reader= exclude each other"):
        read(UTF_8, encoding="utf-8", reader=bytes.decode)


def test_a_reader_must_return_text() -> None:
    """Bytes are refused, and so are half characters and blanks."""
    with pytest.raises(OptionError, match="reader= returned bytes, not str"):
        read(UTF_8, reader=bytes.upper)  # type: ignore[arg-type]
    with pytest.raises(DecodeError, match=r"half a character \(U\+D800\) at character 1"):
        read(UTF_8, reader=lambda _: "一\ud800")
    with pytest.raises(EmptyFileError):
        read(UTF_8, reader=lambda _: " ")


# --- Where it comes from ---------------------------------------------------------------------------------------------------------


def test_a_file_is_named_by_a_string_or_a_path(tmp_path: Path) -> None:
    """Both give the same; the source bears the name without the folder."""
    path = tmp_path / "立法法.txt"
    path.write_bytes(GB)

    assert read(path) == read(str(path)) == read(GB, name="立法法.txt")
    assert read(path).source.name == "立法法.txt"


@pytest.mark.parametrize("name", ["/home/li/law.txt", "C:\\Users\\li\\law.txt", "law.txt", "a\\b/law.txt"])
def test_a_source_never_tells_the_folder(name: str) -> None:
    """Not even when the caller gives one, in the manner of either system."""
    assert read(UTF_8, name=name).source.name == "law.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file name is bytes")
def test_a_name_in_another_encoding_can_be_printed(tmp_path: Path) -> None:
    """Archives from Windows unpack to names in GBK; the source has a name that any output can hold."""
    path = os.fsencode(tmp_path) + b"/" + "法.txt".encode("gbk")
    Path(os.fsdecode(path)).write_bytes(UTF_8)

    assert read(os.fsdecode(path)).source.name == "\\udcb7\\udca8.txt"


def test_a_stream_is_read_from_where_it_stands(tmp_path: Path) -> None:
    """A binary stream need not be at its beginning, is not closed, and gives its base name."""
    path = tmp_path / "law.txt"
    path.write_bytes(b"skip" + UTF_8)
    with path.open("rb") as stream:
        stream.seek(4)
        raw = read(stream)

        assert not stream.closed
    assert (raw.text, raw.source.name) == (SIMPLIFIED, "law.txt")


def test_a_stream_without_a_name_is_called_bytes() -> None:
    """As are bytes, unless the caller names them."""
    assert read(io.BytesIO(UTF_8)).source.name == read(UTF_8).source.name == "<bytes>"
    assert read(io.BytesIO(UTF_8), name="law.txt").source.name == "law.txt"


def test_a_stream_has_the_format_of_its_name(tmp_path: Path) -> None:
    """An open .docx file is refused like its name."""
    path = tmp_path / "law.docx"
    path.write_bytes(UTF_8)
    with path.open("rb") as stream, pytest.raises(UnknownFormatError):
        read(stream)


def test_a_stream_of_text_is_refused() -> None:
    """It has been decoded already, who knows how, and its line ends are lost."""
    with pytest.raises(OptionError, match=r"the stream gives str, not bytes\. Open it with 'rb'"):
        read(io.StringIO("第一条"))  # type: ignore[arg-type]


def test_a_closed_stream_is_an_error(tmp_path: Path) -> None:
    """As is one that was opened for writing."""
    closed = io.BytesIO(UTF_8)
    closed.close()
    with pytest.raises(ReadError, match="the stream cannot be read"):
        read(closed)
    with (tmp_path / "law.txt").open("wb") as written, pytest.raises(ReadError, match=r"law\.txt: the stream cannot be read"):
        read(written)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are decoded like those of a file, whatever encoding the terminal has."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GB), encoding="ascii"))
    raw = read("-")

    assert (raw.text, raw.source.name) == (SIMPLIFIED, "<stdin>")


@pytest.mark.parametrize("stdin", [None, io.StringIO("第一条")])
def test_standard_input_may_be_missing(monkeypatch: pytest.MonkeyPatch, stdin: io.StringIO | None) -> None:
    """Programs without a terminal have none."""
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(ReadError, match="<stdin>: there is no standard input"):
        read("-")


@pytest.mark.parametrize("nonsense", [3, None, ["law.txt"], 1.5])
def test_anything_else_is_an_option_error(nonsense: object) -> None:
    """A number in particular is not taken for the number of an open file."""
    with pytest.raises(OptionError, match="cannot read from"):
        read(nonsense)  # type: ignore[arg-type]


NO_FILES = {
    "a name": "no-such-file.txt",
    "a path": "no-such-folder/law.txt",
    "nothing": "",
    "a sentence": "第一条 为了规范立法活动，健全国家立法制度。",
    "two lines": "一、总体要求\n坚持以人民为中心。",
    "a whole text": SIMPLIFIED,
    "a long line": "第一条 为了规范立法活动。" * 1000,
    "a NUL character": "第一条\x00",
    "half a character": "第一条\ud800",
    "a file taken for a folder": f"{__file__}/law.txt",
}


@pytest.mark.parametrize("text", NO_FILES.values(), ids=NO_FILES.keys())
def test_a_string_that_is_no_file_is_an_error(text: str) -> None:
    """Whatever the system answers to such a name: there is no such file, and `policydiff.parse` takes literal text."""
    with pytest.raises(
        MissingFileError, match=r"there is no such file\. A string names a file; for literal text use policydiff\.parse\(\)"
    ):
        read(text)


def test_a_missing_file_is_a_file_not_found_error() -> None:
    """Code that knows nothing of policydiff can catch it; the message shows the name, and of a whole text its beginning only."""
    with pytest.raises(FileNotFoundError, match=r"^no-such-folder/law\.txt: there is"):
        read("no-such-folder/law.txt")
    with pytest.raises(FileNotFoundError) as caught:
        read(SIMPLIFIED)
    assert len(str(caught.value)) < 200


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """It is refused by that name."""
    with pytest.raises(NotAFileError, match="this is a folder, not a file"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such things")
def test_devices_are_refused_and_pipes_are_read(tmp_path: Path) -> None:
    """A device may never end; a named pipe does, and is what shells make of `<(command)`."""
    with pytest.raises(NotAFileError, match="this is a device or a socket, not a file"):
        read("/dev/null")

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(UTF_8,))
    writer.start()
    assert read(pipe).text == SIMPLIFIED
    writer.join()


FAILURES = {
    "permission": (PermissionError(13, "Permission denied"), "permission denied. Check who may read it"),
    "a bad disk": (OSError(5, "Input/output error"), "the file cannot be read: Input/output error. Copy it to another place"),
}


@pytest.mark.parametrize(("failure", "message"), FAILURES.values(), ids=FAILURES.keys())
def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: OSError, message: str) -> None:
    """The error says why, and what may help."""

    def fail(*_: object) -> None:
        raise failure

    path = tmp_path / "law.txt"
    path.write_bytes(UTF_8)
    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(ReadError, match=message):
        read(path)


def test_errors_say_which_file(tmp_path: Path) -> None:
    """With the path that the caller wrote, since two files may have one name; and they survive the way to another process."""
    path = tmp_path / "law.txt"
    path.write_bytes(b"")
    with pytest.raises(EmptyFileError) as caught:
        read(path)

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert str(caught.value).startswith(f"{path}: the file holds no text")


# --- Cost ------------------------------------------------------------------------------------------------------------------------


def test_chardet_is_not_imported_before_it_is_needed() -> None:
    """Importing the readers, and reading an ordinary file, loads no package from outside."""
    program = "import sys, policydiff.readers as r; r.read(b'Article 1'); sys.exit('chardet' in sys.modules)"
    folder = Path(sys.modules["policydiff"].__file__ or "").parents[1]

    assert subprocess.run([sys.executable, "-c", program], cwd=folder, check=False).returncode == 0


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-be"])
def test_the_work_for_a_large_file_does_not_grow(codec: str) -> None:
    """What decides about an encoding is a sample; no Python loop runs over the characters of the rest."""
    data = SIMPLIFIED.encode(codec) * 200
    read(data)  # what is loaded late is loaded

    assert lines(lambda: read(data * 10)) < 1.1 * lines(lambda: read(data))
