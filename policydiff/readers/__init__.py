r"""Readers: a file, a stream or bytes → raw text, and where it came from.

`read` is the one entry. It fetches the bytes, lets the reader for the suffix turn them into text, and notes the source. The text is
decoded and otherwise untouched: line ends, blanks and marks stay, so that `Source.encode` gives back the same bytes.

>>> raw = read("第一条　为了规范……\r\n".encode("gb18030"), name="law.txt")
>>> raw.text
'第一条\u3000为了规范……\r\n'
>>> raw.source.name, raw.source.encoding, raw.source.newline
('law.txt', 'gb18030', '\r\n')
>>> raw.source.encode(raw.text) == "第一条　为了规范……\r\n".encode("gb18030")
True

A string names a file, and nothing else:

>>> read("第一条……")
Traceback (most recent call last):
policydiff.errors.MissingFileError: 第一条……: there is no such file. A string names a file; for literal text use policydiff.parse().
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import BinaryIO, Final, NamedTuple

from policydiff.errors import (
    DecodeError,
    EmptyFileError,
    MissingFileError,
    NotAFileError,
    OptionError,
    ReadError,
    UnknownFormatError,
)
from policydiff.model import Source
from policydiff.readers.encodings import Decoded
from policydiff.readers.text import SAVE_AS_TEXT, read_text

Reader = Callable[[bytes, str | None], Decoded]
"""From the content of a file, and the encoding asked for if any, to its text and encoding. It may raise any `ReadError`."""

#: The reader for each suffix, in lower case. Suffixes in neither table are read as plain text.
READERS: Final[dict[str, Reader]] = {
    "": read_text,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
}
#: Suffixes of documents that no reader is there for yet.
UNREAD: Final[dict[str, str]] = {
    ".doc": "Word",
    ".docx": "Word",
    ".wps": "WPS",
    ".odt": "OpenDocument",
    ".rtf": "rich text",
    ".pdf": "PDF",
    ".ofd": "OFD",
    ".html": "web page",
    ".htm": "web page",
    ".mht": "web page",
    ".xls": "Excel",
    ".xlsx": "Excel",
    ".et": "WPS",
    ".ppt": "PowerPoint",
    ".pptx": "PowerPoint",
    ".epub": "electronic book",
}

_BYTES: Final = "<bytes>"
_STDIN: Final = "<stdin>"
# What systems answer to a name that leads nowhere, or that no file can have: too long, or with a line break.
_NO_SUCH_FILE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
# The byte order mark, the zero-width space and the word joiner are no blanks to Python, and yet nothing to read.
_READABLE: Final = re.compile(r"[^\s\ufeff\u200b\u2060]")


class RawText(NamedTuple):
    """What a reader hands on."""

    text: str
    """Decoded, otherwise untouched: no line end translated, no blank stripped."""
    source: Source
    """Where it came from."""


class _Content(NamedTuple):
    data: bytes
    name: str
    """The base name of the file, or an empty string if it has none."""
    where: str
    """What to call it in a message: as the caller wrote it."""


def read(
    path: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    encoding: str | None = None,
    name: str | None = None,
    reader: Callable[[bytes], str] | None = None,
) -> RawText:
    """Return the text of a file, and its source.

    Args:
        path: a string or a path names a file (a named pipe will do), and the string "-" standard input; bytes and binary streams
            are read as they are.
        encoding: the name of a codec, when the file is not UTF-8 and what was found out about it is wrong; see `encodings.decode`.
        name: what to call the source, without its folder. The default is the name of the file, `<stdin>` or `<bytes>`. For bytes
            and streams without a name, its suffix says which format they are in.
        reader: a callable from the content to the text, for formats that are not read here. The file cannot be rebuilt from such
            a text: `Source.sha256` is still that of the file, but `Source.encoding` is utf-8, and stands for the text alone.

    Raises:
        MissingFileError: if no file has that name.
        NotAFileError: if the name leads to a folder, a device or a socket.
        ReadError: if the file may not or cannot be read.
        UnknownFormatError: if no reader is known for the suffix.
        BinaryFileError: if a text was to be read and the content is none.
        DecodeError: if the bytes are not text in that encoding, or in any that was tried.
        EmptyFileError: if the text holds nothing but blanks.
        OptionError: if the arguments are not of these kinds, or exclude each other.
    """
    content = _fetch(path)
    shown = _base_name(name or "") or content.name or _BYTES
    try:
        decoded = _decode(content.data, content.name or shown, encoding, reader)
        _refuse_unusable(decoded.text)
    except ReadError as error:
        error.where = content.where or shown
        raise
    newline = _LINE_END.search(decoded.text)
    digest = hashlib.sha256(content.data).hexdigest()
    return RawText(decoded.text, Source(shown, digest, decoded.encoding, newline[0] if newline else ""))


def _decode(data: bytes, name: str, encoding: str | None, reader: Callable[[bytes], str] | None) -> Decoded:
    if reader is None:
        return _reader_for(name)(data, encoding)
    if encoding is not None:
        raise OptionError("encoding= and reader= exclude each other", remedy="Let the reader decode the bytes.")
    text = reader(data)
    if not isinstance(text, str):
        raise OptionError(f"reader= returned {type(text).__name__}, not str", remedy="Let it return the text of the file.")
    return Decoded(text, "utf-8")


def _reader_for(name: str) -> Reader:
    suffix = PurePath(name).suffix.lower()
    if suffix in UNREAD:
        raise UnknownFormatError(f"{UNREAD[suffix]} files ({suffix}) are not read yet", remedy=SAVE_AS_TEXT)
    return READERS.get(suffix, read_text)


def _refuse_unusable(text: str) -> None:
    if not _READABLE.search(text):
        raise EmptyFileError("the file holds no text", remedy="Check that it is the right file and that it was saved.")
    if surrogate := _SURROGATE.search(text):  # from a reader= or from UTF-7; nothing that is written later could hold it
        place = surrogate.start()
        raise DecodeError(
            f"the text holds half a character (U+{ord(text[place]):04X}) at character {place}",
            remedy="Name the right encoding with encoding=, or repair the reader.",
        )


def _fetch(path: str | os.PathLike[str] | bytes | BinaryIO) -> _Content:
    if isinstance(path, (bytes, bytearray, memoryview)):
        return _Content(bytes(path), "", "")
    if path == "-":
        return _Content(_read_stdin(), _STDIN, _STDIN)
    if isinstance(path, (str, os.PathLike)):
        file_name = os.fsdecode(path)
        return _Content(_read_file(file_name), _base_name(file_name), _abridged(file_name))
    if callable(getattr(path, "read", None)):
        stream_name = _stream_name(path)
        return _Content(_read_stream(path, stream_name), stream_name, stream_name)
    raise OptionError(
        f"cannot read from {type(path).__name__}",
        remedy="Give the name of a file, its content as bytes, or a stream opened with 'rb'.",
    )


def _read_file(path: str) -> bytes:
    if not path:  # to a Path it is the folder that we are in
        raise _missing(path)
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):  # shells hand over `<(command)` and /dev/stdin as pipes
            return Path(path).read_bytes()
    except OSError as error:
        raise _file_error(path, error) from None
    except ValueError:  # a NUL, or half a character, in the name
        raise _missing(path) from None
    kind = "a folder" if stat.S_ISDIR(mode) else "a device or a socket"
    raise NotAFileError(f"this is {kind}, not a file", where=_abridged(path), remedy="Name a file; for standard input, use -.")


def _file_error(path: str, error: OSError) -> ReadError:
    if error.errno in _NO_SUCH_FILE:
        return _missing(path)
    if isinstance(error, PermissionError):
        return ReadError(
            "permission denied",
            where=_abridged(path),
            remedy="Check who may read it, and that no other program (Word, WPS) holds it open.",
        )
    return ReadError(f"the file cannot be read: {error.strerror}", where=_abridged(path), remedy="Copy it to another place and try again.")


def _missing(path: str) -> MissingFileError:
    return MissingFileError(
        "there is no such file", where=_abridged(path), remedy="A string names a file; for literal text use policydiff.parse()."
    )


def _read_stdin() -> bytes:
    stdin = getattr(sys.stdin, "buffer", None)  # notebooks and programs without a window have none
    if stdin is None:
        raise ReadError("there is no standard input to read bytes from", where=_STDIN, remedy="Name a file.")
    return _read_stream(stdin, _STDIN)


def _read_stream(stream: BinaryIO, name: str) -> bytes:
    try:
        data = stream.read()
    except (OSError, ValueError) as error:  # ValueError: it is closed
        raise ReadError(f"the stream cannot be read: {error}", where=name, remedy="Open it again with 'rb'.") from None
    if isinstance(data, bytes):
        return data
    raise OptionError(f"the stream gives {type(data).__name__}, not bytes", where=name, remedy="Open it with 'rb', not as text.")


def _stream_name(stream: object) -> str:
    name = getattr(stream, "name", None)  # of a pipe it is a number
    return _base_name(os.fsdecode(name)) if isinstance(name, (str, bytes, os.PathLike)) else ""


def _base_name(path: str) -> str:
    """Return what stands behind the last slash, of either kind, in a form that any output can hold."""
    base = re.split(r"[/\\]", path)[-1]
    return base.encode("utf-8", "backslashreplace").decode("utf-8")  # a name in GBK, on a system of UTF-8, is full of surrogates


def _abridged(path: str) -> str:
    """Return a name fit for a message, if it is the text of a law rather than a name."""
    return path if len(path) <= 200 and not _LINE_END.search(path) else f"{path[:30]}…"
