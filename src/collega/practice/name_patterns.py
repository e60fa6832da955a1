"""How a name is written after a title, in Dutch and English."""

from __future__ import annotations

import re

_TITLE = (
    r"(?:(?:de|den) [Hh]eer|[Dd]e dames? en heren?|[Hh]eer|[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Mm]ejuffrouw"
    r"|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Mm]ej\.?|[Dd]rs\.|[Dd]r\.|[Mm]r\.|[Ii]r\.|[Ii]ng\.|[Pp]rof\.|[Pp]rofessor"
    r"|Mr|Mrs\.?|Ms\.?|Miss|Mx\.?|Dr)"
)
_INITIALS = r"(?:[A-Z]\.[ -]?){1,6}"
_SMALL = (
    r"(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Dd]es|[Tt]en|[Tt]er|[Tt]e|[Ll]a|[Ll]e|[Vv]on|[Ee]l|[Aa]l|[Bb]en|[Bb]in|'t"
    r"|[Oo]p|[Ii]n)"
)
# offices, and words that begin a sentence: "mevrouw de Voorzitter", "aldus mr. Het hof"
_NO_NAME = (
    r"(?!(?:Voorzitter|Minister|Burgemeester|Wethouder|Rechter|Officier|President|Staatssecretaris|Griffier|Advocaat"
    r"|Notaris|Commissaris|Chair|Chairman|Chairwoman|Speaker|Judge|Justice|Het|De|Een|Dit|Dat|Deze|Die|Zij|Hij|Ze|Er"
    r"|In|Op|Als|Dan|Toen|Maar|Ook|Voor|Met|Om|Naar|Bij|Na|Uit|Wat|Wie|Waar|En|Of|The|This|That|They|It|He|She|We|You"
    r"|And|But|When|If)\b)"
)
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞŞŠŽČĆĐŁŚŻİ", "a-zß-öø-ÿşšžčćđłśżığ"
_SURNAME = (  # not "de heer X" or "mevrouw AB": those are anonymous
    rf"{_NO_NAME}(?:[{_UPPER}](?:'[{_UPPER}])?[{_LOWER}][{_UPPER}{_LOWER}'-]{{0,30}}|[{_UPPER}]{{4,30}}(?![{_LOWER}]))"
)
NAME = re.compile(
    rf"(?<![\w.])(?:{_TITLE}(?:/| en | )){{0,3}}?{_TITLE} (?:{_INITIALS} ?)?(?:{_SMALL} ){{0,3}}{_SURNAME}"
    rf"(?:[ -](?:{_SMALL} ){{0,2}}{_SURNAME}){{0,2}}"
)
