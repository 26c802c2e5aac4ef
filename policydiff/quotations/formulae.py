"""Formulae of political language: words that stand in every paper of their time, and say nothing about who quotes whom.

Rarity is measured inside a source; these are rare there and common everywhere else. They are the names of doctrines, congresses and
programmes, not phrases of any one document. Inside an announced quotation they count as any other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NUMERAL: Final = "[一二三四五六七八九十]"

#: In letters, without marks of punctuation.
_FORMULAE: Final = re.compile(
    "|".join(
        (
            "(?:坚持)?(?:以)?马克思(?:列宁)?主义|毛泽东思想|邓小平理论|三个代表重要思想|科学发展观",
            "(?:坚持)?(?:不懈)?(?:以|用)?习近平新时代中国特色社会主义思想(?:为指导)?",
            "(?:深入)?(?:学习)?(?:贯彻)?(?:落实)?习近平总书记(?:系列)?(?:关于)?(?:重要)?(?:讲话|指示|批示|论述)?(?:批示)?(?:精神)?",
            "以习近平同志为核心的党中央|党中央国务院|中共中央国务院|党中央权威和集中统一领导",
            "(?:坚持和)?(?:加强)?党的(?:全面)?领导|把党的领导贯穿",
            f"(?:全面)?(?:贯彻)?(?:落实)?党的{_NUMERAL}+大(?:和)?(?:{_NUMERAL}+届)?(?:{_NUMERAL}+中)*(?:全会)?(?:精神)?|{_NUMERAL}+届(?:{_NUMERAL}+中)+全会(?:精神)?",
            "(?:深刻)?(?:领悟)?两个确立(?:的决定性意义)?|(?:增强)?四个意识|(?:坚定)?四个自信|(?:坚决)?(?:做到)?两个维护",
            "(?:协调推进)?四个全面(?:战略布局)?|(?:统筹推进)?五位一体(?:总体布局)?|(?:实现)?两个一百年(?:奋斗目标)?",
            "(?:为)?(?:实现)?中华民族(?:的)?伟大复兴(?:的)?(?:中国梦)?|(?:推进)?中国式现代化(?:建设)?|强国建设民族复兴(?:伟业)?",
            "(?:高举)?中国特色社会主义(?:伟大旗帜|道路|制度|理论|事业)?|(?:全面)?(?:建设)?社会主义现代化(?:强国|国家)|社会主义核心价值观",
            "(?:贯彻|落实|完整准确全面)*新发展理念|新发展格局|(?:推动)?高质量发展|以人民为中心(?:的发展思想)?|稳中求进工作总基调",
            "科教兴国战略|人才强国战略|创新驱动发展战略|制造强国战略|乡村振兴战略|治国理政新理念新思想新战略",
            "获得感幸福感安全感|(?:充分)?(?:调动)?(?:广大)?积极性主动性(?:和)?创造性|经济社会(?:持续健康)?发展|国民经济和社会发展规划",
            "(?:县级以上)?(?:地方)?(?:各级)?人民政府|国务院有关部门|公民法人和其他组织|法律行政法规|构成犯罪的依法追究刑事责任",
            "坚持(?:系统观念|问题导向|守正创新|目标导向)+|系统观念问题导向守正创新",
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
