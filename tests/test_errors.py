"""Errors: what happened, where, and what to do; one family, and each also what Python calls it."""

from __future__ import annotations

import copy
import pickle

import pytest

from policydiff import errors
from policydiff.errors import (
    BinaryFileError,
    ClauseNotFoundError,
    DecodeError,
    EmptyFileError,
    MissingExtraError,
    MissingFileError,
    NotAFileError,
    OptionError,
    OutputError,
    PolicyDiffError,
    ReadError,
    UnknownFormatError,
    printable,
)

FAMILY = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PolicyDiffError)]

#: Each error and what else catches it.
ALSO = {
    MissingFileError: (ReadError, FileNotFoundError, OSError),
    NotAFileError: (ReadError,),
    EmptyFileError: (ReadError,),
    BinaryFileError: (ReadError,),
    DecodeError: (ReadError,),
    UnknownFormatError: (ReadError,),
    ClauseNotFoundError: (LookupError,),
    OptionError: (ValueError,),
    OutputError: (),
    MissingExtraError: (ImportError,),
}

#: What, where and remedy, and the message they make.
MESSAGES = {
    ("the file holds no text", "空.txt", "Check that it was saved."): "空.txt: the file holds no text. Check that it was saved.",
    ("the file holds no text", "", ""): "the file holds no text.",
    ("the file holds no text", "a.txt", ""): "a.txt: the file holds no text.",
    ("no clause is '（六）'", "", "List the clauses."): "no clause is '（六）'. List the clauses.",
}

#: Names a terminal would obey, and what is printed.
PRINTABLE = {
    "方案.txt": "方案.txt",
    "a\x1b[31mb.txt": "a<U+001B>[31mb.txt",
    "a\u202etxt.exe": "a<U+202E>txt.exe",
    "line\nfeed": "line<U+000A>feed",
    "\ud800.txt": "<U+D800>.txt",
    "  two blanks": "  two blanks",
}


@pytest.mark.parametrize(("parts", "message"), MESSAGES.items())
def test_a_message_says_what_where_and_what_to_do(parts: tuple[str, str, str], message: str) -> None:
    """Place, fault and advice stand in one line; what is not known is left out with its punctuation."""
    what, where, remedy = parts

    assert str(PolicyDiffError(what, where=where, remedy=remedy)) == message


@pytest.mark.parametrize(("kind", "others"), ALSO.items())
def test_an_error_is_also_what_python_calls_it(kind: type[PolicyDiffError], others: tuple[type, ...]) -> None:
    """`except FileNotFoundError` catches a missing file, and `except PolicyDiffError` everything."""
    assert issubclass(kind, (PolicyDiffError, *others))
    assert all(issubclass(kind, other) for other in others)


def test_the_tree_in_the_docstring_is_the_family() -> None:
    """Every error is drawn in the docstring of its module, and no other."""
    drawn = {
        line.strip(" │├└─").split()[0]
        for line in (errors.__doc__ or "").splitlines()
        if "Error" in line and ("─" in line or "Diff" in line)
    }

    assert drawn - {">>>"} == {kind.__name__ for kind in FAMILY}


@pytest.mark.parametrize("kind", FAMILY)
@pytest.mark.parametrize("carry", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickled", "copied"])
def test_an_error_travels_between_processes(kind: type[PolicyDiffError], carry) -> None:
    """Its kind and its parts arrive as they were sent."""
    error = carry(kind("损坏", where="甲.txt", remedy="重试。"))

    assert (type(error), error.what, error.where, error.remedy) == (kind, "损坏", "甲.txt", "重试。")


@pytest.mark.parametrize(("name", "shown"), PRINTABLE.items())
def test_a_name_is_safe_to_print(name: str, shown: str) -> None:
    """Escape sequences, right-to-left overrides and half characters are spelled out; Chinese and blanks are not."""
    assert printable(name) == shown


def test_the_place_in_a_message_is_safe_to_print() -> None:
    """A file name cannot colour the terminal by way of an error."""
    assert str(PolicyDiffError("损坏", where="\x1b[2J.txt")) == "<U+001B>[2J.txt: 损坏."
