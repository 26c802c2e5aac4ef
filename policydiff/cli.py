"""The command line.

    policydiff compare OLD NEW                  the report in the terminal
    policydiff compare OLD NEW -o report.html   … in a file; the suffix chooses
    policydiff compare OLD NEW -o changes.html --changes   … the list of changes alone, short enough to mail
    policydiff compare OLD NEW --links links.csv   … with links that a person decided about, in a table that -o links.csv wrote
    policydiff trace COMMENTARY SOURCE…         what a commentary quotes from its sources, and how exactly
    policydiff outline FILE                     the clauses of a document, with their ids
    policydiff demo                             reports on the texts that come with the package

Exit codes: 0 the same, 1 different, 2 trouble; 130 after Ctrl-C. Of a trace: 0 every quotation is exact and every statement true, 1 not so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

import policydiff
from policydiff.errors import OptionError, PolicyDiffError, printable
from policydiff.reports.catalogue import LANGUAGES

if TYPE_CHECKING:
    from policydiff.comparison import Comparison
    from policydiff.model import Clause, Document
    from policydiff.tracing import Trace

_SAME, _DIFFERENT, _TROUBLE, _INTERRUPTED = 0, 1, 2, 130
_FORMATS: Final = ("text", "html", "json")
_TRACE_FORMATS: Final = ("text", "html", "json", "csv")


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Args:
        arguments: what was typed behind `policydiff`; `sys.argv` if left out.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of cp936 cannot print 𠮷 or ✓; better a code than a traceback
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(commands.main(args=arguments, prog_name="policydiff", standalone_mode=False) or _SAME)
    except PolicyDiffError as error:
        click.echo(f"policydiff: {_in_words_of_the_shell(str(error))}", err=True)
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_SAME)
    sys.exit(_TROUBLE)


def _in_words_of_the_shell(message: str) -> str:
    """Errors tell what to write in Python; here it is an option."""
    message = message.replace("encoding=", "--encoding").replace('save("links.csv")', "-o links.csv")
    message = message.replace('profile="reprint"', "--profile reprint")
    return message.replace(" A string names a file; for literal text use policydiff.parse().", " Check the name and the folder.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.version_option(policydiff.__version__, message="policydiff %(version)s")
def commands() -> None:
    """Compare Chinese policy and legal documents clause by clause.

    比较中文政策、法律文本，逐条对照。
    """


def _encoding_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--encoding", help="Encoding of the files (utf-8, gb18030, big5 …), where it is not found out rightly.")(command)


def _ui_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--ui",
        type=click.Choice(LANGUAGES),
        default=LANGUAGES[0],
        show_default=True,
        help="The language of the report; the texts compared are never translated.",
    )(command)


@commands.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "-o",
    "--output",
    help="Write to this file; its suffix chooses: .html .json .txt, .csv (links), .terms.csv, .patch (corrections). - is standard output.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="What to write to standard output (text).")
@click.option(
    "--profile",
    type=click.Choice(["auto", "revision", "reprint"]),
    default="auto",
    show_default=True,
    help="revision: two versions of a text. reprint: a text and a page that prints it.",
)
@click.option("--links", help="A table of links, as -o links.csv writes it, with pin (钉) or ban (禁) where you know better.")
@_encoding_option
@click.option("--old-label", help="What to call the old document in the report.")
@click.option("--new-label", help="What to call the new document in the report.")
@click.option("--all", "unchanged", is_flag=True, help="List unchanged clauses too (text).")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--inline", is_flag=True, help="One running text with its marks in place of two columns (html).")
@click.option("--changes", "only_changes", is_flag=True, help="The list of changes without the text, short enough to mail (html).")
@_ui_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the report and errors: no progress, no summary.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if the documents differ.")
def compare(
    old: str,
    new: str,
    output: str | None,
    form: str | None,
    profile: str,
    links: str | None,
    encoding: str | None,
    old_label: str | None,
    new_label: str | None,
    unchanged: bool,
    color: str,
    inline: bool,
    only_changes: bool,
    ui: str,
    quiet: bool,
    exit_zero: bool,
) -> int:
    """Compare two documents. OLD and NEW are files; one of them may be - for standard input.

    比较两份文件，输出对照结果。
    """
    to_stdout = output in (None, "-")
    _check_suffix(output, form)
    options = ({"view": "inline"} if inline else {}) | ({"kind": "changes"} if only_changes else {})
    if options and (form or "text") != "html" and (to_stdout or Path(output or "").suffix.lower() != ".html"):
        raise OptionError("--inline and --changes are for HTML", remedy="Say --format html, or -o report.html.")
    with _Bar(wanted=not quiet) as bar:
        result = policydiff.compare(
            old, new, profile=profile, encoding=encoding, old_label=old_label, new_label=new_label, links=links, progress=bar
        )
    if to_stdout:
        in_color = _use_color(color)
        report = _report(result, form or "text", color=in_color, unchanged=unchanged, ui=ui, options=options)
        click.echo(report, nl=False, color=in_color)
    else:
        path = result.save(output or "", **options, **_in_language(output or "", ui))
        if not quiet:
            click.echo(f"{printable(str(path))}: {result.summary().text(ui=ui)}")
    return _SAME if exit_zero or result.identical else _DIFFERENT


#: Work on fewer clauses is over before a bar is read.
_LONG_WORK: Final = 2_000


class _Bar:
    """How far a comparison has come, on the terminal behind standard error; nothing for short work, or where nobody looks."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._open = ExitStack()
        self._drawn: Any = None

    def __call__(self, done: int, total: int) -> None:
        if not self._wanted or total < _LONG_WORK:
            return
        if self._drawn is None:
            self._drawn = self._open.enter_context(click.progressbar(length=total, label="policydiff", show_eta=False, file=sys.stderr))
        self._drawn.update(done - self._drawn.pos)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()


