## case

colleague-leave-blank = Laat er één open: niemand beoordeelde zo’n scenario
colleague-no-such-criterion = dit criterium bestaat niet
colleague-write-key = Schrijf de sleutel
colleague-write-pairs = Schrijf criterium=waarde, zoals purpose=same
colleague-not-a-pair = ‘{ $word }’ heeft niet de vorm SLEUTEL=WAARDE
colleague-given-twice = twee keer gegeven: { $first } en { $second }
colleague-case-object = een object van sleutels van criteria met die van waarden, zoals {"{"}"purpose": "same"{"}"}
colleague-not-json = dit is geen JSON: { $why }
colleague-save-case-as-json = Sla de casus op als JSON, codering UTF-8
colleague-not-a-case = dit is { $found } en geen casus
colleague-twice = staat hier twee keer
colleague-levels-or-null = { $names }, null voor open
colleague-null = null voor open
colleague-quote-level = Zet de waarde tussen aanhalingstekens
colleague-no-criterion-column = geen kolom heeft de sleutel van een criterium
colleague-no-case = in deze tabel staat geen casus
colleague-columns-beside = Kolommen die geen criterium zijn, en met het advies terugkomen: { $names }
colleague-column-no-criterion = { $file }: de kolom ‘{ $name }’ is geen criterium, en zegt dus niets over de casus. { $hint }

## evidence

colleague-model-reveals-leavers = Het model steunt nog op deelnemers die niet meer meetellen. Het zijn er minder dan { $minimum }, en de groepen samen zouden hen verraden. Bereken het model opnieuw.

## group

colleague-not-a-value = ‘{ $value }’ is geen waarde van { $characteristic }
colleague-write-group = Schrijf EIGENSCHAP=WAARDE, zoals { $example }
colleague-not-a-group = ‘{ $text }’ heeft niet de vorm EIGENSCHAP=WAARDE
colleague-none = geen

## virtual

colleague-model-of-too-few = Het model steunt op minder dan { $minimum } deelnemers, en kan daarom geen advies geven.
colleague-group-needs-panel = Voor een groep is het panel nodig: daar staat wie erin zit, niet in het keuzemodel.

## unjudged_levels

colleague-unjudged-levels = Achter { LIST($levels) } staat geen enkel antwoord: niemand beoordeelde zo’n scenario. Dit advies laat dat open.
