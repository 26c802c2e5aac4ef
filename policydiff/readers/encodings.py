r"""Bytes → text: find the encoding that explains them, or say where they cannot be explained.

The order of the search, when the caller names no encoding:

1. A byte order mark decides.
2. What is strictly UTF-8 is UTF-8, unless it holds control characters that another encoding explains.
3. UTF-8, gb18030, cp950, big5hkscs and UTF-16 in both byte orders are read strictly, and the reading wins in which the largest
   share of the characters, printable ASCII aside, are everyday Chinese ones (`_everyday_characters`). A tie between gb18030 and
   Big5, which only a few words can give, is decided by chardet, any other by the order of this list.
4. A reading of which less than six in ten are everyday characters does not count. So a UTF-8 file with one damaged byte is an
   error, and not a page of 绗竴鏉, which is what gb18030 makes of 第一条. (Lists of rare animals and of solvents have
   three in four and more.)

Whatever wins must encode back to the same bytes, so that the text and the name of the encoding are enough to rebuild the file.
Nothing is ever replaced or ignored.

Wrong readings among 3,000 samples cut at random from the bundled texts (for Big5, from their conversion to traditional characters):

    characters              3     4     6     8    12    50   200
    gb18030, simplified    20     7     4     0     0     0     0
    gb18030, traditional   14     8     0     0     0     0     0
    cp950                  47    20     4     0     0     0     0
    big5hkscs              46    13     0     0     0     0     0
    utf-16-le             177    60    11     3     0     0     0
    utf-16-be             138    42     3     0     0     0     0

chardet alone, restricted to these encodings, reads 32 of the 3,000 traditional gb18030 samples of 12 characters as something else,
and half of the UTF-16 samples of 200. Japanese, Korean and western encodings are not looked for: the caller must name them.

>>> decode("第一条".encode("gbk"))
Decoded(text='第一条', encoding='gb18030')
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from policydiff.errors import DecodeError, OptionError
from policydiff.model import Source

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before UTF-16, whose mark it begins with
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UTF_16: Final = ("utf-16-le", "utf-16-be")
# cp950 before big5hkscs: they differ in a few marks, and cp950 is what Windows in Taiwan writes.
_BIG5: Final = ("cp950", "big5hkscs")
_LEGACY: Final = ("gb18030", *_BIG5)

#: The control characters but for tab, line feed, form feed and carriage return, as UTF-8, gb18030 and Big5 write them.
CONTROL_BYTES: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")

#: What the name of a codec may stand for. `gb2312` and `gbk` label pages that Windows wrote, and Python's gb2312 turns · into ・
#: and — into ―; `big5` is what cp950 and big5hkscs are called on web pages; a byte order mark may or may not be there.
_FAMILIES: Final = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "big5": _BIG5,
    "utf-8": ("utf-8", "utf-8-sig"),
    "utf-8-sig": ("utf-8", "utf-8-sig"),
    "utf-16": (*_UTF_16, "utf-16"),
    "utf-32": ("utf-32-le", "utf-32-be"),
}
#: Text encodings to Python, but of domain names and of program text, not of files.
_NOT_OF_FILES: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
_LEAST_EVERYDAY_SHARE: Final = 0.6
_SAMPLED_RUNS: Final = 1000
_TELLING: Final = re.compile(r"[^\t\n\f\r\x20-\x7e]{1,64}")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Decoded(NamedTuple):
    """A text and the encoding it was written in."""

    text: str
    """What the bytes say; line ends as they were."""
    encoding: str
    """A codec with which `Source.encode` gives back the same bytes."""


class _Failure(NamedTuple):
    """Where a codec stopped: `data[start:end]` are the bytes that it cannot read."""

    codec: str
    start: int
    end: int


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Return the text that the bytes hold.

    The byte order mark of UTF-8 and of little-endian UTF-16 is left out of the text. Those of big-endian UTF-16, of UTF-32 and of
    gb18030 stay in it, as U+FEFF, since no codec writes them back.

    Args:
        data: the whole content of a file.
        encoding: the name of a Python codec, or None to find out. gb2312 and gbk are read as gb18030, which holds both; big5 as
            cp950 or, failing that, as big5hkscs; utf-8, utf-16 and utf-32 with or without a byte order mark.

    Raises:
        OptionError: if no codec of text has that name.
        DecodeError: if the bytes are not text in that encoding, or in any that was tried.

    >>> decode(b"\xff\xfe\x00\x4e")
    Decoded(text='一', encoding='utf-16')
    """
    marked = marked_codec(data)
    if encoding is not None:
        codec = _codec_name(encoding)
        family = _FAMILIES.get(codec, (codec,))
        return _decode_as(data, (marked,) if marked in family else family, asked_for=True)
    if marked is not None:
        return _decode_as(data, (marked,), asked_for=False)
    found = _detect(data)
    if found is None:
        raise _undetected(data)
    return found


