"""Places of the register: ISO 3166-1 and 3166-2 codes, and `M49:` codes of the United Nations.

Decides whether a code can stand in a file. Subdivisions are checked by their form and country only:
their list changes every year, and a place of the register is a label, not a border.
"""

from __future__ import annotations

import re

__all__ = ["COUNTRIES", "M49_REGIONS", "problem"]

COUNTRIES = frozenset(
    """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK
""".split()
)  # XK is user-assigned, as most data sets use it for Kosovo
M49_REGIONS = frozenset(
    """
001 002 005 009 011 013 014 015 017 018 019 021 029 030 034 035 039 053 054 057 061 142 143 145 150
151 154 155 202 419
""".split()
)
_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def problem(code: str) -> str:
    """What is wrong with a code, in words for its writer; empty if nothing."""
    if code.startswith("M49:"):
        known = code[4:] in M49_REGIONS
        return "" if known else f"{code!r} is no region of the UN's M49 list (M49:145 is one)"
    country = code
    if found := _SUBDIVISION.fullmatch(code):
        country = found[1]
    if country in COUNTRIES:
        return ""
    if code.upper() != code:
        return f"{code!r} must be in capitals, as in IR or IR-23"
    return f"{code!r} is no ISO 3166 code, as IR (country) or IR-23 (province) are"
