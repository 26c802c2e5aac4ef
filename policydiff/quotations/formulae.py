"""Formulae of political language: words that stand in every paper of their time, and say nothing about who quotes whom.

Rarity is measured inside a source; these are rare there and common everywhere else. What is a formula is told by its form, or by the texts
that everybody quotes: numbered slogans (“四个意识”), congresses and their sessions (党的二十届三中全会), and the guiding thoughts, aims and
strategies that the preamble of the Constitution and the general programme of the Party's constitution list by name. Phrases of any one
policy are none. Inside an announced quotation formulae count as any other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NUMERAL: Final = "[一二两三四五六七八九十]"

_AIMS: Final = "战略布局|总体布局|奋斗目标"

#: In letters, without marks of punctuation.
_FORMULAE: Final = re.compile(
    "|".join(
        (
            # two, three, four of something, with the verb it always has
            f"(?:领悟|增强|坚定|做到|实现)?{_NUMERAL}(?:个(?:一百年|[\u3400-\u9fff]{{2}})|位一体)(?:重要思想|{_AIMS}|的决定性意义)?",
            # congresses, their sessions, the leadership
            f"党的{_NUMERAL}+大(?:和)?(?:{_NUMERAL}+届)?(?:{_NUMERAL}+中)*(?:全会)?(?:精神)?|{_NUMERAL}+届(?:{_NUMERAL}+中)+全会(?:精神)?",
            "习近平总书记(?:系列)?(?:关于)?(?:重要)?(?:讲话|指示|批示|论述)*(?:精神)?|以习近平同志为核心的党中央|(?:党|中共)中央国务院",
            # the guiding thoughts
            "马克思(?:列宁)?主义|毛泽东思想|邓小平理论|科学发展观|(?:坚持)?(?:不懈)?(?:以|用)?习近平新时代中国特色社会主义思想(?:为指导)?",
            # aims and ways
            "(?:实现)?中华民族(?:的)?伟大复兴(?:的)?(?:中国梦)?|中国式现代化(?:建设)?|强国建设民族复兴(?:伟业)?",
            "(?:高举)?中国特色社会主义(?:伟大旗帜|道路|制度|理论|文化|事业)?|社会主义现代化(?:强国|国家)|社会主义核心价值观",
            "(?:坚持)?(?:和)?(?:加强)?党的(?:全面)?领导|新发展理念|新发展格局|高质量发展|以人民为中心(?:的发展思想)?|稳中求进工作总基调",
            "[\u3400-\u9fff]{2}(?:兴国|强国|振兴|驱动发展|协调发展|持续发展)战略",
        )
    )
)


def formulae(text: str) -> Iterator[tuple[int, int]]:
    """Yield where formulae stand in a text of letters alone, in simplified characters.

    >>> list(formulae("坚持以邓小平理论三个代表重要思想为指导"))
    [(3, 8), (8, 16)]
    """
    for match in _FORMULAE.finditer(text):
        yield match.span()
