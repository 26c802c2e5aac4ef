"""The page holds the record, whole and safe; what a browser adds to it is tested in `browser/`."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import OPINIONS, PAGE, PLAN, REVISIONS, TEXTS
from support.strategies import drafts, strings

import policydiff
from policydiff import changes, comparison, edits, outline
from policydiff.errors import OptionError
from policydiff.model import Collation, EditTag
from policydiff.normalization import INVISIBLE
from policydiff.reports.catalogue import ZH_HANS
from policydiff.reports.html import foot_of_pages, phrases, to_fragment, to_frame, to_html
from policydiff.reports.summary import summarize

ASSETS = files("policydiff.reports.html")
VOID = {"meta", "col", "br", "wbr", "input", "rect", "path", "hr"}
TAGS = VOID | set(
    "html head title style body a header div span fieldset legend label button output details summary nav ol ul li main p h1 h2 h3 bdi svg "
    "section table colgroup thead tbody tr th td ins del b footer defs pattern script dl dt dd text".split()
)


# -- a page as a tree -------------------------------------------------------------------------------------------------------------


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str = "", css: str = "", has: str = "") -> list[Element]:
        """Elements below with this tag, this class, this attribute."""
        return [
            e
            for e in self.walk()
            if e is not self and (not tag or e.tag == tag) and (not css or css in e.classes) and (not has or has in e.attributes)
        ]

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class Tree(HTMLParser):
    """A strict parser: every element is closed by its own end tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self._open = [self.root]
        self.feed(text)
        self.close()
        assert self._open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open[-1])
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parsed(text: str) -> Element:
    return Tree(text).root


def collate(old: str, new: str, **options: str) -> Collation:
    return policydiff.compare(policydiff.parse(old), policydiff.parse(new), **options).collation


@cache
def record(name: str) -> Collation:
    old, new = {"revision": (PLAN, OPINIONS), "reprint": (OPINIONS, PAGE)}[name]
    return policydiff.compare(TEXTS / old, TEXTS / new).collation


@cache
def page(name: str) -> Element:
    return parsed(to_html(record(name)))


BOTH = pytest.mark.parametrize("name", ["revision", "reprint"])

LAW = "第一条　国家鼓励企业创新。\n第二条　企业应当依法纳税。\n第三条　本法自公布之日起施行。"
STATES = {
    "the same": (LAW, LAW),
    "only the form": (LAW, LAW.replace("　", " ").replace("。", "。\r\n")),
    "other words": (LAW, LAW.replace("鼓励", "支持")),
    "nothing in common": (LAW, "早晨的公园里有许多老人在打太极拳。\n孩子们在湖边喂鱼。"),
    "no numbers": ("产业工人是主体力量。\n现提出意见。", "产业工人是骨干力量。\n现提出意见。"),
    "nothing and something": ("", LAW),
    "something and nothing": (LAW, " \n"),
    "nothing at all": ("", "\n"),
    "traditional": ("第一條　國家鼓勵企業創新。", "第一条　国家支持企业创新。"),
    "one long clause": ("第一条　" + "坚持改革。" * 400, "第一条　" + "坚持改革。" * 390 + "深化改革。" * 10),
    "a heading was lost": ("一、总则\n（一）甲方登记。\n二、监督\n（二）乙方备案。", "一、总则\n（一）甲方登记。\n（二）乙方备案。"),
}


# -- nothing is lost --------------------------------------------------------------------------------------------------------------


def shown(element: Element) -> str:
    """The text of a segment as it stands in the file: boxes are what they stand for, notes are left out."""
    out = []
    for child in element.children:
        if isinstance(child, str):
            out.append(child)
        elif "chip" in child.classes:
            out += (chr(int(code, 16)) for code in child.attributes.get("data-codes", "").split())
        else:
            out.append(shown(child))
    return "".join(out)


def of_side(element: Element) -> str:
    while not element.classes & {"old", "new"}:
        assert element.parent is not None
        element = element.parent
    return "old" if "old" in element.classes else "new"


def lost(collation: Collation, root: Element) -> list[str]:
    """Which clauses the page does not hold, character for character; parsers of HTML know one line end only."""
    faults = []
    for side, document in (("old", collation.old), ("new", collation.new)):
        segments = [(tuple(map(int, e.attributes["data-span"].split())), e) for e in root.all(has="data-span") if of_side(e) == side]
        texts = {start: (end, shown(e)) for (start, end), e in segments}
        if len(texts) != len(segments):
            faults.append(f"{side}: a passage twice")
        for clause in document.clauses:
            place, text = clause.span.start, ""
            while place in texts and place < clause.span.end:
                place, more = texts[place]
                text += more
            if text.replace("\r\n", "\n").replace("\r", "\n") != document.text_of(clause).replace("\r\n", "\n").replace("\r", "\n"):
                faults.append(f"{side}: {clause.id}")
    return faults


