## disclosure

insight-too-few-participants = Er hebben minder dan { $minimum } deelnemers geantwoord, en over zo weinig mensen toont het onderzoek niets. Wacht op meer antwoorden.
insight-group-too-small = De groep { $characteristic }={ $value } is niet te tonen: er zitten minder dan { $minimum } deelnemers in. Vraag naar een grotere groep, of naar iedereen.
insight-group-one-sided = De groep { $characteristic }={ $value } is niet te tonen: bijna alle antwoorden zijn voor, of bijna alle tegen, of dat is voor een deel van de groep af te leiden. Dan is van ieder bekend wat die vond. Vraag naar een andere groep, of naar iedereen.
insight-group-by-subtraction = De groep { $characteristic }={ $value } is niet te tonen: naast de cijfers van iedereen en van andere groepen ({ $groups }) zou ze iets verraden over minder dan { $minimum } deelnemers. Vraag naar een andere groep, of naar iedereen.

## insights

insight-no-such-characteristic = er is geen eigenschap ‘{ $characteristic }’

## populations

insight-no-counts = Er zijn geen aantallen van de beroepsgroep gegeven.
insight-counts-of-all = De aantallen gaan over de hele beroepsgroep, en dit is het aandeel van één groep.
insight-draws-deleted = De trekkingen per deelnemer zijn gewist, dus niemand kan een gewicht krijgen.
insight-profession-needs-panel = Voor de beroepsgroep is het panel nodig: daar staat wie welke eigenschap heeft.
insight-no-weight = er is geen gewicht van { $names }
insight-weights = een gewicht voor elke deelnemer van het model; 0 voor wie niet meetelt
insight-no-weight-above-zero = geen deelnemer van het model heeft een gewicht boven 0
insight-one-above-zero = ten minste één boven 0
