"""Catalogues: the same in every language but the words; every word is used, and everything that is said is in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from support.cases import load
from support.paths import OPINIONS, PAGE, PLAN, TEXTS
from support.sayings import said, said_of_tracing
from test_html import STATES, Element, collate, parsed

import policydiff
from policydiff.errors import OptionError
from policydiff.formal import FormalClass
from policydiff.model import Collation, EditTag, Finding, QuotationKind
from policydiff.normalization import to_script
from policydiff.outline import parse
from policydiff.quotations import find
from policydiff.reports.catalogue import LANGUAGES, ZH_HANS, Counted, catalogue
from policydiff.reports.html import to_fragment, to_html
from policydiff.reports.tracing.html import to_html as tracing_html
from policydiff.reports.tracing.labels import kind_key

HAN = re.compile(r"[\u3400-\u9fff]")
EVERY = pytest.mark.parametrize("ui", LANGUAGES)


def forms(entry: str | Counted) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else (entry.one, entry.other)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


# -- one catalogue is like another --------------------------------------------------------------------------------------------------


@EVERY
def test_all_catalogues_have_the_same_entries_in_the_same_order(ui: str) -> None:
    """A translator finds each sentence at the same place."""
    assert list(catalogue(ui).entries) == list(ZH_HANS.entries)


@EVERY
def test_a_sentence_has_the_same_places_in_all_languages(ui: str) -> None:
    """Nothing that one language tells is left out in another; what chooses between one and several is told too."""
    for key, entry in catalogue(ui).entries.items():
        known = {place for form in forms(ZH_HANS.entries[key]) for place in places(form)}

        assert {place for form in forms(entry) for place in places(form)} == known, key
        assert not isinstance(entry, Counted) or entry.by in known | {"count"}, key


@EVERY
def test_what_has_a_name_in_the_record_has_a_word(ui: str) -> None:
    """Classes of form, kinds of quotations."""
    words = catalogue(ui)

    assert {f"form.{name}" for name in FormalClass} <= set(words.entries)
    assert {f"quote.{what}.{kind_key(kind)}" for kind in QuotationKind for what in ("sign", "kind", "legend")} <= set(words.entries)


def test_english_is_english() -> None:
    """No character, no mark of the other two; blanks between titles aside."""
    wrong = {
        key
        for key, entry in catalogue("en").entries.items()
        if any(HAN.search(form) or re.search("[，。；：（）]", form) for form in forms(entry))
    }

    assert wrong == set()


def test_traditional_chinese_has_no_simplified_characters() -> None:
    """Nor quotation marks of the mainland. 占 is what laws of Taiwan write, whatever OpenCC makes of it."""
    words = catalogue("zh-Hant").entries.values()
    text = "".join(form for entry in words for form in forms(entry))

    assert {a for a, b in zip(text, to_script(text, "s2t"), strict=True) if a != b} <= {"占"}
    assert not re.search("[“”‘’]", text)


def test_a_language_that_is_not_spoken_is_refused() -> None:
    """With those that are."""
    with pytest.raises(OptionError, match=r"ui='fr' is not known\. Use one of zh-Hans, zh-Hant, en"):
        to_html(collate("甲", "乙"), ui="fr")


# -- every entry is used, and every use has an entry ----------------------------------------------------------------------------------

PACKAGE = Path(policydiff.__file__).parent
GROUPS = {key.partition(".")[0] for key in ZH_HANS.entries}


@cache
def named_in_code() -> frozenset[str]:
    """Keys as the code has them; what is filled in is `*`."""
    found = set[str]()
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        within = {id(part) for node in ast.walk(tree) for part in _parts(node)}
        nodes = (node for node in ast.walk(tree) if id(node) not in within)
        found.update(pattern for node in nodes for pattern in _patterns(node) if pattern.partition(".")[0] in GROUPS)
    for path in sorted(PACKAGE.rglob("*.jinja")):
        text = path.read_text("utf-8")
        found.update(key + ("*" if rest else "") for key, rest in re.findall(r'words\["([^"]+)"( ~)?', text))
        found.update(re.findall(r'words\.say\("([^"]+)"', text))
        found.update(f"{group}.*" for group in re.findall(r'words\.group\("(\w+)"\)', text))
    return frozenset(found)


def _parts(node: ast.AST) -> list[ast.expr]:
    """What is no key by itself: the pieces of a text that is put together, and the names of what the engine says."""
    if isinstance(node, ast.JoinedStr):
        return node.values
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("saying", "changed_saying"):
        return node.args
    return []


def _patterns(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_patterns(node.body), *_patterns(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "group":
        yield from (f"{argument.value}.*" for argument in node.args if isinstance(argument, ast.Constant))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("saying", "changed_saying"):
        yield from (f"say.{pattern}{'*' * (node.func.id == 'changed_saying')}" for pattern in _patterns(node.args[0]))


def test_every_entry_is_used() -> None:
    """Somewhere in the code or in a template."""
    unused = {key for key in ZH_HANS.entries if not any(fnmatchcase(key, pattern) for pattern in named_in_code())}

    assert unused == set()


def test_every_use_has_an_entry() -> None:
    """What code and templates name is in the catalogues; names of files are none of it."""
    used = {name for name in named_in_code() if re.fullmatch(r"[a-z]+\.[\w*.-]+", name) and not name.endswith((".css", ".js", ".jinja"))}

    assert {name for name in used if not any(fnmatchcase(key, name) for key in ZH_HANS.entries)} == set()


def test_the_engine_gives_every_sentence_what_it_wants() -> None:
    """Facts and places have the same names."""
    checked = 0
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "saying" and path.name != "row.py":
                facts = {keyword.arg for keyword in node.keywords}
                for pattern in _patterns(node.args[0]):
                    for key in (key for key in ZH_HANS.entries if fnmatchcase(key, f"say.{pattern}")):
                        assert set().union(*map(places, forms(ZH_HANS.entries[key]))) <= facts, (path.name, key)
                        checked += 1

    assert checked >= 60


def test_the_script_knows_its_words() -> None:
    """What it asks for is there."""
    for folder, known in (("html", set(ZH_HANS.group("script"))), ("tracing/html", {"stop", "shown", "sign", "copied", "refused"})):
        script = (PACKAGE / "reports" / folder / "script.js").read_text("utf-8")
        asked = set(re.findall(r'phrase\("(\w+)"', script)) | set(re.findall(r"phrases\.(\w+)", script))

        assert asked <= known | {"dataset"}


# -- what the engine says -------------------------------------------------------------------------------------------------------------


def test_the_cases_make_the_engine_say_most_of_what_it_can() -> None:
    """That the catalogue says the same is asked of every comparison of every test; here it is asked of enough sentences."""
    told = {
        key for case in load("findings") for key in said(collate(case["old"], case["new"], profile=case.raw.get("profile", "revision")))
    }
    for case in load("quotations"):
        sources = [parse(case[name]) for name in case.raw if name.startswith("source")]
        told |= set(said_of_tracing(find(parse(case["commentary"]), sources)))

    assert len(told) >= 45


def test_a_classifier_of_the_callers_speaks_for_itself() -> None:
    """In its own words, whatever the language of the report."""

    def remark(row: policydiff.changes.Row) -> list[Finding]:
        return [Finding("user:any", edit.old, edit.new, "Look here.") for edit in row.edits if edit.tag is EditTag.REPLACE]

    found = policydiff.compare(parse("第一条　鼓励创新。"), parse("第一条　支持创新。"), profile="revision", classifiers=[remark])

    assert all("Look here." in found.to_text(ui=ui) for ui in LANGUAGES)


# -- pages ------------------------------------------------------------------------------------------------------------------------------


def outside_of_chinese(element: Element) -> str:
    """The text of a page but for what is in an element of a Chinese language, and the title of the window."""
    if element.attributes.get("lang", "").startswith("zh") or element.tag in ("title", "style", "script"):
        return ""
    return "".join(child if isinstance(child, str) else outside_of_chinese(child) for child in element.children)


@cache
def bundled(old: str, new: str) -> Collation:
    return policydiff.compare(TEXTS / old, TEXTS / new).collation


PAGES = {
    "revision": (PLAN, OPINIONS, {}),
    "inline": (PLAN, OPINIONS, {"view": "inline"}),
    "changes": (PLAN, OPINIONS, {"kind": "changes"}),
    "reprint": (OPINIONS, PAGE, {}),
    "changes of a reprint": (OPINIONS, PAGE, {"kind": "changes"}),
}


@pytest.mark.parametrize(("old", "new", "options"), PAGES.values(), ids=PAGES.keys())
def test_all_chinese_of_an_english_page_is_quoted(old: str, new: str, options: dict[str, str]) -> None:
    """Each passage stands in an element that names its language; the page itself is English."""
    root = parsed(to_html(bundled(old, new), ui="en", **options))

    assert root.all("html")[0].attributes["lang"] == "en"
    assert HAN.findall(outside_of_chinese(root)) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("profile", ["auto", "reprint"])
def test_all_chinese_of_an_english_page_is_quoted_in_every_state(state: str, profile: str) -> None:
    """Nothing, the same, the form alone, nothing in common."""
    collation = collate(*STATES[state], profile=profile)

    for text in (to_html(collation, ui="en"), to_html(collation, ui="en", kind="changes"), to_fragment(collation, ui="en")):
        assert HAN.findall(outside_of_chinese(parsed(text))) == []


COMMENTARY = (
    "《公证法》第二条规定：“公证员应当保守执业秘密。”《公正法》第九条要求严格，第一条也有规定。\n公证机构依法独立行使职能，这是第三条措施。"
)
SOURCE = "中华人民共和国公证法\n第一条　公证机构依法独立行使职能。\n第二条　公证员应当保守秘密。"


def test_all_chinese_of_an_english_tracing_is_quoted() -> None:
    """The page of quotations."""
    found = policydiff.trace(parse(COMMENTARY), source=parse(SOURCE))
    root = parsed(tracing_html(found.tracing, ui="en"))

    assert HAN.findall(outside_of_chinese(root)) == []
    assert "of the source" in root.text or "the source has" in root.text


TAIWAN = (
    """水污染防治法
