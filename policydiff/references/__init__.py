"""Cross references (条文引用): where a text names another place of its own, what stands there, and whether a revision kept it true.

依本法第十条第一款第三项、第十二条至第十四条及前条规定，准用《民法典》第三条

reading    the text → 第十条第一款第三项 · 第十二条至第十四条 · 前条 · 第三条 (of 民法典)
targets    a reference and the clause it stands in → the ids of the clauses it names
following  two versions → references that follow the renumbering of what they name are formal; those that do not are findings

The aligner reads them too: two articles that cite corresponding articles have that in common, whatever the numbers.
"""

from policydiff.references.following import Followed, Row, follow
from policydiff.references.reading import Naming, Reference, Step, Usage, find_references, usage_of
from policydiff.references.targets import Targets, resolve

__all__ = ["Followed", "Naming", "Reference", "Row", "Step", "Targets", "Usage", "find_references", "follow", "resolve", "usage_of"]
