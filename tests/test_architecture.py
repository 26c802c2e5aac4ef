"""The house keeps its shape: imports look backwards along the path of the data, and heavy packages are loaded late."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

PACKAGE = Path(__file__).parent.parent / "policydiff"

#: Each room may import those in the lines above its own. Rooms of one line do not know each other.
ORDER = (
    ("errors", "numerals"),
    ("model", "progress"),
    ("offsets", "anchors", "similarity", "words"),
    ("normalization", "readers", "embeddings"),
    ("outline", "references", "formal"),
    ("alignment", "edits", "changes", "terms", "corrections"),
    ("quotations", "profiles"),
    ("reports",),
    ("rows",),
    ("comparison",),
    ("tracing",),
    ("texts",),
    ("cli",),
    ("__main__",),
)
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}

#: Where a package that is not Python's own may be imported when the module is loaded: the aligner's modules, and the command line.
LOADED_EARLY = {"numpy": {"similarity", "embeddings", "alignment"}, "scipy": {"similarity"}, "click": {"cli"}}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def loaded_with_the_module(tree: ast.Module) -> list[str]:
    """Imports at the top of a module, those for type checkers left out."""
    return [name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for name in imports(node)]


def test_every_room_has_a_place_in_the_order():
    """A new module is put somewhere on the path of the data before it is used."""
    rooms = {room_of(path) for path in modules()} - {"__init__"}

    assert rooms == set(RANK)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_look_backwards(path: Path):
    """No module imports one that comes later, or one that stands beside it."""
    room = room_of(path)
    if room == "__init__":
        pytest.skip("the door names everything")
    known = {name.split(".")[1] for name in imports(ast.parse(path.read_text("utf-8"))) if name.startswith("policydiff.")}
    forward = {other for other in known - {room, "__version__"} if RANK[other] >= RANK[room]}

    assert forward == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_packages_are_loaded_when_they_are_used(path: Path):
    """A package that is not Python's own is imported inside the function that needs it."""
    found = {name.partition(".")[0] for name in loaded_with_the_module(ast.parse(path.read_text("utf-8")))}
    foreign = {name for name in found - sys.stdlib_module_names - {"policydiff"} if room_of(path) not in LOADED_EARLY.get(name, ())}

    assert foreign == set()


def test_importing_the_package_loads_nothing_else():
    """`import policydiff` costs next to nothing: no third-party module, and none of our own."""
    code = (
        "import sys; before = set(sys.modules); import policydiff; print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert set(loaded) - sys.stdlib_module_names == {"policydiff"}


def test_the_package_survives_strict_warnings():
    """jieba's source has invalid escapes; importing and comparing under -W error shows that they are kept in."""
    code = (
        "import policydiff as p; a = p.parse('第一条　国家鼓励创新。'); b = p.parse('第一条　国家支持创新。'); "
        "print(len(p.compare(a, b).changes))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)

    assert (done.stdout.strip(), done.stderr) == ("1", "")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_lines_are_never_cut_by_splitlines(path: Path):
    r"""`str.splitlines` also cuts at U+2028, \x0b and \x85, which are characters of a text."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)]

    assert [node.lineno for node in calls if node.attr == "splitlines"] == []
