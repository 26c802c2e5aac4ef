"""Words that whoever quotes may put before, behind and between what is quoted, without changing what it says."""

from __future__ import annotations

import re
from typing import Final

_EMPHASIS: Final = "进一步|不断|切实|继续|持续|积极|深入|大力|着力|努力|全面|扎实|认真|充分|更好|更加|重点|特别|注重|進一步|繼續|積極"
#: Before a passage: 进一步, 切实, 要.
ADVERBS: Final = re.compile(
    f"(?:{_EMPHASIS}|坚持|必须|应当|应|要|将|还|也|并|以|以及|同时|通过|推动|加快|即|是|就是|的|對|应该|應當|應|並)+"
)
#: Behind it: 等方面, 的要求.
AND_SO_ON: Final = re.compile("等(?:等|方面|工作|内容|措施|举措|制度|任务|要求|规定)?的?|的(?:要求|规定|规定精神|精神|有关规定)")
#: Between two passages.
CONNECTIVES: Final = frozenset("并 从 要 还 也 又 且 和 与 及 即 是 等 并从 以及 并且 同时 要求 包括 而且 其中 對 与 與 並".split())


_JOINT: Final = re.compile(f"(?:{_EMPHASIS})+")


def is_joint(word: str) -> bool:
    """Whether a word only joins two passages that stand apart in the source: 并, 并从, 注重. What is due (应当) is no such word.

    >>> is_joint("并从"), is_joint("注重"), is_joint("应当"), is_joint("加大")
    (True, True, False, False)
    """
    return word in CONNECTIVES or _JOINT.fullmatch(word) is not None
