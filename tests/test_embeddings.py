"""A model that knows what texts mean has a say in the alignment, if somebody brings one."""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import jsonschema
import numpy as np
import pytest
from support.lsa import Lsa
from support.paths import BOOKLET, EXTRACT, NOTES, OPINIONS, PLAN, bundled

import policydiff
from policydiff import Comparison, Embedding, compare, parse
from policydiff.alignment import sections
from policydiff.alignment.explanation import Explanation
from policydiff.alignment.residual import Provision, correspond
from policydiff.alignment.sections import correspond_at_any_size
from policydiff.errors import OptionError
from policydiff.model import COUNTED_TIERS
from policydiff.reports.json import schema

#: Words of one meaning. A model that has read much Chinese knows them; here is what such a model would say.
MEANINGS = ("工人 职工 劳动者", "工资 薪酬 报酬", "本领 手艺", "补贴 津贴", "学校 院校", "农药", "境外")

OLD = """第一条　国家鼓励企业举办职业学校。
第二条　工人有权按月取得工资。
第三条　对掌握手艺的工人给予补贴。
第四条　境外组织举办学校的办法，由国务院规定。
第五条　农药的标签应当注明用途。
"""
NEW = """第一条　国家支持企业兴办职业院校。
第二条　掌握本领的劳动者，享受津贴。
第三条　工人的报酬应当按时足额支付。
第四条　境外组织举办院校，由国务院规定办法。
第五条　农药标签应当注明用途。
"""


def meanings(texts: list[str]) -> list[list[float]]:
    """One number for each line of the table: how many of its words a text holds."""
    return [[float(sum(text.count(word) for word in words.split())) for words in MEANINGS] for text in texts]


def noise(texts: list[str]) -> np.ndarray[Any, Any]:
    """A model that knows nothing: numbers out of the bytes of a text, the same each time."""
    digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
    return np.array([list(digest) for digest in digests], dtype=float) - 127.5


class Asked:
    """A model that writes down what it is asked."""

    name = "asked"

    def __init__(self, model: Callable[[list[str]], Any] = meanings) -> None:
        self.model = model
        self.calls: list[list[str]] = []

    def __call__(self, texts: list[str]) -> Any:
        self.calls.append(texts)
        return self.model(texts)


def compared(embed: Any = None, old: str = OLD, new: str = NEW, **options: Any) -> Comparison:
    return compare(parse(old), parse(new), profile="revision", embed=embed, **options)


def counted(comparison: Comparison) -> str:
    return " ".join(f"{link.old}→{link.new}" for link in comparison.links if link.tier in COUNTED_TIERS)


# -- what it is good for -----------------------------------------------------------------------------------------------------------


def test_what_is_said_in_other_words_is_found() -> None:
    """掌握手艺的工人 became 掌握本领的劳动者: two characters and one meaning in common."""
    assert counted(compared()) == "a1→a1 a4→a4 a5→a5"
    assert counted(compared(meanings)) == "a1→a1 a3→a2 a4→a4 a5→a5"


def test_a_model_that_thinks_partners_opposite_takes_part_of_their_score_only() -> None:
    """Vectors may point away from each other; clauses that share most of their words stay partners."""

    def opposite(texts: list[str]) -> list[list[float]]:
        return [[1.0 if "农药的标签" in text else -1.0] for text in texts]

    why = compared(opposite).explain(old="a5", new="a5", embed=opposite)

    assert isinstance(why, Explanation)
    assert why.linked
    assert why.meaning is not None
    assert 0 < why.meaning < 1


def test_the_text_that_is_explained_is_told_by_words() -> None:
    """The model has a say in which clauses prefer each other; shares and passages are what they are without it."""
    without, with_it = ({(k.old, k.new): k for k in compared(embed).links} for embed in (None, meanings))

    assert with_it.keys() >= without.keys()
    assert all((with_it[pair].shares, with_it[pair].evidence) == (k.shares, k.evidence) for pair, k in without.items())


def test_a_model_that_knows_nothing_of_any_text_changes_nothing() -> None:
    """Zeros say that nothing is known: words alone decide, to the last digit."""
    silent = compared(lambda texts: np.zeros((len(texts), 3)))

    assert silent.links == compared().links


def test_a_text_of_which_nothing_is_known_is_judged_by_its_words() -> None:
    """农药 is not in the vocabulary of this model; the article about it has the score that its words give it."""

    def no_pesticides(texts: list[str]) -> list[list[float]]:
        return [[0.0] * len(row) if "农药" in text else row for text, row in zip(texts, meanings(texts), strict=True)]

    why = compared(no_pesticides).explain(old="a5", new="a5", embed=no_pesticides)

    assert isinstance(why, Explanation)
    assert why.meaning == 1.0