@BOTH
def test_both_texts_stand_on_the_page(name: str):
    """Sorted by their places, the segments of either side are its clauses, invisible characters included."""
    assert lost(record(name), page(name)) == []


@pytest.mark.parametrize("folder", ["tw-waste-1999-2001", "cn-invoice-2019-2023", "tw-cosmetics-2016-2018"])
def test_statutes_stand_on_the_page(folder: str):
    """Articles with paragraphs and items, in both scripts."""
    collation = policydiff.compare(REVISIONS / folder / "old.txt", REVISIONS / folder / "new.txt").collation

    assert lost(collation, parsed(to_html(collation))) == []


@given(drafts(), drafts(), st.sampled_from(("revision", "reprint")))
def test_small_documents_stand_on_the_page(old, new, profile: str):
    """Whatever happened between them, both are there."""
    collation = collate(old.text, new.text, profile=profile)

    assert lost(collation, parsed(to_html(collation))) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("profile", ["auto", "revision", "reprint"])
def test_every_state_has_a_page(state: str, profile: str):
    """Nothing, the same, the form alone, nothing in common: a page with a verdict, and all of the text."""
    old, new = STATES[state]
    collation = collate(old, new, profile=profile)
    root = parsed(to_html(collation))

    assert lost(collation, root) == []
    assert root.all(css="headline")[0].text.strip()


# -- nothing gets in --------------------------------------------------------------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "--><script>alert(1)</script>",
    "</td></tr></table><script>alert(1)</script>",
    "</textarea></noscript><iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    '" autofocus onfocus=alert(1) x="',
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}{% endraw %}{# x #}",
    "&lt;script&gt;&#60;script&#62;&amp;&quot;",
    "<!--<script>", "]]>", "<![CDATA[<script>", "<?php echo 1 ?>", "<base href=//evil>", "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>", "<link rel=stylesheet href=//evil>", "\u202e\u2066<b>\u2069", "\u200b<\u200bscript>", "＜script＞",
    "a\x00b\x1b[31m\x07", "\ud800\udfff", "\ufffe\uffff", "\U000e0041\U000e0100",
]  # fmt: skip
SAFE_ATTRIBUTES = re.compile(
    r"aria-\w+|data-\w+|class|id|href|lang|role|scope|rowspan|colspan|tabindex|title|type|value|name|content|charset|http-equiv|for|open|hidden|"
    r"placeholder|checked|x|y|width|height|viewbox|preserveaspectratio|d|patternunits|patterntransform"
)


def dangers(text: str) -> list[str]:
    """What should not be on a page, in words; nothing if all is well."""
    root = parsed(text)
    found = [f"<{e.tag}>" for e in root.walk() if e.tag not in TAGS | {"root"}]
    for element in root.walk():
        found += [f"{element.tag} {name}" for name in element.attributes if not SAFE_ATTRIBUTES.fullmatch(name)]
        if "href" in element.attributes and not element.attributes["href"].startswith("#"):
            found.append(f"href {element.attributes['href']}")
    found += [f"{len(root.all(tag))} <{tag}>" for tag in ("script", "style", "title", "body") if len(root.all(tag)) != 1]
    found += [f"U+{ord(c):04X}" for c in re.findall(f"[{INVISIBLE}\x0b\x0c\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]", text)]
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup(payload: str):
    """In the text, in headings, in titles, in labels, in names of files: shown, never obeyed."""
    source = policydiff.Source(f"{payload}.txt", "0" * 64, payload, "\n")
    old = policydiff.parse(f"{payload}\n一、{payload}\n（一）坚持改革。{payload}\n", source=source)
    new = policydiff.parse(f"标题\n一、{payload}改\n（一）坚持{payload}开放。\n（二）{payload}")
    for options in ({}, {"old_label": payload, "new_label": payload, "profile": "reprint"}):
        collation = policydiff.compare(old, new, **options).collation

        assert dangers(to_html(collation)) == []
        assert lost(collation, parsed(to_html(collation))) == []


@given(strings(), strings(), st.sampled_from(("revision", "reprint")))
def test_no_string_becomes_markup(old: str, new: str, profile: str):
    """Anything that may stand in a file."""
    collation = collate(old, new, profile=profile, old_label=new)

    assert dangers(to_html(collation)) == []
    assert dangers_of_fragment(to_fragment(collation)) == []


def test_what_has_no_shape_is_shown_as_a_box():
    """A reader sees that there is something, and what; the character itself is not sent."""
    root = parsed(to_html(collate("第一条　甲\u202e乙。", "第一条　甲\u200b\u200b丙。", profile="revision")))

    assert [e.text for e in root.all(css="segment")[0].all(css="chip")] == ["RLO U+202E"]
    assert [e.text for e in root.all(css="segment")[1].all(css="chip")] == ["零宽空格×2"]


