"""The body that a sentence charges became another one: 由[-国家能源局-]{+国家发展和改革委员会+}负责, [-工会-]{+企业+}应当.

A body is a run of characters that ends as names of bodies do (部门, 委员会, 政府 …). It is charged where 由, 经, 报 or the like stands in
front of it, or a word of obligation or competence (应当, 可以, 负责, 批准 …) behind it. Whose rights are protected or who is punished is no
such body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policydiff.changes.row import Passage, Reading, Row
from policydiff.model import Finding, saying
from policydiff.numerals import ARABIC_DIGITS, HAN_DIGITS

#: How names of bodies end: the kinds of organs, legal persons and offices that the Constitution, the organic laws and the Company Law name.
_ENDS: Final = (
    "部门 机关 机构 委员会 委 局 厅 部 署 院 省 政府 法院 检察院 法庭 办公室 办事处 派出所 地区 主席 总理 部长 省长 市长 州长 县长 "
    "区长 乡长 镇长 院长 检察长 审计长 秘书长 主任 委员 审判长 审判员 法官 推事 书记官 检察官 董事长 理事长 董事 监事 经理 单位 组织 "
    "企业 公司 工会 协会 学会 联合会 妇联 共青团 党委 党组 支部 股东会 股东大会 董事会 监事会 理事会 学校 高校 中心 银行 集团 经营者"
).split()
_END: Final = re.compile("(?:" + "|".join(sorted(_ENDS, key=len, reverse=True)) + ")$")
#: What a name of a body does not reach across.
_STOP: Final = re.compile(
    "[，。；：！？、“”《》（）\n的]|由|经(?!济|营)|向|报告|报(?!社)|对(?!外)|被|把|将|为(?!民)|于|在(?!地)|给|应当|应(?!急)|可以|可|必须|须|不得|得|要(?!素)|负责|会同|商(?!务|标|业|品)|"
    "擅自|自行|依法|分别|共同|直接|统一(?!战线)|维护|保护|帮助|支持|鼓励|引导|指导|设立|建立|成立|按照|依照|根据|以及|及其|或者|并|和|与|及|或"
)
#: 省、自治区、直辖市 is one level.
_LEVEL: Final = re.compile("省、自治区、直辖市|直辖市、县（市）")
#: 未经主管部门 is no body, 主管部门 is.
_INNER: Final = re.compile("(?:未|非)?经(?!济|营)|由|向")
_CHARGED_BY: Final = re.compile("(?:由|经|向|报|报请|提请|会同|受)$")
_CHARGES: Final = re.compile(
    "(?:(?:和|、|以及|及|或者)[^，。；：]{1,20})?(?:应当|应|可以|可|必须|须|不得|得|要|负责|主管|批准|制定|规定|决定|牵头|统筹|协调|依法)"
)
#: Sessions, levels, numbers and modifiers that make a body no other one; how far it reaches is the scope.
_REACHES: Final = re.compile(
    rf"第\w{{1,4}}届|[{HAN_DIGITS}{ARABIC_DIGITS}分之/]+[名位个]?(?:以[上下])?|各级|[省市县乡]级以上|全体|全部|所有|部分|任何|一切|(?:大多|多|少)数"
)

_AND: Final = re.compile("以及|及其(?!他)|和|与|及")


def changed_bodies(row: Row) -> Iterator[Finding]:
    """Remark on the body in charge that became another one; see the module."""
    told = set[tuple[Passage, Passage]]()
    for difference in row.differences:
        if any("、" in _LEVEL.sub("", side.of(place)) for side, place in ((row.olds, difference.old), (row.news, difference.new))):
            continue  # another body beside it is a matter of the enumeration
        old, new = _body(row.olds, difference.old), _body(row.news, difference.new)
        if old is None or new is None or (old, new) in told or not _is_same_place(row, old, new):
            continue
        if _who(row.olds.of(old)) != _who(row.news.of(new)):
            told.add((old, new))
            before, after = row.olds.printed(old), row.news.printed(new)
            said = saying("body.changed", old=before, new=after)
            yield row.finding("body", old, new, f"责任主体改变：{before} → {after}。", said)


def _who(body: str) -> str:
    return _AND.sub("、", _REACHES.sub("", body))


def _body(side: Reading, place: Passage) -> Passage | None:
    """The name of a charged body that a difference is in, or None."""
    segment = side.segment(place.start)
    if place.end > segment.end:
        return None
    start = _start(side.text, segment.start, place.start)
    stop = _STOP.search(side.text, max(place.end, start + 1), segment.end)
    limit = stop.start() if stop else segment.end
    for end in range(limit, max(place.end, start + 1) - 1, -1):
        match = _END.search(side.text, start, end)
        if match and (len(match[0]) > 1 or side.is_word(Passage(start, end))):
            inner = [m.end() for m in _INNER.finditer(side.text, start, end)]
            body = Passage(inner[-1] if inner else start, end)
            if _is_charged(side, body, segment):
                return body
    return None


def _start(text: str, floor: int, place: int) -> int:
    """Where the name begins that goes on at a place."""
    level = next((m for m in _LEVEL.finditer(text, floor) if m.start() <= place < m.end()), None)
    edge = level.start() if level else place
    stops = [match.end() for match in _STOP.finditer(text, floor, edge)]
    inside = [m for m in _LEVEL.finditer(text, floor, edge) if stops and m.start() < stops[-1] <= m.end()]
    return inside[-1].start() if inside else max([floor, *stops])


def _is_charged(side: Reading, body: Passage, segment: Passage) -> bool:
    before, behind = side.text[segment.start : body.start], side.text[body.end : segment.end]
    if _CHARGED_BY.search(before):
        return not behind.startswith("的")
    return _CHARGES.match(behind) is not None


def _is_same_place(row: Row, old: Passage, new: Passage) -> bool:
    """Whether what follows is equal on both sides, or what stands in front."""
    return row.counterparts.get(old.end) == new.end or (old.start > 0 and row.counterparts.get(old.start - 1) == new.start - 1)