第一章　總則
第一條　為防治水污染，特制定本法。
第二條　主管機關得處新臺幣三千元以下罰鍰。
第三條　廢水如下：
一、工業廢水。
二、生活廢水。""",
    """水污染防治法
第一章　總則
第一條　為防治水污染，確保清潔，特制定本法。
第二條　主管機關應處新臺幣六千元以下罰鍰。
第二條之一　違反第二條規定者，應限期改善。
第三條　廢水如下：
一、工業廢水。
二、生活廢水。
三、其他廢水。""",
)


@pytest.mark.parametrize("profile", ["revision", "reprint"])
def test_a_traditional_page_has_no_simplified_characters(profile: str) -> None:
    """With two texts of Taiwan the whole page is traditional, and so is the report for the terminal."""
    found = policydiff.compare(parse(TAIWAN[0]), parse(TAIWAN[1]), profile=profile)
    attributes = [value for e in parsed(found.to_html(ui="zh-Hant")).walk() for value in e.attributes.values()]
    text = parsed(re.sub("(?s)<style.*?</style>|<script.*?</script>", "", found.to_html(ui="zh-Hant"))).text
    whole = "".join([text, *attributes, found.to_text(ui="zh-Hant"), *found.account(ui="zh-Hant")])

    assert {a for a, b in zip(whole, to_script(whole, "s2t"), strict=True) if a != b} <= {"占"}


def test_the_texts_are_the_same_in_every_language() -> None:
    """What is compared is never translated: cells of text are the same, character for character."""
    collation = collate("第一条　国家鼓励企业创新。\n第二条　罚款二千元。", "第一条　国家支持企业创新。\n第二条　罚款三千元。")
    cells = {ui: [e.text for e in parsed(to_html(collation, ui=ui)).all(css="segment")] for ui in LANGUAGES}

    assert len(cells["en"]) >= 4
    assert cells["en"] == cells["zh-Hans"] == cells["zh-Hant"]