def test_a_page_break_inside_a_sentence_is_a_box():
    """The blank line is kept in the text and hidden; the box says that the file breaks off there."""
    segment = next(e for e in page("revision").all(css="segment") if "产业工" in shown(e) and e.all(css="chip"))

    assert [e.text for e in segment.all(css="chip")] == ["换页"]
    assert "产业工\n\n人" in shown(segment)


# -- the contract of the file --------------------------------------------------------------------------------------------------------


@BOTH
def test_the_head_comes_in_order(name: str):
    """Character set, policy, referrer, robots, viewport, colours, title, style."""
    head = page(name).all("head")[0]
    order = [e.attributes.get("name") or e.attributes.get("http-equiv") or next(iter(e.attributes), e.tag) for e in head.all()]

    assert order == ["charset", "Content-Security-Policy", "referrer", "robots", "viewport", "color-scheme", "title", "style"]
    assert to_html(record(name)).startswith('<!doctype html>\n<html lang="zh-Hans">')


@BOTH
def test_the_policy_names_the_style_and_the_script_by_hash(name: str):
    """Nothing else can run or be fetched."""
    root = page(name)
    policy = root.all("meta")[1].attributes["content"]
    style, script = (base64.b64encode(hashlib.sha256(root.all(tag)[0].text.encode()).digest()).decode() for tag in ("style", "script"))

    assert policy == (
        f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


@BOTH
def test_every_address_leads_somewhere_and_every_name_is_given_once(name: str):
    """Permanent links are side, outline path and six digits of the hash of the text."""
    root = page(name)
    ids = [e.attributes["id"] for e in root.all(has="id")]

    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert {e.attributes["href"][1:] for e in root.all("a")} <= set(ids)
    assert all(re.fullmatch(r"[no][\w.\-]+-[0-9a-f]{6}", row.attributes["id"]) for row in root.all("tbody", "pair"))


@BOTH
def test_every_text_has_the_language_of_its_document(name: str):
    """Glyphs and voices follow the language."""
    cells = [e for e in page(name).all("td") if e.classes & {"old", "new"}]

    assert {e.attributes["lang"] for e in cells} == {"zh-Hans"}
    traditional = parsed(to_html(collate("第一條　國家鼓勵企業創新。", "第一条　国家支持企业创新。", profile="revision")))
    assert [e.attributes["lang"] for e in traditional.all("td") if e.classes & {"old", "new"}] == ["zh-Hant", "zh-Hans"]


def test_the_script_is_small_and_writes_no_markup():
    """Fifteen kilobytes at most; with trusted types, a string that became markup would stop the page."""
    script = ASSETS.joinpath("script.js").read_text("utf-8")

    assert len(script.encode()) <= 15 * 1024
    assert not re.search(r"(inner|outer)HTML\s*[+=]|insertAdjacent|document\.write|eval\(|new Function|fetch\(|XMLHttp|import\(", script)


def test_no_style_is_left_over():
    """Every class of the style sheet occurs in a template, in the script or in the code that names it."""
    named = set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", style(), flags=re.DOTALL)))
    sources = [path for path in ASSETS.iterdir() if path.name.endswith((".jinja", ".js", ".py"))]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text("utf-8") for path in sources)))
    made = {f"tall-{number}" for number in range(2, 13)} | {
        "level-3",
        "view-inline",
        "select-old",
        "select-new",
        "insert",
        "repeal",
        "rewrite",
        "same",
    }

    assert sorted(named - words - made) == []


def style() -> str:
    return ASSETS.joinpath("style.css").read_text("utf-8")


def test_the_style_needs_nothing_from_elsewhere():
    """No import, no address, no font."""
    assert not re.search(r"@import|url\((?!#)|@font-face|https?:", style())


# -- the same record, the same bytes --------------------------------------------------------------------------------------------------


@BOTH
def test_two_generations_are_the_same(name: str):
    """No time, no place, no user."""
    first = to_html(record(name))

    assert to_html(record(name)) == first
    assert str(TEXTS) not in first
    assert "生成时间" not in first


def test_the_hash_seed_changes_nothing():
    """Sets and dictionaries leave no trace."""
    code = (
        "import hashlib, policydiff as p; "
        f"c = p.compare({str(TEXTS / PLAN)!r}, {str(TEXTS / OPINIONS)!r}); print(hashlib.sha256(c.to_html().encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("0", "1", "7")
    }

    assert len(runs) == 1


