"""What the reports say, in each of their languages: one catalogue for each, a file that a translator can edit.

    catalogues/zh-Hans.json   "row": {"moved_together": "，{count} 行整体移位", …}
    catalogues/en.json        "row": {"moved_together": ", moved in a block of {count} rows", …}

All catalogues have the same keys, and each sentence the same places in all of them. A sentence that depends on a number is an object:
`by` names the place that holds the number, `one` and `other` are the sentences. The documents compared are never translated.

To add a language, copy a file, translate what stands to the right of the colons, and name it in `LANGUAGES`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

from policydiff.errors import OptionError

#: The languages of the reports; the first is spoken where none is asked for.
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")


class Counted(NamedTuple):
    """A sentence that depends on a number."""

    by: str
    """The place that holds the number."""
    one: str
    other: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The words of one language.

    >>> words = catalogue("en")
    >>> words["page.title"], words.say("front.places", count=1), words.say("front.places", count=2_000)
    ('Comparison', '1 place', '2,000 places')
    """

    language: str
    entries: Mapping[str, str | Counted]
    """By key: the group, a dot, the name in the group."""

    def __getitem__(self, key: str) -> str:
        """Return words that are said as they are.

        Raises:
            KeyError: if there is no such entry, or if it is one that depends on a number.
        """
        entry = self.entries[key]
        if isinstance(entry, Counted):
            raise KeyError(f"{key} depends on {entry.by}")
        return entry

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def get(self, key: str, default: str) -> str:
        """Return words, or others where a record has a name that this version does not know."""
        return self[key] if key in self.entries else default

    def say(self, key: str, /, **values: str | int) -> str:
        """Return a sentence with its places filled in.

        Args:
            key: which sentence.
            values: by the names of the places. Numbers of a record may be given as text.

        Raises:
            KeyError: if there is no such sentence, or if a value is missing.
        """
        entry = self.entries[key]
        if isinstance(entry, Counted):
            entry = entry.one if int(values[entry.by]) == 1 else entry.other
        return entry.format_map(values)

    def listed(self, items: Sequence[str]) -> str:
        """Return parts of a sentence as the language lists them.

        >>> catalogue("en").listed(["1 new", "2 moved", "3 split"]), catalogue("zh-Hans").listed(["新增1条", "移位2条"])
        ('1 new, 2 moved, and 3 split', '新增1条，移位2条')
        """
        if len(items) <= 2:
            return self["list.pair"].join(items)
        return self["list.clauses"].join(items[:-1]) + self["list.last"] + items[-1]

    def joined(self, sentences: Sequence[str]) -> str:
        """Return sentences one behind the other, those that are empty left out."""
        return self["list.sentences"].join(filter(None, sentences))

    def group(self, name: str) -> dict[str, str]:
        """Return the words of a group by their names in it."""
        return {key.removeprefix(f"{name}."): self[key] for key in self.entries if key.startswith(f"{name}.")}


@cache
def catalogue(ui: str) -> Catalogue:
    """Return the catalogue of a language.

    Args:
        ui: `zh-Hans`, `zh-Hant` or `en`.

    Raises:
        OptionError: if it is none of these.
    """
    if ui not in LANGUAGES:
        raise OptionError(f"ui={ui!r} is not known", remedy=f"Use one of {', '.join(LANGUAGES)}.")
    groups = json.loads(files(__package__).joinpath("catalogues", f"{ui}.json").read_text("utf-8"))
    entries = {f"{group}.{name}": _entry(entry) for group, named in groups.items() for name, entry in named.items()}
    return Catalogue(ui, MappingProxyType(entries))


def _entry(entry: str | Mapping[str, str]) -> str | Counted:
    return entry if isinstance(entry, str) else Counted(entry["by"], entry["one"], entry["other"])


#: What is said where nobody asks for a language: by `str` and `repr`, in tables, in the notes of the record.
ZH_HANS: Final = catalogue(LANGUAGES[0])
