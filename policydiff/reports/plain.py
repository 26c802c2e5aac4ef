"""Text of a document in one line of plain text, with nothing in it that a terminal, a table or a sentence would stumble over."""

from __future__ import annotations

import re
from typing import Final

from policydiff.normalization import INVISIBLE

_LINE_ENDS: Final = re.compile(r"(?<![ \t\u3000])[ \t\u3000]*(?:\r\n|[\r\n\f\u0085\u2028\u2029])[ \t\u3000]*")
_UNSAFE: Final = re.compile(f"[{INVISIBLE}]")


def visible(text: str) -> str:
    r"""Return a text in one line, with every character that has no shape spelled out.

    >>> visible("产业工\n\n人\x1b[31m")
    '产业工人<U+001B>[31m'
    """
    return _UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", _LINE_ENDS.sub("", text))