def test_a_moment_is_given_where_the_surroundings_fix_one(monkeypatch: pytest.MonkeyPatch):
    """SOURCE_DATE_EPOCH is how reproducible builds say what time it is."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert "生成时间：2023-11-14 22:13 UTC。" in to_html(record("revision"))


# -- one set of numbers ---------------------------------------------------------------------------------------------------------------


@BOTH
def test_filters_count_the_rows_of_the_json(name: str):
    """What a filter says, what the JSON says and what the table holds are one number."""
    root = page(name)
    pairs = json.loads(policydiff.Comparison(record(name)).to_json())["pairs"]
    rows = Counter(kind for pair in pairs for kind in (pair["kinds"] or ["equal"]))
    held = Counter(kind for e in root.all(has="data-kinds") for kind in e.attributes["data-kinds"].split())
    said = {e.attributes["data-filter"]: int(e.parent.text.rpartition("〕")[2]) for e in root.all(has="data-filter") if e.parent}

    doubtful = held.pop("doubtful", 0)

    assert said.pop("doubtful", 0) == doubtful
    assert said == dict(rows) == dict(held)


def tally(root: Element) -> dict[str, int]:
    items = root.all(css="tally")[0].all("li")
    return {e.text.rpartition("〕")[2]: int(e.all("b")[0].text.replace(",", "")) for e in items}


def test_the_tally_of_a_reprint_adds_up():
    """Replaced, missing, surplus and lost headings are all differences; forms are counted by what became what."""
    summary, root = summarize(record("reprint")), page("reprint")
    counted = tally(root)

    assert counted["改写"] + counted["缺少"] + counted["多出"] + counted["缺标题"] == summary.differences
    assert counted["格式"] == summary.formal == sum(int(e.text) for e in root.all(css="form-list")[0].all(css="number"))
    assert counted["界外字数"] == summary.outside
    assert len({e.attributes["data-diff"] for e in root.all(has="data-diff")}) == summary.differences


def test_the_tally_of_a_revision_is_that_of_the_summary():
    """Rows by kind; a row may count more than once."""
    rows = summarize(record("revision")).rows
    always = "substitution", "repeal", "insertion"
    counted = tally(page("revision"))

    assert counted.pop("存疑") == len([e for e in page("revision").all(has="data-kinds") if "doubtful" in e.attributes["data-kinds"]])
    assert counted == {ZH_HANS[f"kind.{kind}"]: count for kind, count in rows.items() if kind != "outside" and (count or kind in always)}


@BOTH
def test_every_difference_is_a_stop(name: str):
    """In a reprint each difference, in a revision each row whose words or place changed; one name each."""
    root, collation = page(name), record(name)
    stops = root.all(has="data-say")
    quiet = {"formal", "renumbering"}
    expected = (
        sum(e.tag in (EditTag.INSERT, EditTag.DELETE, EditTag.REPLACE) for pair in collation.pairs for e in pair.edits)
        if name == "reprint"
        else sum(not quiet.issuperset(map(str, pair.kinds)) for pair in collation.pairs)
    )

    assert len(stops) == expected
    assert root.all("output")[1].text == f"– / {expected}"
    assert all(e.attributes["data-say"] and "id" in e.attributes for e in stops)


# -- what a reader is told ------------------------------------------------------------------------------------------------------------


def row(root: Element, prefix: str) -> Element:
    return next(e for e in root.all("tbody") if e.attributes.get("id", "").startswith(prefix))


def test_text_from_elsewhere_is_never_called_new():
    """A row that was split off shows the words it came from, with a way there; so does one that was taken up elsewhere."""
    root, collation = page("revision"), record("revision")
    for pair, says in ((p, s) for p in collation.pairs for s, side in (("（新增）", p.old), ("（删除）", p.new)) if not side):
        if {"split", "join"} & set(map(str, pair.kinds)):
            element = row(root, f"n{pair.new[0]}-" if pair.new else f"o{pair.old[0]}-")
            assert says not in element.text
            assert element.all(css="echo")
            assert element.all(css="source")[0].all("a")


def test_a_lost_heading_opens_its_chapter():
    """What stood below it still stands there; the other side says that it is missing."""
    heading = next(e for e in page("reprint").all("h2") if "六、维护劳动经济权益" in e.text)
    section = heading.parent

    assert section is not None
    assert "（缺）" in heading.text
    assert [shown(e)[:5] for e in section.all("tbody", "pair")[0].all(css="lead-text")] == ["（十四）提", "(十四)提"]


def test_what_is_not_the_text_is_outside():
    """Masthead and other news are folded, and never called new."""
    root = page("reprint")
    outside = root.all(css="outside-part")

    assert [e.all(css="margin")[0].text for e in outside] == ["〔外〕正文之前", "〔外〕正文之后"]
    assert sum(len(shown(e.all(css="outside-text")[0])) for e in outside) == summarize(record("reprint")).outside
    assert not {e.attributes["id"] for e in root.all("tbody", "pair")} & {e.attributes.get("id") for e in outside}


def test_a_reprint_accuses_nobody():
    """The caveat stands first among the notices, and there is a blank column for whoever checks."""
    root = page("reprint")

    assert "不判断由谁造成" in root.all(css="notices")[0].all("li")[0].text
    assert all(e.text == "" for e in root.all("td", "check"))
    assert len(root.all("td", "check")) == len(root.all("tbody", "pair")) + len(root.all("tbody", "fold"))


def test_what_interrupts_a_text_stands_where_it_interrupts_it():
    """Other news between two chapters of a reprint: behind the row before it, and still not new."""
    text = (TEXTS / OPINIONS).read_text("utf-8")
    news = "\n本报讯　今日天气晴朗。\n\n" + "记者在菜市场看到，各种蔬菜价格平稳，西红柿每斤三元五角，黄瓜每斤两元，市民购买踊跃。\n" * 6
    place = text.index("五、健全职业")
    collation = collate(text, text[:place] + news + text[place:], profile="reprint")
    root = parsed(to_html(collation))
    section = root.all(css="outside-row")[0]

    assert shown(section.all(css="outside-text")[0]) == news.strip()
    assert section.parent is not None
    assert "（十一）" in section.parent.text
    assert lost(collation, root) == []


def test_missing_words_have_a_sign_on_the_side_that_lacks_them():
    """A triangle at the place, with the number of the difference."""
    root = parsed(to_html(collate("第一条　国家依法鼓励企业创新。" + LAW, "第一条　国家鼓励企业创新。" + LAW, profile="reprint")))
    sign = root.all(css="collation")[0].all("span", "lost")[0]

    assert sign.attributes["data-diff"] == "1" == root.all("del", has="data-diff")[0].attributes["data-diff"]
    assert of_side(sign) == "new"


def test_weighty_words_are_marked_as_such():
    """A number that became another one is bolder than other words."""
    root = parsed(to_html(collate("第一条　罚款三十元。\n第二条　略。", "第一条　罚款五十元。\n第二条　略。", profile="revision")))

    assert [(e.tag, e.text) for e in root.all(css="collation")[0].all(css="key")] == [("del", "三十元"), ("ins", "五十元")]


def test_length_takes_emphasis_away():
    """A word is tinted, a passage underlined, a sentence has a bar."""
    root = page("revision")
    marks = [e for e in root.all() if e.tag in ("ins", "del") and of_collation(e)]

    assert all(len(shown(e)) < 14 for e in marks if not e.classes & {"block", "long"})
    assert all(len(shown(e)) >= 14 for e in marks if "long" in e.classes)
    assert any("block" in e.classes for e in marks)


def of_collation(element: Element | None) -> bool:
    while element is not None:
        if element.tag == "table":
            return "collation" in element.classes
        element = element.parent
    return False


def test_numbers_are_told_once_and_not_marked():
    """1.…25. became （一）…（二十七）: one line above, no mark in the text."""
    root = page("revision")
    lines = [[cell.text for cell in line.all("td")] for line in root.all(css="bulk")[0].all("tr")]

    assert lines[0][:2] == ["编号", "1.…25. → （一）…（二十七）"]
    assert not [
        e
        for e in root.all()
        if e.tag in ("ins", "del") and of_collation(e) and re.fullmatch(r"\d+\.|（[一二三四五六七八九十]+）", shown(e))
    ]


def test_uniform_substitutions_are_told_once():
    """The same words became the same other words at three places."""
    lines = [[cell.text for cell in line.all("td")] for line in page("reprint").all(css="bulk")[0].all("tr")]

    assert lines == [["用语", "职业学校 → 职业院校", "（三）、（八） 在正文中标出", "3 处"]]
    assert "未发现三处以上的同一词语替换" in page("revision").all(css="bulk")[0].text


def test_equal_rows_are_folded():
    """Three or more in a revision; in a reprint each, since only differences are looked for."""
    law = "".join(f"第{n}条　国家鼓励第{n}类企业创新。\n" for n in "一二三四五六七")
    root = parsed(to_html(collate(law, law.replace("第六类企业", "第六类工厂"), profile="revision")))
    fold = root.all("tbody", "fold")[0]

    assert len(root.all("tbody", "fold")) == 1
    assert fold.all(css="fold-name")[0].text == "第一条至第五条"
    assert len(fold.all(css="folded")) == 5
    assert fold.all("summary")[0].text == "5 行 80 字，文字相同"


def test_notices_are_grouped_and_lead_to_their_rows():
    """Five page breaks are one line with five links."""
    item = next(e for e in page("revision").all(css="notices")[0].all("li") if e.text.startswith("换页"))

    assert "（5 处）" in item.text
    assert [e.text for e in item.all("a")] == ["（四）（五）", "（八）", "（十二）", "（十九）（二十）", "（二十四）"]


def test_a_heading_of_one_side_only_says_so():
    """Never a blank cell without a word."""
    root = page("revision")
    heading = next(e for e in root.all("h2") if "三、发展全过程人民民主" in e.text)

    assert heading.all(css="old")[0].text == "（新增标题）"


def test_large_pages_are_laid_out_as_they_come_into_view():
    """Above four hundred rows; below, the browser's own search must find everything everywhere."""
    law = "".join(f"第{policydiff.numerals.format_numeral(n)}条　国家鼓励第{n}类企业创新。\n" for n in range(1, 412))
    changed = law.replace("企业", "工厂")
    root = parsed(to_html(collate(law, changed, profile="revision")))

    assert "large" in root.all("body")[0].classes
    assert len(root.all(css="part")) == 11
    assert "large" not in page("revision").all("body")[0].classes


