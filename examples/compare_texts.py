"""Compare the bundled texts: the 2017 plan with the 2024 opinions, and the opinions with the newspaper page that reprints them.

Then find what two commentaries quote from them, and how exactly: a booklet on the plan, and essays on the opinions.

Writes four reports to open in a browser, and the same records as JSON, into `reports/`, and says where they are.

    python examples/compare_texts.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

import policydiff

TEXTS = Path(__file__).parent.parent / "texts"

#: name of the report: old file, new file, what to call them where their own titles would not do
PAIRS = {
    "plan-to-opinions": ("plan-2017.txt", "opinions-2024.txt", "新时期产业工人队伍建设改革方案", None),
    "liaoyuan-reprint": ("opinions-2024.txt", "liaoyuan-daily-2024-10-23.md", None, "《辽源日报》2024年10月23日"),
}

#: name of the report: commentary, what it may quote
COMMENTARIES = {
    "booklet-quotes": ("booklet-2022.txt", ["plan-2017.txt"]),
    "study-notes-quotes": ("study-notes-2024.txt", ["opinions-2024.txt", "plan-2017.txt"]),
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (old, new, old_label, new_label) in PAIRS.items():
        comparison = policydiff.compare(TEXTS / old, TEXTS / new, old_label=old_label, new_label=new_label)
        report = comparison.save(folder / f"{name}.html")
        record = comparison.save(folder / f"{name}.json")
        print(f"{old} → {new}\n  {comparison.summary()}\n  {report}\n  {record}")
    for name, (commentary, sources) in COMMENTARIES.items():
        trace = policydiff.trace(TEXTS / commentary, source=[TEXTS / source for source in sources])
        report = trace.save(folder / f"{name}.html")
        record = trace.save(folder / f"{name}.json")
        print(f"{commentary} ← {', '.join(sources)}\n  {trace.summary()}\n  {report}\n  {record}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("reports"))
