"""What moved together is one move."""

from __future__ import annotations

import policydiff

WORDS = (
    "国家鼓励创新，保护知识产权。",
    "企业应当建立安全生产责任制，保障职工健康。",
    "学校应当开设体育课程，保证锻炼时间。",
    "医院应当配备急诊医生，不得拒绝救治。",
    "公园应当免费开放，设置无障碍设施。",
    "图书馆应当延长夜间服务时间。",
    "仲裁机构应当公开仲裁员名单。",
    "港口经营人应当按时申报货物种类。",
)


def law(order: str) -> policydiff.Document:
    articles = zip("一二三四五六七八九", order, strict=False)
    return policydiff.parse("\n".join(f"第{number}条　{WORDS[int(which)]}" for number, which in articles))


def blocks(old: str, new: str) -> list[int]:
    found = policydiff.compare(law(old), law(new), profile="revision")
    return [len(block.rows) for block in found.moved_blocks]


def test_articles_that_moved_side_by_side_are_one_block():
    """Three articles went to the end: one move."""
    assert blocks("01234567", "34567012") == [3]


def test_articles_that_parted_are_two_blocks():
    """Two went to the end, but not together."""
    assert blocks("01234567", "23405671") == [1, 1]


def test_what_changed_places_is_not_one_block():
    """Two neighbours that changed places: one of them moved."""
    assert blocks("01234567", "10234567") == [1]


def test_what_kept_its_place_is_no_move():
    """An article that is dropped moves nothing."""
    assert blocks("01234567", "0234567") == []


def test_the_summary_tells_rows_and_blocks():
    """移位3行（成1块）; nothing is said where each moved by itself."""
    together = policydiff.compare(law("01234567"), law("34567012"), profile="revision")
    apart = policydiff.compare(law("01234567"), law("23405671"), profile="revision")

    assert together.summary().moved_blocks == 1
    assert (apart.summary().moved_blocks, apart.summary().rows["move"]) == (2, 2)
    assert "块" not in str(apart.summary())
    assert "3 行整体移位" in together.to_html()