# -- the notebook ---------------------------------------------------------------------------------------------------------------------

#: What JupyterLab's cleaner of untrusted output keeps.
KEPT_TAGS = set("section p span strong table thead tbody tr th td ins del details summary br code".split())
KEPT_STYLE = {"background-color", "text-decoration", "border-bottom", "text-align", "vertical-align"}


def dangers_of_fragment(text: str) -> list[str]:
    found = []
    for element in parsed(text).walk():
        if element.tag not in KEPT_TAGS | {"root"}:
            found.append(element.tag)
        found += [name for name in element.attributes if name not in ("style", "lang")]
        for declaration in filter(None, element.attributes.get("style", "").split(";")):
            prop, _, value = declaration.partition(":")
            if prop.strip() not in KEPT_STYLE or not re.fullmatch(
                r"rgba\(\d+,\d+,\d+,0\.\d+\)|underline|none|2px dashed #DB6D28|left|top", value.strip()
            ):
                found.append(declaration)
    found += [f"U+{ord(c):04X}" for c in re.findall(f"[{INVISIBLE}\ud800-\udfff]", text)]
    return found


@BOTH
def test_a_notebook_keeps_what_it_is_shown(name: str):
    """Tags and inline style that every front end leaves in place; no style sheet, no script, no names that could clash."""
    text = to_fragment(record(name))

    assert dangers_of_fragment(text) == []
    assert len(text.encode()) <= 200_000
    assert len(parsed(text).all("tbody")[0].all("tr")) <= 30
    assert parsed(text).all("p")[-1].text == '完整报告：c.show()，存成文件：c.save("report.html")'