@pytest.fixture(scope="module")
def lsa() -> Embedding:
    """A small model that has read the commentaries, and neither the plan nor the opinions themselves."""
    return Embedding(Lsa([bundled(BOOKLET), bundled(NOTES)], dimension=100))


def test_a_small_local_model_keeps_every_firm_link_of_the_policy_pair(lsa: Embedding) -> None:
    """Of the firm links of the plan none is lost, and the record says what took part."""
    plan, opinions = parse(bundled(PLAN)), parse(bundled(OPINIONS))
    without, with_it = (compare(plan, opinions, embed=embed) for embed in (None, lsa))
    firm = {(k.old, k.new) for k in without.links if k.tier == "strong"}

    assert firm <= {(k.old, k.new) for k in with_it.links if k.tier in COUNTED_TIERS}
    assert with_it.links != without.links
    assert with_it.settings["embedding"] == {"name": lsa.name, "dimension": 100}


# -- what it is asked ----------------------------------------------------------------------------------------------------------------


def test_it_is_asked_once_for_each_text() -> None:
    """One call, each text once, no blank one, in an order that does not depend on the documents."""
    asked = Asked()
    repeated = OLD + "第六条　农药的标签应当注明用途。\n第七条　\n"
    compared(asked, repeated, NEW)

    (texts,) = asked.calls
    assert texts == sorted(set(texts))
    assert all(text.strip() for text in texts)


def test_it_is_asked_for_clauses_headings_and_sentences_and_nothing_else() -> None:
    """Printed numbers, titles of chapters and the title of the document are none of its business."""
    asked = Asked()
    law = "职业教育法\n第一章　总则\n第一条【目的】　为了发展教育，制定本法。国家鼓励创新。\n"
    compared(asked, law, law)

    assert asked.calls == [
        sorted(
            ["目的", "为了发展教育，制定本法。", "国家鼓励创新。", "目的\n为了发展教育，制定本法。\n国家鼓励创新。"],
        )
    ]


