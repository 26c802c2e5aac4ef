"""Where sentences were matched one by one, words that both sides have may lie on either side of the seam.

    old     违反本法规定，构成犯罪的，依法追究刑事责任。
    new     违反本法规定，造成损害的，依法承担民事责任；构成犯罪的，依法追究刑事责任。
    ugly    {+违反本法规定，造成损害的，依法承担民事责任；+}[-违反本法规定，-]构成犯罪的……
    good    违反本法规定，{+造成损害的，依法承担民事责任；+}构成犯罪的……

The first new sentence has no counterpart, and the old one belongs to the second; each is told rightly by itself. A passage that was dropped
beside one that was put in, and is its beginning or its end up to a mark of punctuation, stayed where it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.edits.projection import Operation
from policydiff.edits.tidying import PUNCTUATION
from policydiff.model import EditTag


def closed(operations: Sequence[Operation], old: str, new: str) -> list[Operation]:
    """Return the operations with what both sides of a seam have in common told as equal.

    Args:
        operations: what differs, in order; they tile both texts.
        old, new: the normalised texts.

    >>> whole = [Operation(EditTag.INSERT, 0, 0, 0, 5), Operation(EditTag.DELETE, 0, 3, 5, 5)]
    >>> [(step.tag.value, old, new) for old, new in [("违法，", "违法，伤人")] for step in closed(whole, old, new)]
    [('equal', '违法，', '违法，伤人'), ('insert', '违法，', '违法，伤人')]
    """
    out: list[Operation] = []
    for operation in operations:
        joined = _joined(out[-1], operation, old, new) if out else None
        if joined is None:
            out.append(operation)
        else:
            out[-1:] = joined
    return out


def _joined(first: Operation, second: Operation, old: str, new: str) -> list[Operation] | None:
    """The two as a passage that both sides have and one that only one side has; None if they are nothing of the kind."""
    is_seam = (first.old_end, first.new_end) == (second.old_start, second.new_start)
    if not is_seam or {first.tag, second.tag} != {EditTag.INSERT, EditTag.DELETE}:
        return None
    i, k, j, m = first.old_start, second.old_end, first.new_start, second.new_end
    short, long = sorted((old[i:k], new[j:m]), key=len)
    over = EditTag.DELETE if len(old[i:k]) > len(short) else EditTag.INSERT
    size = len(short)
    if short == long:
        return [Operation(EditTag.EQUAL, i, k, j, m)]
    if long.startswith(short) and short[-1] in PUNCTUATION:
        return [Operation(EditTag.EQUAL, i, i + size, j, j + size), Operation(over, i + size, k, j + size, m)]
    if long.endswith(short) and long[-size - 1] in PUNCTUATION:
        return [Operation(over, i, k - size, j, m - size), Operation(EditTag.EQUAL, k - size, k, m - size, m)]
    return None