def test_a_notebook_says_how_much_it_leaves_out():
    """Thirty rows at most; the rest is counted."""
    root = parsed(to_fragment(record("revision")))
    changed = sum(bool(pair.kinds) for pair in record("revision").pairs)

    assert root.all("p")[-2].text == f"另有 {changed - 30} 行变动未列。"


def test_a_notebook_stays_small_however_long_the_text():
    """Two hundred kilobytes, and the words still say what happened."""
    old = "第一条　" + "".join(f"国家鼓励第{n}类企业创新。" for n in range(4000))
    text = to_fragment(collate(old, old.replace("鼓励", "支持"), profile="reprint"))

    assert len(text.encode()) <= 200_000
    assert "支持" in text


# -- where else text stands -------------------------------------------------------------------------------------------------------


def test_rows_whose_sides_belong_together_by_probable_links_alone_are_doubtful():
    """A reader can ask for them alone; the seal is the loud one."""
    collation = record("revision")
    home = {frozenset(pair.old): set(pair.new) for pair in collation.pairs if pair.old and pair.new}
    tiers = [
        {link.tier for link in collation.links if link.old in olds and link.new in news} - {"candidate"} for olds, news in home.items()
    ]
    doubtful = [e for e in page("revision").all(has="data-kinds") if "doubtful" in e.attributes["data-kinds"].split()]

    assert len(doubtful) == sum(found == {"probable"} for found in tiers) > 0
    assert all(e.all(css="doubtful") or e.tag == "section" for e in doubtful)


def test_a_link_to_another_row_is_told_at_both_ends_with_the_words_that_show_it():
    """What went elsewhere leads there, what came from elsewhere leads back; both quote words that stand in both clauses."""
    root, collation = page("revision"), record("revision")
    at = {(side, id): e for e in root.all("tbody", "pair") for side, id in sides_of(e, collation)}
    for link in collation.links:
        ends = at.get(("old", link.old)), at.get(("new", link.new))
        if link.tier not in ("strong", "probable", "user") or ends[0] is ends[1] or None in ends:
            continue
        for here, there in (ends, ends[::-1]):
            assert here is not None
            assert there is not None
            hrefs = {a.attributes["href"] for name in here.all(css="proof-name") for a in name.all("a")}
            assert f"#{there.attributes['id']}" in hrefs
    for quoted in root.all(css="proof"):
        old, new = (re.split("……", re.sub(r"\s", "", side.text)) for side in quoted.all("div")[:2])
        assert all(words in re.sub(r"\s", "", collation.old.text) for words in old if "换页" not in words)
        assert all(words in re.sub(r"\s", "", collation.new.text) for words in new if "换页" not in words)