def _check_suffix(output: str | None, form: str | None) -> None:
    if output not in (None, "-") and form is not None and Path(output or "").suffix.lower() != _suffix(form):
        raise OptionError(f"--format {form} does not fit the suffix of {output}", remedy="Leave --format out; the suffix chooses.")


def _suffix(form: str) -> str:
    return ".txt" if form == "text" else f".{form}"


def _in_language(output: str, ui: str) -> dict[str, str]:
    """The language of a report, where reports of that suffix have one: records and tables say the same in any."""
    return {"ui": ui} if Path(output).suffix.lower() in (".html", ".txt") else {}


def _report(result: Comparison, form: str, *, color: bool, unchanged: bool, ui: str, options: Mapping[str, str]) -> str:
    if form == "html":
        return result.to_html(**options, ui=ui)
    if form == "json":
        return result.to_json()
    return result.to_text(color=color, unchanged=unchanged, ui=ui)


def _use_color(choice: str) -> bool:
    """Colour is wanted if asked for, or on a terminal that has not declined it (no-color.org, force-color.org)."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


@commands.command()
@click.argument("commentary")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", help="Write to this file; its suffix (.html .json .csv .txt) chooses. - is standard output.")
@click.option("--format", "form", type=click.Choice(_TRACE_FORMATS), help="What to write to standard output (text).")
@_encoding_option
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@_ui_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if a quotation is not exact or a statement untrue.")
def trace(
    commentary: str,
    sources: tuple[str, ...],
    output: str | None,
    form: str | None,
    encoding: str | None,
    color: str,
    ui: str,
    exit_zero: bool,
) -> int:
    """Find what COMMENTARY quotes from each SOURCE, from which clause, and how exactly. One of the files may be - for standard input.

    追溯一份解读引用了哪些条款，引得准不准。
    """
    to_stdout = output in (None, "-")
    _check_suffix(output, form)
    result = policydiff.trace(commentary, source=list(sources), encoding=encoding)
    if to_stdout:
        in_color = _use_color(color)
        click.echo(_trace_report(result, form or "text", color=in_color, ui=ui), nl=False, color=in_color)
    else:
        path = result.save(output or "", **_in_language(output or "", ui))
        click.echo(f"{printable(str(path))}: {result.summary(ui=ui)}")
    return _SAME if exit_zero or result.exact else _DIFFERENT


def _trace_report(result: Trace, form: str, *, color: bool, ui: str) -> str:
    if form == "html":
        return result.to_html(ui=ui)
    if form == "csv":
        return result.to_csv()
    return result.to_json() if form == "json" else result.to_text(color=color, ui=ui)


@commands.command()
@click.argument("file")
@_encoding_option
@click.option("--parts", is_flag=True, help="List the parts of provisions (款, 项, 目) too.")
def outline(file: str, encoding: str | None, parts: bool) -> int:
    """List the clauses of a document with their ids. FILE may be - for standard input.

    列出一份文件的条款及其编号。
    """
    document = policydiff.read(file, encoding=encoding)
    for clause in document.clauses:
        if parts or not clause.is_part:
            click.echo(_outline_line(document, clause))
    for notice in document.notices:
        click.echo(f"! {notice.code} {notice.message} [{notice.span.start}, {notice.span.end})", err=True)
    return _SAME


#: How much of the text of a clause without a heading is shown.
_GLIMPSE: Final = 24


def _outline_line(document: Document, clause: Clause) -> str:
    from policydiff.reports.plain import visible

    depth = sum(1 for _ in document.ancestors(clause))
    body = visible(document.text_of(clause))
    words = clause.heading or (body[len(clause.marker) : len(clause.marker) + _GLIMPSE] + "…")
    return f"{'  ' * depth}{clause.id}\t{clause.level}\t{clause.marker}{' ' if clause.marker else ''}{visible(words)}"


@commands.command()
@click.option("--out-dir", default="reports", show_default=True, help="The folder for the reports; made if it is not there.")
@_ui_option
def demo(out_dir: str, ui: str) -> int:
    """Compare the texts that come with the package, trace quotations where the commentaries are here, and say where the reports are.

    用自带文本生成对照表；有解读文本时，也核对其中的引文。
    """
    from policydiff import texts
    from policydiff.reports import make_folder

    folder = make_folder(out_dir)
    results: list[tuple[str, Comparison | Trace]] = [(one.name, texts.demonstrate(one)) for one in texts.DEMONSTRATIONS]
    traced = [one for one in texts.QUOTATION_DEMONSTRATIONS if texts.has(one.commentary)]
    results += [(one.name, texts.demonstrate_quotations(one)) for one in traced]
    for name, result in results:
        for suffix in (".html", ".json"):
            path = result.save(folder / f"{name}{suffix}", **_in_language(f"{name}{suffix}", ui))
            click.echo(printable(str(path)))
        click.echo(f"  {_summary(result, ui)}")
    return _SAME


def _summary(result: Comparison | Trace, ui: str) -> str:
    return result.summary(ui=ui) if isinstance(result, policydiff.Trace) else result.summary().text(ui=ui)
