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

## calibration

practice-few-judges = { $n ->
    [0] Er zijn nog geen blinde oordelen.
    [one] Eén persoon oordeelde blind. Met minder dan { $minimum } mensen laten we niets over hun oordelen zien.
   *[other] { $n } mensen oordeelden blind. Met minder dan { $minimum } mensen laten we niets over hun oordelen zien.
}
practice-few-judgements = Er zijn te weinig oordelen om het keuzemodel met de praktijk te vergelijken: { $judgements } blinde oordelen over { $cases } casussen, en aan de kleinste kant { $side }. Nodig zijn { $fewest } oordelen over { $fewest_cases } casussen, en aan beide kanten minstens { $fewest_side }.
practice-no-line = De blinde oordelen zijn niet met het keuzemodel te vergelijken: de twee kanten overlappen niet, of het model verwacht in elke casus hetzelfde.

## drift

practice-drift-needs-people = Dit keuzemodel weet niet hoe collega’s verschillen. Het kan een paar strenge beoordelaars dus niet onderscheiden van een praktijk die verschuift. Bereken het hiërarchische model.

## wording

practice-observed-beside-expected = Van de { $judgements } blinde oordelen was { $observed }% positief; het keuzemodel verwachtte { $expected }%.
practice-verdict-holds = Het keuzemodel past bij deze oordelen: niets wijst erop dat het ernaast zit.
practice-verdict-outspoken = Het keuzemodel is te stellig: waar het bijna iedereen of bijna niemand verwacht, ligt de praktijk dichter bij het midden.
practice-verdict-careful = Het keuzemodel is te voorzichtig: de praktijk ligt verder van het midden dan het verwacht.
practice-verdict-beside = Het keuzemodel onderscheidt casussen zoals de praktijk dat doet, maar zit er in het geheel naast.
practice-verdict-nothing = Het keuzemodel zegt niets over deze oordelen: waar het meer verwacht, is er niet meer.
practice-no-drift = Na { $judgements } blinde oordelen wijst niets erop dat de praktijk verschoven is.
practice-drift-more-positive = Alarm bij oordeel { $at }: collega’s zijn positiever geworden dan het keuzemodel verwacht, ongeveer vanaf oordeel { $since }.
practice-drift-less-positive = Alarm bij oordeel { $at }: collega’s zijn minder positief geworden dan het keuzemodel verwacht, ongeveer vanaf oordeel { $since }.
