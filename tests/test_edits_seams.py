"""Seams between sentences: words that both sides have on either side of one are told as kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.marks import mirror, normalized, tiled, untrue_edits

from policydiff.edits import diff
from policydiff.edits.projection import Operation
from policydiff.edits.seams import closed
from policydiff.model import EditTag

#: What was dropped, what was put in, and what is left of the two: `=` kept, `-` dropped, `+` put in.
SEAMS = {
    "the beginning of what was put in": ("违反规定，", "违反规定，造成损害的，赔偿；", "=违反规定， +造成损害的，赔偿；"),
    "the end of what was put in": ("依法处罚。", "责令改正；依法处罚。", "+责令改正； =依法处罚。"),
    "the beginning of what was dropped": ("违反规定，造成损害的，赔偿；", "违反规定，", "=违反规定， -造成损害的，赔偿；"),
    "the same": ("依法处罚", "依法处罚", "=依法处罚"),
    "words that end in the middle of a segment": ("违反", "违反规定，造成损害的，", "-违反 +违反规定，造成损害的，"),
    "other words": ("依法处罚。", "责令改正。", "-依法处罚。 +责令改正。"),
}


@pytest.mark.parametrize(("dropped", "put_in", "expected"), SEAMS.values(), ids=SEAMS)
@pytest.mark.parametrize("dropped_first", [True, False])
def test_what_both_sides_of_a_seam_have_is_kept(dropped: str, put_in: str, expected: str, dropped_first: bool) -> None:
    """The table, whichever of the two stands first."""
    size, more = len(dropped), len(put_in)
    if dropped_first:
        steps = [Operation(EditTag.DELETE, 0, size, 0, 0), Operation(EditTag.INSERT, size, size, 0, more)]
    else:
        steps = [Operation(EditTag.INSERT, 0, 0, 0, more), Operation(EditTag.DELETE, 0, size, more, more)]
    signs = {EditTag.EQUAL: "=", EditTag.DELETE: "-", EditTag.INSERT: "+"}

    made = closed(steps, dropped, put_in)

    told = {f"{signs[s.tag]}{dropped[s.old_start : s.old_end] or put_in[s.new_start : s.new_end]}" for s in made}
    assert told == set(expected.split())


WORDS = st.lists(st.sampled_from(["违反规定，", "依法处罚。", "造成损害的，", "责令改正；", "国家", "鼓励创新。"]), max_size=8).map("".join)


@given(WORDS, WORDS)
def test_sentences_in_any_order_are_compared_and_nothing_is_lost(old: str, new: str) -> None:
    """Law: the edits tile both sides, however often the same words stand there."""
    if old and new:
        edits = diff([normalized(old)], [normalized(new)])

        assert tiled(edit.old for edit in edits) == list(range(len(old)))
        assert tiled(edit.new for edit in edits) == list(range(len(new)))
        assert not untrue_edits(old, new, edits)
        assert set(diff([normalized(new)], [normalized(old)])) == mirror(edits)
