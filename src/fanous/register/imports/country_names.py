"""Names of countries, as lists of incidents write them, and their ISO 3166-1 codes.

Decides the code of a name, by the name's words only: brackets, articles and commas do not count. A
name that is not known has no code, which is told and guessed never.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fanous.register.fold import fold

__all__ = ["code_of"]

_NAMES = """
AE United Arab Emirates;AF Afghanistan;AG Antigua and Barbuda;AI Anguilla;AL Albania;AM Armenia;
AO Angola;AR Argentina;AT Austria;AU Australia;AW Aruba;AZ Azerbaijan;BA Bosnia and Herzegovina;
BB Barbados;BD Bangladesh;BE Belgium;BF Burkina Faso;BG Bulgaria;BH Bahrain;BI Burundi;BJ Benin;
BM Bermuda;BN Brunei Darussalam;BO Bolivia;BO Bolivia Plurinational State of;BQ Bonaire Sint
Eustatius and Saba;BQ Bonaire Sint Eustatius Saba;BR Brazil;BS Bahamas;BT Bhutan;BW Botswana;
BY Belarus;BZ Belize;CA Canada;CD Congo Democratic Republic of the;CD Democratic Republic of DRC;
CD Democratic Republic of the Congo;CF Central African Republic;CG Congo;CG Republic of the Congo;
CH Switzerland;CI Côte d Ivoire;CI Ivory Coast Cote d Ivoire;CI Ivory Coast;CK Cook Islands;
CL Chile;CM Cameroon;CN China;CO Colombia;CR Costa Rica;CU Cuba;CV Cape Verde;CV Cabo Verde;
CW Curacao;CY Cyprus;CZ Czech Republic;CZ Czechia;DE Germany;DJ Djibouti;DK Denmark;DM Dominica;
DO Dominican Republic;DZ Algeria;EC Ecuador;EE Estonia;EG Egypt;ER Eritrea;ES Spain;ET Ethiopia;
FI Finland;FJ Fiji;FM Federated States of Micronesia;FM Micronesia Federated States of;FO Faroe
Islands;FR France;GA Gabon;GB Great Britain;GB United Kingdom;GD Grenada;GE Georgia;GF French
Guiana;GG Guernsey;GH Ghana;GI Gibraltar;GL Greenland;GM Gambia;GN Guinea;GQ Equatorial Guinea;
GR Greece;GT Guatemala;GU Guam;GW Guinea Bissau;GY Guyana;HK Hong Kong;HN Honduras;HR Croatia;
HT Haiti;HU Hungary;ID Indonesia;IE Ireland;IL Israel;IN India;IQ Iraq;IR Iran;IR Iran Islamic
Republic of;IS Iceland;IT Italy;JE Jersey;JM Jamaica;JO Jordan;JP Japan;KE Kenya;KG Kyrgyzstan;
KG Kyrgyz Republic Kyrgyzstan;KH Cambodia;KM Comoros;KN Saint Kitts and Nevis;KP North Korea;
KR South Korea;KW Kuwait;KY Cayman Islands;KZ Kazakhstan;LA Laos;LB Lebanon;LC Saint Lucia;LK Sri
Lanka;LR Liberia;LS Lesotho;LT Lithuania;LU Luxembourg;LV Latvia;LY Libya;MA Morocco;MD Moldova;
ME Montenegro;MF Saint Martin;MG Madagascar;MH Marshall Islands;MK Macedonia;MK North Macedonia;
ML Mali;MM Myanmar;MM Myanmar Burma;MN Mongolia;MP Northern Mariana Islands;MQ Martinique;
MR Mauritania;MT Malta;MU Mauritius;MV Maldives;MW Malawi;MX Mexico;MY Malaysia;MZ Mozambique;
NA Namibia;NC New Caledonia;NE Niger;NG Nigeria;NI Nicaragua;NL Netherlands;NO Norway;NP Nepal;
NZ New Zealand;OM Oman;PA Panama;PE Peru;PF French Polynesia;PG Papua New Guinea;PH Philippines;
PK Pakistan;PL Poland;PR Puerto Rico;PS Palestine;PS Palestine State of;PS Palestinian Territories;
PT Portugal;PW Palau;PY Paraguay;QA Qatar;RE Reunion;RO Romania;RS Serbia;RU Russian Federation;
RU Russia;RW Rwanda;SA Saudi Arabia;SB Solomon Islands;SC Seychelles;SD Sudan;SE Sweden;
SG Singapore;SI Slovenia;SK Slovakia;SL Sierra Leone;SN Senegal;SO Somalia;SO Somaliland;
SR Suriname;SS South Sudan;ST Sao Tome and Principe;SV El Salvador;SY Syria;SY Syrian Arab Republic;
SZ Eswatini;SZ Swaziland;TC Turks and Caicos Islands;TD Chad;TG Togo;TH Thailand;TJ Tajikistan;
TL Timor Leste;TM Turkmenistan;TN Tunisia;TO Tonga;TR Turkey;TR Türkiye;TW Taiwan;TZ Tanzania;
TZ Tanzania United Republic of;UA Ukraine;UG Uganda;US United States;US United States of America;
US United States of America USA;UY Uruguay;UZ Uzbekistan;VE Venezuela;VE Venezuela Bolivarian
Republic of;VN Viet Nam;VN Vietnam;VU Vanuatu;WS Samoa;XK Kosovo;YE Yemen;YT Mayotte;ZA South
Africa;ZM Zambia;ZW Zimbabwe
"""


def _words(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name.replace("&", " and "))))


_CODES = {
    _words(entry.partition(" ")[2]): entry.partition(" ")[0]
    for entry in (" ".join(part.split()) for part in _NAMES.split(";"))
}


@lru_cache(1024)
def code_of(name: str) -> str:
    """The code of a country's name; empty if the name is not known, or names several countries."""
    return _CODES.get(_words(name), "")
