## cells

mapping-the-columns = de kolommen { $names }
mapping-column-unknown = de kolom ‘{ $name }’ is onbekend
mapping-cell-missing = ‘{ $column }’ ontbreekt
mapping-or-nothing = { $names }, of niets
mapping-made-a-date = Maakte een spreadsheet er een datum van? Bewaar de kolom daar als tekst en typ de woorden opnieuw
mapping-percentage-as-fraction = Staat in de spreadsheet { $percent }? Die bewaart dat als { $cell }. Maak van de kolom daar tekst en typ de waarden opnieuw

## columns

mapping-row-numbers-left-out = De eerste kolom heeft geen naam en telt alleen de rijen: die is weggelaten
mapping-ignore-the-other = Noem de overbodige bij ‘ignore’ in het vertaalbestand
mapping-same-column = ‘{ $theirs }’ en ‘{ $ours }’ zijn dezelfde kolom
mapping-name-column = Heet de kolom anders? Zet die naam dan bij ‘columns’ in een vertaalbestand
mapping-name-or-ignore = Noem de kolom bij ‘columns’ of ‘ignore’ in een vertaalbestand
mapping-near-or-name = { $guess } Zo niet, noem de kolom bij ‘columns’ of ‘ignore’ in een vertaalbestand
mapping-version-or-name = Staat hierin de versie? Zet dan ‘version: { $name }’ in een vertaalbestand. Zo niet, noem de kolom daar bij ‘columns’ of ‘ignore’
mapping-columns-left-out = Kolommen die het vertaalbestand weglaat: { $names }
mapping-declared-missing = Cellen van ‘{ $column }’ die volgens het bestand niets betekenen: { $number } ({ $words })
mapping-no-file-has-column = geen enkel bestand heeft een kolom ‘{ $name }’

## reading

mapping-text-or-texts = een tekst, of een lijst met teksten
mapping-file-of-wrong-kind = een vertaalbestand is { $found }
mapping-nothing = niets
mapping-empty = niets
mapping-not-a-column = ‘{ $name }’ is geen kolom van Collega
mapping-not-an-answer = ‘{ $name }’ is geen antwoord
mapping-not-a-criterion = ‘{ $name }’ is geen criterium
mapping-not-a-characteristic = ‘{ $name }’ is geen eigenschap
mapping-not-a-level-of = ‘{ $name }’ is geen waarde van ‘{ $of }’
mapping-not-a-value-of = ‘{ $name }’ is geen waarde van ‘{ $of }’
mapping-column-stands-for-already = de kolom ‘{ $word }’ staat al voor ‘{ $first }’
mapping-word-stands-for-already = het woord ‘{ $word }’ staat al voor ‘{ $first }’
mapping-write-empty = Schrijf "" als u een lege cel bedoelt
mapping-line-or-lines = het nummer van een regel, of een lijst daarvan
mapping-version-named-already = de versie staat al in de kolom ‘{ $name }’
mapping-one-line = het nummer van één regel
mapping-skips-header = op regel { $number } staan ook de kolomnamen
mapping-remove-from-skip = Haal die weg bij ‘skip’
mapping-no-scenario-in-name = ‘{ $text }’ zegt niet welke kolom bij welk scenario hoort
mapping-a-pattern = een tekst met { $placeholder } erin, of regels ‘scenario: kolom’
mapping-column-ignored = de kolom ‘{ $name }’ staat ook bij ‘ignore’
mapping-remove-from-ignore = Haal die weg bij ‘ignore’
mapping-word-is-missing-too = het woord ‘{ $word }’ staat ook bij ‘missing’
mapping-repeats-and-twice = ‘repeats’ laat alle rijen van een deelnemer tellen, ‘participant_twice’ maar één

## sources

mapping-qualtrics-rows = Qualtrics zet vragen en eigen codes onder de kolomnamen. Weggelaten: regel { LIST($lines) }

## truths

mapping-truths = true of false (of WAAR, ONWAAR, yes, no, ja, nee, 1, 0)

## values

mapping-a-time = een tijdstip zoals 2024-03-01T09:30:00
mapping-day-or-month = bij ‘{ $cell }’ is niet te zien wat de dag is en wat de maand
mapping-other-order = in ‘{ $cell }’ staan de dag en de maand in een andere volgorde
mapping-cells-mean-nothing = Cellen van ‘{ $column }’ die niets betekenen: { $number } ({ $words })
mapping-durations-as-seconds = Tijdsduren in ‘{ $column }’ zijn gelezen als seconden: { $first } als { $seconds }
mapping-say-dates = Zet het in een vertaalbestand: ‘dates: day-month-year’ of ‘dates: month-day-year’
mapping-one-order = Schrijf alle tijdstippen van een kolom in één volgorde
mapping-says-dates = In het vertaalbestand staat ‘dates: { $dates }’
mapping-times-in-order = Tijdstippen in ‘{ $column }’ zijn gelezen als { $order }: alleen die volgorde past bij alle

## wording

mapping-labels-are-of-a-column = Een label geldt voor de eigen kolom: laat zulke getallen weg uit het vertaalbestand, of noem daar het label
mapping-label-against-word = ‘{ $cell }’ heeft hier het label ‘{ $label }’, en volgens het vertaalbestand is het { $key }
mapping-say-which = Zeg bij ‘answers’, ‘levels’ of ‘values’ in een vertaalbestand welke het is
mapping-not-a-word = ‘{ $cell }’ staat niet in het vertaalbestand als woord voor ‘{ $column }’
