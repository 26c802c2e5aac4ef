"""Sentences of the page that are put together from several of the catalogue, and what in a sentence is not a matter of language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from policydiff.reports.catalogue import Catalogue
from policydiff.reports.html.view import NoticeLine

#: For what is left out of quoted text.
ELLIPSIS: Final = "……"

#: Rows whose sides belong together by no more than probable links; what filters ask for, and the seal.
DOUBTFUL: Final = "doubtful"

#: What a difference is called where one side has nothing: in a revision, and in a reprint.
ONE_SIDED: Final[Mapping[str, Mapping[str, str]]] = {
    "revision": {"delete": "row.deleted", "insert": "row.inserted"},
    "reprint": {"delete": "row.missing", "insert": "row.surplus"},
}

#: Worst first: what may change the meaning of the report, then what may be a slip of the source, then what was dealt with.
NOTICES: Final = (
    *("empty", "replacement", "unrelated", "not-found", "invisible"),
    *("numbering-gap", "numbering-repeat", "numbering-backward", "numbering-start", "numbering-restart"),
    *("no-outline", "several-texts", "in-sections", "script", "compatibility", "no-title", "page-break"),
)

LANGUAGES: Final = {"simplified": "zh-Hans", "traditional": "zh-Hant"}
ANY_CHINESE: Final = "zh"

#: What stands for the name of a file where there is no file.
UNNAMED: Final = {"<text>": "unnamed.text", "<stdin>": "unnamed.stdin"}
BLANKS: Final = {" ": "blank.space", "\u3000": "blank.ideographic", "\t": "blank.tab", "\u00a0": "blank.no_break"}

#: Abbreviations of characters that have no shape and no name that a reader would know better, for the boxes that stand in their place.
ABBREVIATIONS: Final = {
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}


def number(value: int) -> str:
    """Return a number as it is printed, with commas."""
    return f"{value:,}"


def old_name(words: Catalogue, label: str) -> str:
    """Return what an old clause is called beside new ones.

    >>> from policydiff.reports.catalogue import ZH_HANS
    >>> old_name(ZH_HANS, "5"), old_name(ZH_HANS, "一（一）")
    ('原 5', '原一（一）')
    """
    return words.say("label.old_spaced" if label[:1].isascii() else "label.old", label=label)


def joined(words: Catalogue, labels: Sequence[str], *, consecutive: bool = False) -> str:
    """Return what several clauses are called together.

    >>> from policydiff.reports.catalogue import ZH_HANS
    >>> joined(ZH_HANS, ["（四）", "（五）"]), joined(ZH_HANS, ["第三条", "第四条"])
    ('（四）（五）', '第三条、第四条')
    >>> articles = ["第三条", "第四条", "第五条", "第六条"]
    >>> joined(ZH_HANS, articles, consecutive=True), joined(ZH_HANS, articles)
    ('第三条至第六条', '第三条等 4 条')
    """
    if len(labels) <= 3:
        are_bracketed = all(label[:1] + label[-1:] == "（）" for label in labels)
        return words["label.between_brackets" if are_bracketed else "list.labels"].join(labels)
    if consecutive:
        return words.say("label.range", first=labels[0], last=labels[-1])
    return words.say("label.several", first=labels[0], count=len(labels))


def unnamed(words: Catalogue, name: str) -> str:
    """Return the name of a file, or what the text was read from instead."""
    return words[UNNAMED[name]] if name in UNNAMED else name


# -- the head of the page ---------------------------------------------------------------------------------------------------------------


def length(words: Catalogue, size: int, outside: int) -> str:
    """Return the length of a file, with what is not part of the text."""
    return words.say("front.length_outside" if outside else "front.length", count=size, outside=outside)


def characters(words: Catalogue, same: tuple[int, int], replaced: tuple[int, int], deleted: int, inserted: int) -> str:
    """Return the counts in characters; pairs are of the old and of the new side."""
    is_equal = same[0] == same[1]
    parts = [words.say("front.same" if is_equal else "front.same_both", old=same[0], new=same[1], count=same[1])]
    parts += [words.say("front.replaced", old=replaced[0], new=replaced[1])] if any(replaced) else []
    parts += [words.say("front.deleted", count=deleted)] if deleted else []
    parts += [words.say("front.inserted", count=inserted)] if inserted else []
    return words.say("front.characters", parts=words["list.clauses"].join(parts))


def in_volumes(words: Catalogue, volumes: int, folder: str) -> NoticeLine:
    """Return the notice on the front of a report in volumes."""
    return NoticeLine(words["front.volumes_code"], words.say("front.volumes", count=volumes, folder=folder), (), 0)


def too_large_for_mail(words: Catalogue, size: int, *, shorter: bool) -> NoticeLine:
    """Return the notice on a page of so many bytes, and whether there is a shorter one to send instead."""
    key = "front.large_shorter" if shorter else "front.large"
    return NoticeLine(words["front.large_code"], words.say(key, size=f"{size / 1_000_000:.0f}"), (), 0)


def notice_text(words: Catalogue, side: str, message: str, count: int) -> str:
    """Return a notice with its side, and how often it occurs."""
    stop = words["list.stop"]
    text = message.rstrip(stop) + (words.say("front.times", count=count) if count > 1 else "") + stop
    return words.say("front.notice_of", side=side, text=text) if side else text


def substitution_note(words: Catalogue, within: int, *, throughout: bool) -> str:
    """Return what to say of a uniform substitution: where else it was made, and whether the old words are gone."""
    parts = [words["front.gone"]] if throughout else []
    parts += [words.say("front.within", count=within)] if within else []
    return words["list.semicolon"].join(parts) + (words["list.blank"] if parts else "")


# -- volumes ----------------------------------------------------------------------------------------------------------------------------


def volume(number: int, of: int, first: str, last: str) -> str:
    """Return what a volume is called, with its first and its last row."""
    return f"第 {number} 册，共 {of} 册：{first}至{last}"


def continued(title: str) -> str:
    """Return what the rest of a chapter is called, whose beginning stands in another volume."""
    return f"{title}（续）"


# -- rows -------------------------------------------------------------------------------------------------------------------------------


def totals(words: Catalogue, rewritten: int, inserted: Sequence[int], deleted: Sequence[int], came: int, went: int) -> list[str]:
    """Return the lines for what is too long to be listed word by word; `inserted` and `deleted` are lengths."""
    lines = [words.say("row.rewritten_places", count=rewritten)] if rewritten else []
    for name, lengths in (("inserted", inserted), ("deleted", deleted)):
        if lengths:
            how = "places" if len(lengths) > 1 else "once"
            lines.append(words.say(f"row.{name}_{how}", count=len(lengths), characters=sum(lengths)))
    lines += [words.say("row.came", count=came)] if came else []
    lines += [words.say("row.went", count=went)] if went else []
    return lines


def taken_from(words: Catalogue, old: str, home: str, *, sure: bool) -> str:
    """Return the tag before words that are quoted from another row."""
    how = "taken_from" if sure else "close_to"
    return words.say(f"row.{how}_full" if home else f"row.{how}", old=old_name(words, old), home=home)


def went_to(words: Catalogue, home: str, *, sure: bool, joined: bool) -> str:
    """Return what stands beside a passage that was taken up elsewhere."""
    how = "close_to_home" if not sure else "merged_into" if joined else "moved_to"
    return words.say(f"row.{how}", home=home)


def folded(words: Catalogue, count: int, characters: int, formal: int, renumbered: int) -> str:
    """Return the line for rows that are folded because their words are the same."""
    notes = [words.say("row.folded_formal", count=formal)] if formal else []
    notes += [words.say("row.folded_renumbered", count=renumbered)] if renumbered else []
    what = words.say("row.folded", count=count, characters=characters)
    return what + (words.say("list.brackets", text=words["list.clauses"].join(notes)) if notes else "")


def proof(words: Catalogue, side: str, tier: str) -> str:
    """Return what leads to the other row of a link, from its old or its new end."""
    if tier == "candidate":
        return words["proof.candidate"]
    return words[f"proof.{'into' if side == 'old' else 'from'}{'_doubtful' if tier == 'probable' else ''}"]


# -- what is spoken ---------------------------------------------------------------------------------------------------------------------


def said_difference(words: Catalogue, name: str, old: str, new: str) -> str:
    """Return a difference of a reprint as a sentence."""
    how = "replaced" if old and new else "surplus" if new else "missing"
    return words.say(f"said.{how}", name=name, old=old, new=new)


def said_change(words: Catalogue, old: str, new: str) -> str:
    """Return a change of a revision as a part of a sentence."""
    how = "became" if old and new else "inserted" if new else "deleted"
    return words.say(f"said.{how}", old=old, new=new)


def said_row(words: Catalogue, name: str, kinds: Iterable[str], changes: Sequence[str]) -> str:
    """Return a row as a sentence."""
    told = words["list.labels"].join(words[f"kind.{kind}"] for kind in kinds)
    return words.say("said.row_changes" if changes else "said.row", name=name, kinds=told, changes=words["list.semicolon"].join(changes))


# -- citing, and method -----------------------------------------------------------------------------------------------------------------


def in_title_marks(name: str) -> str:
    """Return the name of a document between 《 and 》, which it may have already."""
    return name if name.startswith("《") else f"《{name}》"


def method_scripts(words: Catalogue, old: str, new: str) -> str:
    """Return the scripts of both sides."""
    names = {side: words.get(f"script_of.{script}", script) for side, script in (("old", old), ("new", new))}
    return words.say("method.scripts", **names) if old != new else words.say("method.script", script=names["old"])


def method_normalizers(words: Catalogue, names: Iterable[str]) -> str:
    """Return what was evened out before comparing."""
    told = [words.get(f"normalizer.{name.partition(':')[0]}", name) for name in names]
    return words.say("method.normalizers", names=words["list.labels"].join(told)) if told else words["method.no_normalizers"]


def method_versions(words: Catalogue, versions: Iterable[tuple[str, str]], tokenizer: str) -> str:
    """Return the versions the record was made with."""
    told = [f"{name} {version}" for name, version in versions]
    told += [words.say("method.tokenizer", name=tokenizer)] if tokenizer else []
    return words.say("method.versions", versions=words["list.clauses"].join(told))


def method_source(words: Catalogue, side: str, name: str, digest: str, encoding: str) -> str:
    """Return where a text came from."""
    key = "method.source_encoded" if encoding else "method.source"
    return words.say(key, side=side, name=name, digest=digest, encoding=encoding)