def sides_of(row: Element, collation: Collation) -> list[tuple[str, str]]:
    """The clauses of a row, by the anchor that names its first one."""
    side, rest = row.attributes["id"][:1], row.attributes["id"][1:-7]
    for pair in collation.pairs:
        if (pair.new or pair.old)[0] == rest and side == ("n" if pair.new else "o"):
            return [("old", id) for id in pair.old] + [("new", id) for id in pair.new]
    return []


def test_words_of_a_sentence_that_moved_are_not_called_new():
    """Violet, dotted, and the list of changes leads to the other end."""
    folder = REVISIONS / "tw-waste-1999-2001"
    collation = policydiff.compare(folder / "old.txt", folder / "new.txt").collation
    root = parsed(to_html(collation))
    found = [finding for pair in collation.pairs for finding in pair.findings if finding.name == "moved-sentence"]
    moved = [re.sub(r"\s", "", shown(e)) for e in root.all("span", "moved") if of_collation(e)]
    ways = [a.text for e in root.all(css="changes") for a in e.all("a") if a.text.startswith("移")]

    assert found
    assert moved
    texts = [re.sub(r"\s", "", span.of(side.text)) for f in found for span, side in ((f.old, collation.old), (f.new, collation.new))]
    assert all(any(words in text for text in texts) for words in moved)
    assert len(ways) == len([f for f in found if not f.note.startswith("条内")])


def test_the_map_counts_every_link_between_provisions_once():
    """Ribbons and table are the same data; a chapter without a ribbon has a line."""
    collation = record("revision")
    links = [
        link for link in collation.links
        if link.tier in ("strong", "probable", "user") and link.old in collation.old.provisions and link.new in collation.new.provisions
    ]  # fmt: skip
    section = page("revision").all(css="map")[0]
    lines = [[cell.text for cell in line.all("td")] for line in section.all("tbody")[0].all("tr")]

    assert sum(int(line[2] or 0) for line in lines) == len(links)
    assert len(section.all("path")) == sum(bool(line[2]) for line in lines)
    assert {line[3] for line in lines} == {"", "次序变动", "对应存疑"}
    assert not page("reprint").all(css="map")


# -- what is told once, and what can be left out ------------------------------------------------------------------------------------


def test_uniform_substitutions_can_be_marked_and_left_out():
    """Every place of one has its number; a row with nothing else says that it may go."""
    law = "".join(f"第{n}条　股东大会依照公司章程审议第{n}类事项。\n" for n in "一二三四五六")
    new = law.replace("股东大会", "股东会").replace("审议第五", "决定第五")
    collation = collate(law, new, profile="revision")
    root = parsed(to_html(collation))

    assert len([e for e in root.all(has="data-bulk") if e.tag == "ins"]) == 6
    assert [e.all(css="path")[0].text for e in root.all("tbody", "pair") if "data-told" not in e.attributes] == ["第五条"]
    assert "略去只有这些修改的 5 行" in root.all(css="bulk")[0].text


def test_every_difference_of_a_reprint_is_listed_above_the_text():
    """In the order of the text, with a few characters around it; as many as the verdict says."""
    lines = [[cell.text for cell in line.all("td")] for line in page("reprint").all(css="differences")[0].all("tbody")[0].all("tr")]
    marks = [[cell.all("del") + cell.all("ins") for cell in line.all("td")[2:4]]
             for line in page("reprint").all(css="differences")[0].all("tbody")[0].all("tr")]  # fmt: skip

    assert [int(line[0]) for line in lines] == list(range(1, summarize(record("reprint")).differences + 1))
    assert any("显著" in line[2] and "彰显" in line[3] and "主人翁地位更加" in line[2] for line in lines)
    assert all(old or new for old, new in marks)
    assert any(line[4].startswith("缺标题“六、") for line in lines)


# -- other pages ------------------------------------------------------------------------------------------------------------------


