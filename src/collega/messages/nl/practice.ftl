## practice

practice-nothing-judged = Elke casus uit de praktijk heeft een waarde die niemand beoordeelde.
practice-margins-break-rules = geen toegestane casussen hebben de waarden van { LIST($names) } zo vaak: het onderzoek combineert sommige nooit

## practice_file

practice-no-row = in deze tabel staat geen rij met een gewicht
practice-not-a-criterion = ‘{ $cell }’ is geen criterium
practice-level-twice = deze waarde staat ook op regel { $line }: { $cell }
practice-weights-all-zero = alle gewichten van { $names } zijn 0

## casebook_file

practice-no-case-number = het nummer van een casus ontbreekt
practice-not-an-answer = ‘{ $cell }’ is geen antwoord
practice-not-an-outcome = ‘{ $cell }’ is geen afloop
practice-not-a-month = ‘{ $cell }’ is geen maand
practice-month = jaar en maand, zoals 2026-03: een dag zegt meer over mensen dan nodig is
practice-not-a-position = ‘{ $cell }’ is geen geheel getal
practice-case-differs = deze casus heeft hier een andere waarde dan op de eerste rij ervan
practice-one-case = Alle rijen van een casus hebben dezelfde waarden en dezelfde afloop
practice-judged-twice = dezelfde beoordelaar heeft deze casus al eerder beoordeeld
practice-position-twice = een ander oordeel heeft deze positie ook
