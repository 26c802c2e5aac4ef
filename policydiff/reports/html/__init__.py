"""placeholder while being written."""
from policydiff.model import Collation
def to_html(collation: Collation) -> str: return ""
def to_fragment(collation: Collation) -> str: return ""
