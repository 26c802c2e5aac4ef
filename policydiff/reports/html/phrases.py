"""Everything the report says: sentences put together from parts, words that stand for names of the record, and what stands on the page.

Templates, style and script have no words of their own: templates take them from `WORDS`, the script from `SCRIPT` (they stand on the page
as data), the style from `STYLE`. Another language is another module like this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

LANGUAGE: Final = "zh-Hans"

PROFILES: Final = {"revision": "修订", "reprint": "转载核对"}
#: What the two sides are called; which one is the page of a reprint is in the settings.
SIDES: Final = {"old": "原文", "new": "新文"}
PAGE: Final = "转载"
TEXT: Final = "原文"

#: What stands for the name of a file where there is no file.
UNNAMED: Final = {"<text>": "直接给出的文本", "<stdin>": "标准输入"}

ELLIPSIS: Final = "……"
NEW: Final = "（新增）"
DROPPED: Final = "（删除）"
NEW_HEADING: Final = "（新增标题）"
MISSING: Final = "（缺）"
SURPLUS: Final = "（多出）"
OUTSIDE_BEFORE: Final = "正文之前"
OUTSIDE_BETWEEN: Final = "正文之间"
OUTSIDE_AFTER: Final = "正文之后"
NO_PARTNER: Final = "（未见对应）"
FRONT: Final = "标题与序"
PREAMBLE: Final = "序"
TITLE_ONLY: Final = "标题"
WHOLE: Final = "全文"
REWRITTEN: Final = "整段改写"
PAGE_BREAK: Final = "换页"
LINE_BREAK: Final = "断行"

#: Rows whose sides belong together by no more than probable links; what filters ask for, and the seal.
DOUBTFUL: Final = "doubtful"
DOUBTFUL_SEAL: Final = ("疑", "存疑")

#: What a difference is called where one side has nothing: in a revision, and in a reprint.
ONE_SIDED: Final = {"revision": {"delete": "删", "insert": "增"}, "reprint": {"delete": "缺", "insert": "多"}}

#: What stands on the page as it is.
WORDS: Final = {
    "title": "对照表",
    "changes_title": "变更清单",
    "skip": "跳到对照表",
    "colon": "：",
    "comma": "、",
    "semicolon": "；",
    "stop": "。",
    "between_titles": "　→　",
    "only": "只看",
    "every": "全部",
    "find": "查找",
    "find_in": "在两份文本中查找",
    "previous": "上一处",
    "previous_change": "上一处变更",
    "next": "下一处",
    "next_change": "下一处变更",
    "menu": "显示",
    "formal_on": "标出格式差异",
    "elide_on": "略去相同文句",
    "spoken": "用〔增〕〔删〕标出",
    "single_keys": "单键：n 下一处，p 上一处，/ 查找",
    "print_all": "打印时展开未变条款",
    "theme": "明暗",
    "system": "系统",
    "light": "明",
    "dark": "暗",
    "as_csv": "所见各行存为 CSV",
    "copy_summary": "复制摘要",
    "print": "打印 / PDF",
    "contents": "目录",
    "outside": "界外文字",
    "outside_sign": "外",
    "whereabouts": "去向表 来源表",
    "whereabouts_label": "去向表与来源表",
    "method": "方法与来源",
    "provisions": "条",
    "verdict": "结论",
    "first": "先看",
    "account": "文字说明",
    "notices": "提示",
    "see": "见",
    "and_more": "等",
    "legend": "怎么读",
    "words_of": "字句",
    "key_left": "要紧",
    "key_right": "字眼",
    "caret_left": "字",
    "caret_right": "间",
    "lost_here": "此处有缺",
    "gained_there": "对面多出",
    "repealed": "删去",
    "inserted": "新增",
    "moved": "移走或移来",
    "whole_sentence": "整句",
    "moved_words": "移位的字句",
    "kept": "改写段中相同的字句",
    "order": "句首小字：在原条款中的次序",
    "page_break": "换页",
    "page_break_says": "文件在此换页断行",
    "finding": "数字",
    "finding_says": "值得先看的差异",
    "doubtful_says": "对应存疑，请看所列依据",
    "bulk": "统一修改",
    "mark_in_text": "在正文中标出",
    "terms": "来去的用语",
    "forms": "格式差异",
    "forms_lead": "文字相同，只是写法不同：",
    "forms_switch": "可在“显示”中逐一标出。",
    "map": "章节对应",
    "map_says": "带宽表示对应的条数；紫色点线：次序变动；灰色虚线：对应存疑。",
    "map_table": "同样的数据，列成表",
    "map_count": "条数",
    "map_note": "说明",
    "differences": "差异一览",
    "clause": "条款",
    "note": "备注",
    "check": "核对",
    "changes": "变更",
    "seal": "类别",
    "cite_row": "引用",
    "copy_row": "复制",
    "also": "另见",
    "or": "或",
    "uncertain": "或：对应存疑",
    "positions": "位置以文件解码后的字符计，从 0 起，不含末位。本报告由 policydiff 生成，软件按 MIT 许可发布；文本的权利属于各自的作者。",
    "without_text": "本清单只列变更，不含全文；数目与完整报告相同。",
    "full_report": "完整报告：",
    "or_file": "，存成文件：",
    "frame": "对照表",
}
#: What the script says; it stands on the page as data. Names in braces are filled in.
SCRIPT: Final = {
    "stop": "第{at}处，共{all}处：{say}",
    "shown": "只看{signs}：{count} / {all} 行",
    "leftout": "略去只有统一修改的行：{count} / {all} 行",
    "none": "没有这样的行，请减少所选的类别。",
    "hits": "{count} 处",
    "hit": "{at} / {count} 处",
    "copied": "已复制",
    "refused": "浏览器不允许",
    "stale": "内容已变：地址所指的文字与本报告不同。",
    "insert": "〔增：",
    "delete": "〔删：",
    "close": "〕",
    "file": "对照表.csv",
    "columns": "条款\t类别\t原文\t新文\t变更",
}
#: What the style says; each is a custom property, `--word-old`.
STYLE: Final = {
    "old": "原",
    "new": "新",
    "same": "同",
    "elided": "（略）",
    "insert": "〔增 ",
    "delete": "〔删 ",
    "close": "〕",
}
#: Before the number of a page, between it and the number of pages, and behind that.
PAGE_NUMBER: Final = ("第 ", " / ", " 页")

FINDINGS: Final = {
    "heading": "标题",
    "number": "数字",
    "modality": "约束",
    "negation": "否定",
    "scope": "范围",
    "paragraph": "分段",
    "body": "主体",
    "name": "名称",
    "enumeration": "列举",
    "repetition": "重出",
    "transcription": "疑误",
    "term": "用语",
    "reference": "引用",
    "moved-sentence": "移位",
}

#: Worst first: what may change the meaning of the report, then what may be a slip of the source, then what was dealt with.
NOTICES: Final = {
    "empty": "空白",
    "replacement": "乱码",
    "unrelated": "存疑",
    "not-found": "未找到",
    "invisible": "隐形字符",
    "numbering-gap": "缺号",
    "numbering-repeat": "重号",
    "numbering-backward": "倒号",
    "numbering-start": "起号",
    "numbering-restart": "另起",
    "no-outline": "无序号",
    "several-texts": "多篇",
    "in-sections": "分段",
    "script": "繁简",
    "compatibility": "异体码",
    "no-title": "标题",
    "page-break": "换页",
}
NOTICE: Final = "提示"
CAVEAT: Final = ("声明", "差异可能来自报纸排印、扫描识别或誊录。本表只列差异，不判断由谁造成；请与原件核对。")

SCRIPTS: Final = {"simplified": "简体", "traditional": "繁体", "mixed": "繁简混用", "unknown": "未定"}
LANGUAGES: Final = {"simplified": "zh-Hans", "traditional": "zh-Hant"}
ANY_CHINESE: Final = "zh"

NORMALIZERS: Final = {
    "markup": "标记符号",
    "invisible": "隐形字符",
    "compatibility": "兼容字形",
    "lines": "换页断行",
    "width": "全角半角",
    "quotes": "引号",
    "dashes": "破折号",
    "dots": "间隔号",
    "blanks": "空白",
    "script": "繁简",
}

#: Names of characters that have no shape, for the boxes that stand in their place.
INVISIBLE: Final = {
    0x00AD: "软连字符",
    0x200B: "零宽空格",
    0x200C: "零宽非连字",
    0x200D: "零宽连字",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "词连接符",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}


def number(value: int) -> str:
    """Return a number as it is printed, with commas."""
    return f"{value:,}"


def old_name(label: str) -> str:
    """Return what an old clause is called beside new ones.

    >>> old_name("5"), old_name("一（一）")
    ('原 5', '原一（一）')
    """
    return f"原 {label}" if label[:1].isascii() else f"原{label}"


def joined(labels: Sequence[str], *, consecutive: bool = False) -> str:
    """Return what several clauses are called together.

    >>> joined(["（四）", "（五）"]), joined(["第三条", "第四条"])
    ('（四）（五）', '第三条、第四条')
    >>> articles = ["第三条", "第四条", "第五条", "第六条"]
    >>> joined(articles, consecutive=True), joined(articles)
    ('第三条至第六条', '第三条等 4 条')
    """
    if len(labels) <= 3:
        return ("" if all(label[:1] + label[-1:] == "（）" for label in labels) else "、").join(labels)
    return f"{labels[0]}至{labels[-1]}" if consecutive else f"{labels[0]}等 {len(labels)} 条"


def in_quotes(text: str) -> str:
    """Return a text in quotation marks."""
    return f"“{text}”"


# -- the head of the page ---------------------------------------------------------------------------------------------------------------


#: What became of the provisions of the old text, and where those of the new one came from; by the fields of `summary.Fate`.
FATES: Final = {
    "old": {"kept": "沿用", "reworded": "改写", "elsewhere": "并入他条", "alone": "未见对应"},
    "new": {"kept": "沿用", "reworded": "改写", "elsewhere": "析出", "alone": "新增"},
}
#: What is counted in a reprint.
DIFFERENCES: Final = {
    "replaced": "改写",
    "deleted": "缺少",
    "inserted": "多出",
    "headings_lost": "缺标题",
    "headings_gained": "多标题",
    "moved": "移位",
    "formal": "格式",
    "outside": "界外字数",
}


def page_title(old: str, new: str) -> str:
    """Return the title of the window."""
    return f"对照表：{old} → {new}"


def length(size: int, outside: int) -> str:
    """Return the length of a file, with what is not part of the text."""
    return f"{number(size)} 字" + (f"，其中界外 {number(outside)} 字" if outside else "")


def kinds_shown(rows: int) -> str:
    """Return the note below the counts of a revision."""
    return f"按对照行计，共 {number(rows)} 行，含章标题；一行可兼有几类。"


def characters(same: tuple[int, int], replaced: tuple[int, int], deleted: int, inserted: int) -> str:
    """Return the counts in characters; pairs are of the old and of the new side."""
    kept = f"相同 {number(same[1])} 字" if same[0] == same[1] else f"相同 {number(same[0])}→{number(same[1])} 字"
    parts = [kept, *([f"改写 {number(replaced[0])}→{number(replaced[1])} 字"] if any(replaced) else [])]
    parts += [f"删去 {number(deleted)} 字"] if deleted else []
    parts += [f"新增 {number(inserted)} 字"] if inserted else []
    return f"按字计：{'，'.join(parts)}。"


# -- notices ----------------------------------------------------------------------------------------------------------------------------


def notice_text(side: str, message: str, count: int) -> str:
    """Return a notice with its side, and how often it occurs."""
    times = f"（{count} 处）" if count > 1 else ""
    return f"{side}：{message.rstrip('。')}{times}。" if side else f"{message.rstrip('。')}{times}。"


# -- what is told once ------------------------------------------------------------------------------------------------------------------

NUMBERING: Final = "编号"
HEADINGS: Final = "标题编号"
RENUMBERED: Final = "序号"
WORDING: Final = "用语"
NO_BULK: Final = "未发现三处以上的同一词语替换。"
NOT_MARKED: Final = "编号变动不在正文逐一标出。"


def scheme_note(*, consecutive: bool) -> str:
    """Return what to say of a new way of numbering."""
    return "编号方式改变，全文连续" if consecutive else "编号方式改变"


def renumbered_note(only: int) -> str:
    """Return what to say of rows with another number; `only` of them differ in nothing else."""
    return f"随增删顺次改号，其中 {number(only)} 行文字未变" if only else "随增删顺次改号"


def told(rows: int) -> str:
    """Return what the switch says that leaves out rows with nothing but uniform substitutions."""
    return f"略去只有这些修改的 {number(rows)} 行，其余各行不再标出"


def substitution_note(within: int, *, throughout: bool) -> str:
    """Return what to say of a uniform substitution: where else it was made, and whether the old words are gone."""
    parts = ["原词不再出现"] if throughout else []
    parts += [f"另见于 {number(within)} 处较大的改动"] if within else []
    return "；".join(parts) + ("　" if parts else "")


def rows(count: int) -> str:
    """Return a number of rows."""
    return f"{number(count)} 行"


def places(count: int) -> str:
    """Return a number of places."""
    return f"{number(count)} 处"


def more_terms(count: int) -> str:
    """Return how many terms of a kind are not named."""
    return f"另有 {number(count)} 个"


def terms_note() -> str:
    """Return what the numbers beside the terms are."""
    return (
        "数字为出现次数，原文→新文；多寡按每千字计，用对数似然比衡量，比值不到 3.84 的不逐一列出；仍见于别的词中的，不算不再见。"
        "词语由词表和两份文本中反复出现的词组得来，只说明该看哪里，不说明原因。"
    )


# -- differences of form ----------------------------------------------------------------------------------------------------------------

FORM_PAGE_BREAK: Final = "句中换页"
FORM_LINE_BREAK: Final = "句中断行"
FORM_PARAGRAPH: Final = "段落分行"
FORM_REFERENCE: Final = "引用随条号变动"


def more_forms(count: int) -> str:
    """Return what opens the rest of the list."""
    return f"其余 {number(count)} 种"


BLANKS: Final = {" ": "半角空格", "\u3000": "全角空格", "\t": "制表符", "\u00a0": "不换行空格"}


def form_blank(*, gained: bool) -> str:
    """Return the name of a blank that came or went."""
    return "多空格" if gained else "少空格"


def form_mark(mark: str, *, at_line_start: bool) -> str:
    """Return the name of a mark of the file format."""
    return f"行首{in_quotes(mark)}" if at_line_start else f"标记{in_quotes(mark)}"


def form_invisible(label: str) -> str:
    """Return the name of a character without a shape."""
    return f"隐形字符 {label}"


def became(old: str, new: str) -> str:
    """Return `，→,`; an empty side is 无."""
    return f"{old or '无'}→{new or '无'}"


# -- rows -------------------------------------------------------------------------------------------------------------------------------


def joined_openings(openings: Iterable[str]) -> str:
    """Return how several clauses begin."""
    return "　".join(filter(None, openings))


def sources_joined(old: str) -> str:
    """Return where a row of several old clauses came from."""
    return f"{old} 并成"


def split_into(old: str, new: str) -> str:
    """Return what became of the old clauses of a row with several new ones."""
    return f"{old} 拆为{new}"


UNCERTAIN: Final = "（存疑）"
ALSO_WENT: Final = "另有部分入"
ALSO_FROM: Final = "参见 "
AND_MORE: Final = "等"
PARTLY_FROM: Final = "部分出自 "
PARTLY_INTO: Final = "部分并入"
NOT_FOUND: Final = "未见对应"
CLOSEST: Final = "最接近 "
USED_AGAIN: Final = "用语又见 "
USED_BEFORE: Final = "用语曾见 "


def moved(rows: int) -> str:
    """Return that a row moved, alone or with the rows beside it."""
    return f"，{rows} 行整体移位" if rows > 1 else "，移位"


def because(reason: str) -> str:
    """Return a reason behind what it is the reason of."""
    return f"，{reason}"


def similarity(ratio: float) -> tuple[str, str]:
    """Return the words and the number for how much of two clauses is the same."""
    return "字面相似 ", f"{ratio:.2f}"


def more_changes(count: int) -> str:
    """Return the line behind the changes that are listed."""
    return f"另有 {count} 处"


def totals(rewritten: int, inserted: Sequence[int], deleted: Sequence[int], came: int, went: int) -> list[str]:
    """Return the lines for what is too long to be listed word by word; `inserted` and `deleted` are lengths."""
    lines = [f"{REWRITTEN} {rewritten} 处"] if rewritten else []
    lines += [f"新增 {_amount(inserted)}"] if inserted else []
    lines += [f"删去 {_amount(deleted)}"] if deleted else []
    lines += [f"采自他条 {came} 处"] if came else []
    lines += [f"移往他条 {went} 处"] if went else []
    return lines


def _amount(lengths: Sequence[int]) -> str:
    places = f"{len(lengths)} 处 " if len(lengths) > 1 else ""
    return f"{places}{number(sum(lengths))} 字"


def source_tag(label: str, *, again: bool) -> str:
    """Return the tag before a passage of a row with several old clauses."""
    return old_name(label) + ("（续）" if again else "")


def taken_from(old: str, home: str, *, sure: bool) -> str:
    """Return the tag before words that are quoted from another row."""
    words = f"摘自 {old_name(old)}" if sure else f"与{old_name(old)} 意近"
    return f"{words}，全文见{home}" if home else words


def went_to(home: str, *, sure: bool, joined: bool) -> str:
    """Return what stands beside a passage that was taken up elsewhere."""
    return f"{'并入' if joined else '移往'}{home}" if sure else f"与{home}意近"


def belonged_to(label: str) -> str:
    """Return the note beside a heading that stood below another one."""
    return f"原属{in_quotes(label)}"


def folded(names: Sequence[str], characters: int, formal: int, renumbered: int) -> str:
    """Return the line for rows that are folded because their words are the same."""
    what = f"{number(len(names))} 行 {number(characters)} 字，文字相同"
    notes = [f"{formal} 行有格式差异"] if formal else []
    notes += [f"{renumbered} 行改号"] if renumbered else []
    return what + (f"（{'，'.join(notes)}）" if notes else "")


def fold_name(names: Sequence[str]) -> str:
    """Return what neighbouring rows that are folded are called together."""
    return joined(names, consecutive=True)


# -- the map of chapters, and links to other rows ----------------------------------------------------------------------------------------

BEFORE_HEADINGS: Final = "（标题之前）"
MAP_KINDS: Final = {"kept": "", "moved": "次序变动", "uncertain": "对应存疑"}


def proof(side: str, tier: str) -> str:
    """Return what leads to the other row of a link, from its old or its new end."""
    words = "部分入 " if side == "old" else "部分出自 "
    return {"candidate": "备选，未计入：", "probable": f"存疑，{words}"}.get(tier, words)


# -- what is spoken ---------------------------------------------------------------------------------------------------------------------


def said_difference(name: str, old: str, new: str) -> str:
    """Return a difference of a reprint as a sentence."""
    if not new:
        return f"{name}：缺{in_quotes(old)}"
    return f"{name}：{in_quotes(old)}作{in_quotes(new)}" if old else f"{name}：多{in_quotes(new)}"


def said_change(old: str, new: str) -> str:
    """Return a change of a revision as a part of a sentence."""
    if not new:
        return f"删去{old}"
    return f"{old}改为{new}" if old else f"增加{new}"


def said_row(name: str, kinds: Iterable[str], changes: Sequence[str]) -> str:
    """Return a row as a sentence."""
    return f"{name}，{'、'.join(kinds)}" + (f"：{'；'.join(changes)}" if changes else "")


# -- citing -----------------------------------------------------------------------------------------------------------------------------


def citation(title: str, label: str, digest: str, start: int, end: int) -> str:
    """Return how to cite a clause."""
    return f"{_in_title_marks(title)}{label}｜sha256 {digest}｜字符 {start}–{end}"


def _in_title_marks(name: str) -> str:
    return name if name.startswith("《") else f"《{name}》"


def report_citation(old: str, new: str, version: str, digests: tuple[str, str]) -> str:
    """Return how to cite the report."""
    return f"{_in_title_marks(old)}与{_in_title_marks(new)}对照表，policydiff {version}，sha256 {digests[0]} / {digests[1]}。"


# -- method -----------------------------------------------------------------------------------------------------------------------------


def method_profile(profile: str, reason: str, *, asked: bool) -> str:
    """Return how the profile was chosen."""
    return f"比较方式：{PROFILES.get(profile, profile)}。{'由程序判断：' if not asked else ''}{reason}"


def method_scripts(old: str, new: str) -> str:
    """Return the scripts of both sides."""
    return f"字体：原文{SCRIPTS.get(old, old)}，新文{SCRIPTS.get(new, new)}。" if old != new else f"字体：{SCRIPTS.get(old, old)}。"


def method_normalizers(names: Iterable[str]) -> str:
    """Return what was evened out before comparing."""
    words = [NORMALIZERS.get(name.partition(":")[0], name) for name in names]
    return f"比较之前归一：{'、'.join(words)}。归一只用于比较，正文一律照录原文件。" if words else "比较之前未作归一。"


def method_embedding(name: str, dimension: str) -> str:
    """Return which model of meaning took part in the alignment."""
    return f"条款对应兼看语义向量：{name}（{dimension}维）。"


def method_versions(versions: Iterable[tuple[str, str]], tokenizer: str) -> str:
    """Return the versions the record was made with."""
    return (
        "版本：" + "，".join([*(f"{name} {version}" for name, version in versions), *([f"分词 {tokenizer}"] if tokenizer else [])]) + "。"
    )


def method_source(side: str, name: str, digest: str, encoding: str) -> str:
    """Return where a text came from."""
    return f"{side}：{name}，sha256 {digest}" + (f"，{encoding} 编码" if encoding else "") + "。"


def generated(moment: str) -> str:
    """Return when the report was made; only where the surroundings fix the moment."""
    return f"生成时间：{moment}。"


# -- notebooks --------------------------------------------------------------------------------------------------------------------------


def fragment_more(count: int) -> str:
    """Return the line below a table that does not hold every change."""
    return f"另有 {number(count)} 行变动未列。"