@BOTH
def test_the_list_of_changes_has_the_same_counts_and_no_text(name: str):
    """Short enough to mail, without a script, and every address in it leads somewhere."""
    full, text = page(name), to_html(record(name), kind="changes")
    root = parsed(text)
    ids = {e.attributes["id"] for e in root.all(has="id")}

    assert tally(root) == tally(full)
    assert root.all(css="headline")[0].text == full.all(css="headline")[0].text
    assert len(text.encode()) < 0.5 * len(to_html(record(name)).encode())
    assert not root.all("script")
    assert not [e for e in root.all(css="segment") if of_collation(e)]
    assert {e.attributes["href"][1:] for e in root.all("a", has="href")} <= ids
    if name == "revision":
        changed = [row for row in full.all("tbody", "pair") if row.attributes["data-kinds"] != "equal"]
        assert {row.attributes["id"] for row in changed} <= ids


@BOTH
def test_the_inline_view_holds_the_new_text_and_what_was_dropped(name: str):
    """Without the deletions the running text is the new one; together they hold every word that was dropped."""
    collation = record(name)
    root = parsed(to_html(collation, view="inline"))
    rows = {e.attributes["id"]: e for e in (*root.all("tbody", "pair"), *root.all(css="folded"))}
    dropped = sum(edit.old.size for pair in collation.pairs for edit in pair.edits if edit.tag in ("delete", "replace"))
    struck = 0
    for pair in collation.pairs:
        element = next((e for id, e in rows.items() if id[:-7] == ("n" if pair.new else "o") + (pair.new or pair.old)[0]), None)
        if element is None:
            continue
        cells = element.all("td", "both") + element.all("div", "both")
        whole = "".join(shown(s) for cell in cells for s in cell.all(css="segment"))
        struck += sum(len(shown(e)) for cell in cells for e in cell.all("del"))
        gone = "".join(shown_without_deletions(s) for cell in cells for s in cell.all(css="segment"))
        new = "".join(collation.new.text_of(collation.new.clause(id)) for id in pair.new)
        assert re.sub(r"\s", "", gone) == re.sub(r"\s", "", new)
        assert len(whole) >= len(gone)
    headings = sum(len(shown(e)) for c in root.all(css="chapter") for h in c.all("h2") + c.all("h3") for e in h.all("del"))
    labels = sum(len(c.marker) for c in collation.old.clauses) if name == "revision" else 0
    assert dropped - labels <= struck + headings <= dropped
    assert dangers(to_html(collation, view="inline")) == []


def shown_without_deletions(element: Element) -> str:
    out = []
    for child in element.children:
        if isinstance(child, str):
            out.append(child)
        elif child.tag != "del" and "chip" not in child.classes:
            out.append(shown_without_deletions(child))
    return "".join(out)


def test_a_frame_holds_the_page_as_it_is():
    """The full report for a notebook, where nothing of it can reach out."""
    element = parsed(to_frame(record("reprint"), height=640)).all("iframe")[0]

    assert element.attributes["srcdoc"] == to_html(record("reprint"))
    assert element.attributes["sandbox"] == "allow-scripts allow-downloads"
    assert element.attributes["height"] == "640"


def test_a_page_that_is_not_known_is_an_error_that_names_those_that_are():
    """Views and kinds are few."""
    with pytest.raises(OptionError, match="table, inline"):
        to_html(record("reprint"), view="side-by-side")
    with pytest.raises(OptionError, match="report, changes"):
        to_html(record("reprint"), kind="summary")


# -- words ------------------------------------------------------------------------------------------------------------------------


def test_templates_style_and_script_have_no_words_of_their_own():
    """Whatever is said stands in the catalogues, and can be said in another language."""
    han = re.compile(r"[\u4e00-\u9fff]+")
    folders = ASSETS, files("policydiff.reports.tracing.html")
    assets = [path for folder in folders for path in folder.iterdir() if path.name.endswith((".jinja", ".js", ".css"))]

    assert len(assets) >= 12
    assert {str(path): han.findall(path.read_text("utf-8")) for path in assets} == {str(path): [] for path in assets}


@pytest.mark.parametrize("payload", ['";} body{display:none} x{y:"', "\\", "</style><script>", "\n", "\ud800", "甲"])
def test_no_text_becomes_style(payload: str):
    """The foot of a page names versions, which stand in the record: a string of a style sheet stays one."""
    collation = replace(record("reprint"), settings={"versions": {"policydiff": payload}})
    style = foot_of_pages(collation, ZH_HANS)

    assert style.count("{") == style.count("}") == 3
    assert "<" not in style
    assert re.sub(r'"[^"\\]*(?:\\[0-9a-f]+ [^"\\]*)*"', "", style).count('"') == 0


def test_every_remark_and_every_notice_has_a_word():
    """A name of the record never stands on the page."""
    remarks = {*changes.FINDINGS, *edits.FINDINGS}
    notices = {*outline.NOTICES, *comparison.NOTICES}

    assert remarks == set(ZH_HANS.group("finding"))
    assert notices == set(ZH_HANS.group("notice")) == set(phrases.NOTICES)