def test_documents_in_sections_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sections there are, and although what is left over is looked at twice."""
    monkeypatch.setattr(sections, "_MOST_PROVISIONS", 30)
    monkeypatch.setattr(sections, "_LEAST_SECTION", 10)
    old = [Provision(str(k), "article", (k, 0), "", (f"{chr(0x4E00 + 7 * k)}事项由{chr(0x6000 + 5 * k)}部门办理。",)) for k in range(60)]
    new = [*old[1:40], old[0], *old[40:]]
    asked = Asked(noise)
    found = correspond_at_any_size(old, new, Embedding(asked))

    assert found.in_sections
    assert len(asked.calls) == 1
    assert {(link.old, link.new) for link in found.links if link.tier in COUNTED_TIERS} == {(k, new.index(p)) for k, p in enumerate(old)}


def test_an_embedding_that_is_kept_is_asked_for_new_texts_only() -> None:
    """The second comparison, and the explanation of the first, ask for nothing that is known."""
    asked = Asked()
    embedding = Embedding(asked)
    first = compared(embedding)
    first.explain(old="a1", new="a1", embed=embedding)
    compared(embedding, NEW, OLD)
    assert len(asked.calls) == 1

    compared(embedding, OLD, NEW.replace("津贴", "奖励"))
    assert asked.calls[1:] == [["掌握本领的劳动者，享受奖励。"]]


def test_a_reprint_asks_no_model() -> None:
    """A page is aligned by the order of its characters, and the record says that nothing else took part."""

    def never(texts: list[str]) -> Any:
        raise AssertionError

    comparison = compare(parse(bundled(OPINIONS)), parse(bundled(EXTRACT)), embed=never)

    assert comparison.profile == "reprint"
    assert comparison.settings["embedding"] is None
    assert comparison.explain(new="（六）", embed=never)


def test_align_takes_one_too() -> None:
    links = policydiff.align(parse(OLD), parse(NEW), embed=meanings).links

    assert links == compared(meanings).links


# -- laws ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [meanings, noise])
def test_swapped_sides_give_the_same_links(model: Callable[[list[str]], Any]) -> None:
    """Whatever the model says."""
    there, back = compared(model, bundled(PLAN), bundled(OPINIONS)), compared(model, bundled(OPINIONS), bundled(PLAN))

    turned = {(k.new, k.old, k.score, k.tier, k.shares[::-1]) for k in back.links}

    assert {(k.old, k.new, k.score, k.tier, k.shares) for k in there.links} == turned
    assert {(row.pair.new, row.pair.old) for row in back.rows} == {(row.pair.old, row.pair.new) for row in there.rows}


def test_a_document_corresponds_to_itself_whatever_the_model_says() -> None:
    for name in (PLAN, OPINIONS):
        links = compared(noise, bundled(name), bundled(name)).links

        assert [(k.old, k.new, str(k.tier)) for k in links if k.old != k.new and k.tier in COUNTED_TIERS] == []
        assert {k.old for k in links} == {k.new for k in links}


def test_a_model_that_is_all_noise_invents_few_links() -> None:
    """A third of a say: of what it adds to what words find, there is little."""
    old = [Provision(str(k), "article", (k, 0), "", (line,)) for k, line in enumerate(bundled(PLAN).split("\n")) if len(line) > 20]
    new = [Provision(str(k), "article", (k, 0), "", (line,)) for k, line in enumerate(bundled(OPINIONS).split("\n")) if len(line) > 20]
    words, guesses = (
        {(k.old, k.new) for k in correspond(old, new, embedding).links if k.tier in COUNTED_TIERS} for embedding in (None, Embedding(noise))
    )

    assert len(guesses - words) <= 0.1 * len(words)


def test_the_record_is_the_same_twice() -> None:
    """With a fresh embedding and with one that knows the texts already."""
    kept = Embedding(meanings)
    compared(kept, NEW, OLD)

    assert compared(kept).to_json() == compared(Embedding(meanings)).to_json() == compared(meanings).to_json()


def test_pins_and_bans_change_no_other_link() -> None:
    free, decided = compared(meanings), compared(meanings, pins=[("第二条", "第三条")], bans=[("第一条", "第一条")])
    named = {("a2", "a3"), ("a1", "a1")}

    assert [k for k in decided.links if (k.old, k.new) not in named] == [k for k in free.links if (k.old, k.new) not in named]


# -- how it is told ------------------------------------------------------------------------------------------------------------------


def test_the_record_says_what_took_part() -> None:
    """Its name and the dimension of its vectors, in the JSON, valid by the schema, and among the methods of the report."""
    comparison = compared(Embedding(meanings, name="同义词表<1>"))
    jsonschema.validate(comparison.to_dict(), schema(), cls=jsonschema.Draft202012Validator)

    assert comparison.settings["embedding"] == {"name": "同义词表<1>", "dimension": len(MEANINGS)}
    assert f"条款对应兼看语义向量：同义词表&lt;1&gt;（{len(MEANINGS)}维）。" in comparison.to_html()


def test_the_record_says_that_none_took_part() -> None:
    comparison = compared()
    jsonschema.validate(comparison.to_dict(), schema(), cls=jsonschema.Draft202012Validator)

    assert comparison.settings["embedding"] is None
    assert "语义向量" not in comparison.to_html()


@pytest.mark.parametrize(
    ("embed", "name"),
    [
        (meanings, f"{__name__}.meanings"),
        (partial(meanings), f"{__name__}.meanings"),
        (Asked().__call__, f"{__name__}.Asked.__call__"),
        (Asked(), "asked"),
        (Embedding(meanings, name="bge-small-zh"), "bge-small-zh"),
        (np.array, "numpy.array"),
    ],
)
def test_names(embed: Callable[[list[str]], Any], name: str) -> None:
    """The name it was given, or where it is defined."""
    assert Embedding(embed).name == name


def test_an_explanation_tells_what_the_model_made_of_it() -> None:
    """The factor, and the multiple by words alone beside it; without a model there is neither."""
    with_it = compared(meanings).explain(old="a3", new="a2", embed=meanings)
    without = compared().explain(old="a3", new="a2")

    assert isinstance(with_it, Explanation)
    assert isinstance(without, Explanation)
    assert without.meaning is None
    assert with_it.meaning is not None
    assert with_it.meaning > 1
    assert (with_it.likeness, with_it.preference) == (without.likeness, without.preference)
    assert f"据语义向量再乘以{with_it.meaning:.2f}" in str(with_it)
    assert "语义向量" not in str(without)


def test_the_numbers_of_an_explanation_are_those_of_the_links() -> None:
    comparison = compared(meanings)
    for link in comparison.links:
        why = comparison.explain(old=link.old, new=link.new, embed=meanings)
        assert isinstance(why, Explanation)
        assert why.key == pytest.approx(link.score, abs=1e-4)


def test_an_explanation_wants_the_same_model() -> None:
    with pytest.raises(OptionError, match=r"with the embedding asked, not with none\. Hand the same in again"):
        compared(Asked()).explain(old="a1")
    with pytest.raises(OptionError, match="with the embedding asked, not with other"):
        compared(Asked()).explain(old="a1", embed=Embedding(noise, name="other"))
    with pytest.raises(OptionError, match=r"with no embedding, not with asked\. Leave embed= out"):
        compared().explain(old="a1", embed=Asked())


# -- what is refused -----------------------------------------------------------------------------------------------------------------

REFUSED = {
    "one vector too few": (lambda texts: np.ones((len(texts) - 1, 3)), r"returned \d+ vectors for \d+ texts.*one vector for each text"),
    "one vector for all": (lambda _: np.ones(3), r"an array of the shape \(3,\)"),
    "no dimension": (lambda texts: np.ones((len(texts), 0)), r"an array of the shape \(\d+, 0\)"),
    "a table for each": (lambda texts: np.ones((len(texts), 2, 2)), r"an array of the shape"),
    "of several dimensions": (lambda texts: [[1.0] * (1 + k) for k in range(len(texts))], "no table of numbers.*one dimension"),
    "words": (lambda texts: texts, "no table of numbers"),
    "nothing": (lambda _: None, r"an array of the shape|no table of numbers"),
    "not a number": (lambda texts: np.full((len(texts), 3), np.nan), "NaN or infinity for '.+'"),
    "infinity": (lambda texts: [[1.0, float("inf")] for _ in texts], "NaN or infinity for '.+'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_vector_for_each_text_is_refused(case: str) -> None:
    """With the name of the model, and what it should have been."""
    embed, message = REFUSED[case]

    with pytest.raises(OptionError, match=message) as refused:
        compared(embed)
    assert refused.value.where
    assert refused.value.remedy


def test_a_model_that_changes_its_dimension_is_refused() -> None:
    embedding = Embedding(lambda texts: np.ones((len(texts), len(texts))))
    embedding(["国家"])

    with pytest.raises(OptionError, match="vectors of 2 numbers after vectors of 1"):
        embedding(["企业", "职工"])


@pytest.mark.parametrize("embed", ["BAAI/bge-small-zh-v1.5", 3, [[1.0]]])
def test_what_cannot_be_called_is_refused_before_anything_is_read(embed: Any) -> None:
    with pytest.raises(OptionError, match="is not callable"):
        compare("no such file", "nor this one", embed=embed)
    with pytest.raises(OptionError, match="is not callable"):
        policydiff.align(parse(OLD), parse(NEW), embed=embed)


def test_what_a_model_raises_is_passed_on_with_a_note() -> None:
    """The error is the model's own; the note says where it happened and what to try."""

    def broken(texts: list[str]) -> Any:
        raise MemoryError

    with pytest.raises(MemoryError) as raised:
        compared(broken)

    (note,) = raised.value.__notes__
    assert f"{broken.__qualname__} for the vectors of" in note
    assert "Call it by itself" in note


