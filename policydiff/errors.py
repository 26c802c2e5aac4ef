"""What can go wrong, and what to do about it.

    PolicyDiffError
    ├── ReadError                 a file or stream could not be turned into text
    │   ├── MissingFileError      nothing is there (also a FileNotFoundError)
    │   ├── NotAFileError         a directory, a socket …
    │   ├── EmptyFileError        no character but blanks
    │   ├── BinaryFileError       a picture, an archive, a Word or PDF file read as plain text
    │   ├── DecodeError           bytes that no encoding explains, or not the one that was asked for
    │   └── UnknownFormatError    a suffix that no reader is known for
    ├── ClauseNotFoundError       no clause has that id or printed number (also a LookupError)
    ├── OptionError               an argument outside its range (also a ValueError)
    ├── OutputError               a report could not be written; the old file, if any, is untouched
    └── MissingExtraError         an optional package is not installed (also an ImportError)

Every message says what happened, where, and what to do.

>>> error = EmptyFileError("the file holds no text", where="empty.txt", remedy="Check that it was saved.")
>>> print(error)
empty.txt: the file holds no text. Check that it was saved.
"""

from __future__ import annotations


class PolicyDiffError(Exception):
    """The root of the family: catch this to catch whatever policydiff raises on purpose.

    Args:
        what: what happened, without a full stop.
        where: the file, stream or clause concerned; may be empty.
        remedy: one sentence saying what to do; may be empty.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{printable(self.where)}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}.{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default protocol, and errors travel between processes.
        return _revive, (type(self), self.what, self.where, self.remedy)


def _revive(kind: type[PolicyDiffError], what: str, where: str, remedy: str) -> PolicyDiffError:
    return kind(what, where=where, remedy=remedy)


def printable(name: str) -> str:
    r"""Return a name with control and bidirectional characters spelled out, safe to print.

    A file name may hold an escape sequence or a right-to-left override; a terminal would obey it.

    >>> printable("a\x1b[31mb.txt")
    'a<U+001B>[31mb.txt'
    """
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in name)


class ReadError(PolicyDiffError):
    """A file or stream could not be turned into text."""


class MissingFileError(ReadError, FileNotFoundError):
    """Nothing is there under that name."""


class NotAFileError(ReadError):
    """The name leads to something that is not a file: a directory, a device."""


class EmptyFileError(ReadError):
    """The file or stream holds no character but blanks."""


class BinaryFileError(ReadError):
    """The bytes are those of a picture, an archive or a word processor, not of a text."""


class DecodeError(ReadError):
    """The bytes are not text in the encoding asked for, or in any that was tried."""


class UnknownFormatError(ReadError):
    """No reader is known for the suffix of the file."""


class ClauseNotFoundError(PolicyDiffError, LookupError):
    """No clause of the document has that id or that printed number."""


class OptionError(PolicyDiffError, ValueError):
    """An argument outside its range, or two arguments that exclude each other."""


class OutputError(PolicyDiffError):
    """A report could not be written. What stood at its place before is untouched."""


class MissingExtraError(PolicyDiffError, ImportError):
    """An optional package is needed for this and is not installed."""