def marked_codec(data: bytes) -> str | None:
    """Return the codec that the byte order mark of the bytes stands for, or None if they have none."""
    return next((codec for mark, codec in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _detect(data: bytes) -> Decoded | None:
    """Return the text of bytes without a byte order mark, if a Chinese encoding explains them."""
    utf_8 = _best_reading(data, ("utf-8",))
    if utf_8 and not CONTROL_BYTES.search(data):
        return utf_8
    return _best_reading(data, ("utf-8", *_LEGACY, *_UTF_16), least=_LEAST_EVERYDAY_SHARE) or utf_8


def _decode_as(data: bytes, names: Sequence[str], *, asked_for: bool) -> Decoded:
    found = _best_reading(data, names)
    if found is None:
        raise _undecodable(data, names, asked_for=asked_for)
    return found


def _codec_name(encoding: str) -> str:
    if _is_text_codec(encoding) and (name := codecs.lookup(encoding).name) not in _NOT_OF_FILES:
        return name
    raise OptionError(
        f"encoding={encoding!r} is not an encoding of text files",
        remedy="Use the name of a Python codec such as utf-8, gb18030, cp950 or utf-16, or leave it out.",
    )


def _is_text_codec(encoding: str) -> bool:
    try:
        b" ".decode(encoding)
    except UnicodeError:
        return True  # one blank is half a character in UTF-16
    except (LookupError, ValueError, TypeError):
        return False
    return True


def _best_reading(data: bytes, names: Sequence[str], *, least: float = 0.0) -> Decoded | None:
    """Return the reading with the most everyday characters among those that encode back to the same bytes.

    Args:
        data: the bytes.
        names: codecs, the preferred one first.
        least: the share of everyday characters below which a reading does not count.
    """
    readings = [Decoded(text, name) for name in names if (text := _strictly(data, name)) is not None]
    if len(readings) > 1:
        readings = _ranked(data, readings)
    for reading in readings:
        if _writes_back(reading, data) and (not least or _everyday_share(reading.text) >= least):
            return reading
    return None


def _ranked(data: bytes, readings: list[Decoded]) -> list[Decoded]:
    shares = {reading.encoding: _everyday_share(reading.text) for reading in readings}
    best = max(shares.values())
    tied = {encoding for encoding, share in shares.items() if share == best}
    gb_last = "gb18030" in tied and not tied.isdisjoint(_BIG5) and _looks_like_big5(data)
    return sorted(readings, key=lambda reading: (-shares[reading.encoding], gb_last and reading.encoding == "gb18030"))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _writes_back(reading: Decoded, data: bytes) -> bool:
    try:
        return _source(reading.encoding).encode(reading.text) == data
    except UnicodeError:
        return False


def _source(encoding: str) -> Source:
    return Source("", "", encoding, "")


def _everyday_share(text: str) -> float:
    """Return the share of everyday Chinese characters among the first ones that are not printable ASCII; 1 if all are."""
    sample = "".join(match[0] for match in islice(_TELLING.finditer(text), _SAMPLED_RUNS))
    everyday = _everyday_characters()
    return sum(c in everyday for c in sample) / len(sample) if sample else 1.0


@cache
def _everyday_characters() -> frozenset[str]:
    """Return the marks, numbers and full-width forms of GB 2312 and Big5, and the frequent Han characters of both (their level 1).

    Kana and Cyrillic letters, and the small and upright forms of marks, which the standards have as well, are left out: they are
    what a wrong reading looks like. Added are a dash, and the lines of which tables are drawn.
    """
    gb = _cells((*range(0xA1, 0xA4), *range(0xB0, 0xD8)), range(0xA1, 0xFF))
    big5 = _cells((0xA1, 0xA2, *range(0xA4, 0xC6)), (*range(0x40, 0x7F), *range(0xA1, 0xFF))) + _cells((0xC6,), range(0x40, 0x7F))
    forms = set(map(chr, range(0xFE30, 0xFE70)))
    return frozenset((*gb.decode("gb18030"), *big5.decode("cp950"), *"―─│┌┐└┘├┤┬┴┼━┃┏┓┗┛┣┫┳┻╋")) - forms


def _cells(rows: Sequence[int], columns: Sequence[int]) -> bytes:
    return bytes(byte for row in rows for column in columns for byte in (row, column))


def _looks_like_big5(data: bytes) -> bool:
    import chardet  # here, because only a few short texts need it

    verdict = chardet.detect(data, include_encodings=("gb18030", "big5hkscs"), no_match_encoding="gb18030", compat_names=False)
    return verdict["encoding"] == "big5hkscs"  # chardet's one name for the whole of the Big5 family


def _undecodable(data: bytes, names: Sequence[str], *, asked_for: bool) -> DecodeError:
    """Describe the bytes that none of the codecs reads, which the caller (or else a byte order mark) asked for."""
    failures = _failures(data, names)
    what = _describe(data, failures[0]) if failures else _describe_rewriting(data, names[0])
    if asked_for and (found := _found_unasked(data)):
        return DecodeError(what, remedy=f"The file can be read as {found.encoding}: name that, or leave encoding= out.")
    return DecodeError(what, remedy="Check that the file is complete, or name another encoding with encoding=.")


def _found_unasked(data: bytes) -> Decoded | None:
    try:
        found = decode(data)
    except DecodeError:
        return None
    return None if "\0" in found.text else found  # strictly UTF-8, but no text


def _undetected(data: bytes) -> DecodeError:
    """Describe the first bytes that are not UTF-8, and where the best of the other encodings stops, if it makes sense so far."""
    (failure,) = _failures(data, ("utf-8",))
    what = f"{_describe(data, failure)}, and no other Chinese encoding explains the file"
    further = next(iter(_failures(data, _LEGACY)), failure)
    if further.start > failure.start and _everyday_share(data[: further.start].decode(further.codec)) >= _LEAST_EVERYDAY_SHARE:
        what += f"; the nearest is {further.codec}, but {_describe(data, further)}"
    return DecodeError(what, remedy="Name the encoding with encoding=, or save the file as UTF-8.")


def _failures(data: bytes, names: Sequence[str]) -> list[_Failure]:
    """Return where each codec stops, the furthest first; nothing if one of them reads everything."""
    failures = []
    for name in names:
        try:
            data.decode(name)
        except UnicodeDecodeError as error:
            skipped = len(data) - len(error.object)  # utf-8-sig counts from behind the byte order mark
            failures.append(_Failure(name, error.start + skipped, error.end + skipped))
        else:
            return []
    return sorted(failures, key=lambda failure: -failure.start)


def _describe(data: bytes, failure: _Failure) -> str:
    codec, start, end = failure
    return f"the bytes {data[start:end][:8].hex(' ').upper()} at offset {start} ({_line_of(data[:start], codec)}) are not {codec}"


def _describe_rewriting(data: bytes, codec: str) -> str:
    written = _written(data.decode(codec), codec)
    start = next((i for i, (old, new) in enumerate(zip(data, written, strict=False)) if old != new), min(len(data), len(written)))
    place = f"the bytes {data[start : start + 4].hex(' ').upper()} at offset {start} ({_line_of(data[:start], codec)})"
    return f"{codec} reads the file, but would write it with other bytes than {place}"


def _written(text: str, codec: str) -> bytes:
    """Return the bytes of the text, up to the first character that the codec reads but cannot write."""
    try:
        return _source(codec).encode(text)
    except UnicodeEncodeError as error:
        return _source(codec).encode(text[: error.start])


def _line_of(before: bytes, codec: str) -> str:
    text = codecs.getincrementaldecoder(codec)().decode(before)  # incremental, since it may end within a character
    return f"line {len(_LINE_END.findall(text)) + 1}"