# -- vectors -------------------------------------------------------------------------------------------------------------------------


def test_vectors_of_any_size_become_of_length_one() -> None:
    """The length of a vector says nothing; neither the largest nor the smallest is lost in the squares."""
    for size in (1e-300, 1.0, 1e300):
        found = Embedding(lambda texts, size=size: [[3 * size, 4 * size] for _ in texts])(["企业"])
        assert found[0].tolist() == pytest.approx([0.6, 0.8])


def test_lists_integers_and_single_precision_are_vectors() -> None:
    for table in ([[3, 4]], np.array([[3, 4]], dtype=np.int8), np.array([[3, 4]], dtype=np.float16), ((3.0, 4.0),)):
        assert Embedding(lambda _, table=table: table)(["企业"])[0].tolist() == pytest.approx([0.6, 0.8])


def test_an_embedding_travels_with_what_it_knows() -> None:
    """To another process, if the callable does."""
    embedding = Embedding(meanings)
    known = embedding(["职工", "农药"])
    copy = pickle.loads(pickle.dumps(embedding))

    assert (copy(["职工", "农药"]) == known).all()
    assert (copy.name, copy.dimension) == (embedding.name, embedding.dimension)


def test_the_small_model_is_the_same_twice() -> None:
    """Nothing in it is drawn by lot."""
    first, second = (Lsa([bundled(NOTES)], dimension=20) for _ in range(2))

    assert (first(["职工教育经费。"]) == second(["职工教育经费。"])).all()
    assert Counter(map(len, first(["职工教育经费。", "企业。"]))) == {20: 2}
