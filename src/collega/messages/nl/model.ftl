## blanks

model-all-blanks-forbidden = De regels onder ‘never’ verbieden alle { $number } combinaties van waarden die zijn geprobeerd. Daardoor is niet bekend wat op de open plekken mag staan. Vul meer criteria in, of laat regels weg
model-personal-wins = Hoe vaak iemand elk antwoord geeft, voorspelt achtergehouden antwoorden beter dan het model ({ $model }): { NUMBER($theirs, minimumFractionDigits: 3, maximumFractionDigits: 3) } tegen { NUMBER($ours, minimumFractionDigits: 3, maximumFractionDigits: 3) } nats, standaardfout { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3) }. Mensen gebruiken de schaal op hun eigen manier, en het model volgt hen daarin niet. Gebruik het voor aandelen over veel mensen, niet voor wat één mens zal antwoorden. Kijk hoe ieder de antwoorden verdeelt voordat u verschillen tussen mensen verklaart; minder of beter omschreven antwoorden helpen een volgend onderzoek.
model-predicts-better = Het model { $name } voorspelt achtergehouden antwoorden beter dan het model { $model }: { NUMBER($gain, minimumFractionDigits: 3, maximumFractionDigits: 3) } nats (standaardfout { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3) }). Bereken het en vergelijk de bevindingen
model-chosen-without-repeats = Minder dan twee deelnemers beoordeelden verschillende scenario’s. Deelnemers zijn dus niet uit elkaar te houden.
model-chosen-for-many-people = Er deden { $people } deelnemers mee: vanaf { $many } is te leren hoe zij verschillen in wat ze laten wegen.
model-chosen-for-few-people = Met { $people } deelnemers is nauwelijks te leren hoe zij verschillen in wat ze laten wegen (daarvoor zijn er { $many } nodig), en bij { NUMBER($answers, maximumFractionDigits: 0) } antwoorden per deelnut is geen voorkennis nodig (vanaf { $needed }).
model-chosen-for-few-answers = Met { $people } deelnemers zijn er { NUMBER($answers, maximumFractionDigits: 0) } antwoorden per deelnut. Bij minder dan { $needed }, of scenario’s die niet alle waarden uit elkaar houden, is voorkennis nodig.
model-chosen-by-name = Om dit model is gevraagd.

## counted

model-one-answer-only = Alle antwoorden zijn hetzelfde, dus ze zeggen niets over de criteria. Er zijn meer verschillende antwoorden nodig.

## crossing

model-thresholds-cross = de grenzen { $first } en { $second } passeren elkaar in casussen met { $case }: de antwoorden ertussen krijgen daar kans 0, en aandelen van positieve antwoorden blijven zoals ze zijn

## estimate

model-no-such-model = Er is geen model ‘{ $model }’. Toegestaan: { $names }. { $hint }
model-no-such-coding = Er is geen codering ‘{ $coding }’. Toegestaan: { $names }. { $hint }
model-same-effects-everywhere = Het model { $model } heeft bij elke grens dezelfde effecten. Neem voor effecten per grens het model pooled.
model-no-answers = Er is geen antwoord van een deelnemer die meetelt, dus er valt niets te berekenen.
model-effects-coding-only = Het hiërarchische model geeft alleen effectcodering. Neem voor coëfficiënten ten opzichte van een eerste waarde het model mixed of pooled.

## held_out

model-nothing-to-validate = Voor een toets van het model zijn deelnemers nodig die meer dan één scenario beoordeelden.

## hierarchical.fit

model-scale-use-needs-three = Bij twee antwoorden is er één grens, en die verschuift al per persoon. Mensen kunnen de schaal dan niet op hun eigen manier gebruiken. Laat ‘scale_use’ weg, of geef het onderzoek drie antwoorden.
model-threshold = grens { $low }|{ $high }
model-importance-of = belang van { $criterion }
model-differences-in = verschillen in { $criterion }
model-differences-in-intercept = verschillen in het algemene niveau
model-average-share = gemiddeld aandeel
model-differences-in-scale-use = verschillen in het gebruik van de schaal
model-chains-disagree = NIET GOED AFGEROND: de ketens zijn het nog niet eens (R-hat { NUMBER($r_hat, minimumFractionDigits: 3, maximumFractionDigits: 3) }, ten hoogste { $allowed }; effectieve steekproef { NUMBER($size, maximumFractionDigits: 0) }, nodig { NUMBER($needed, maximumFractionDigits: 0) }; het slechtst: { $worst }). Vertrouw niet op deze getallen; bereken het model opnieuw met een ander startgetal, of met minder criteria of meer antwoorden

## large

model-approximated = de gewichten van de deelnemers zijn een benadering, want er zijn te veel deelnemers om precies te rekenen. Het model is precies berekend op { NUMBER($sampled) } van de { NUMBER($people) } deelnemers, door loting gekozen; de antwoorden van alle anderen zijn toegevoegd met ‘expectation propagation’
model-population-not-settled = NIET GOED AFGEROND: na { NUMBER($passes) } stappen over de antwoorden van iedereen veranderde het model nog. Vertrouw niet op deze getallen; bereken het model opnieuw met een ander startgetal
model-add-to-large-only = Alleen aan een model van heel veel deelnemers kunnen mensen worden toegevoegd. Bereken dit model opnieuw; dat duurt niet lang.
model-add-too-many = Sinds het model is berekend zijn er { NUMBER($added) } mensen bijgekomen, meer dan { NUMBER($percent, maximumFractionDigits: 0) }% van wie er toen waren. Bereken het model opnieuw.
model-add-changed = Deelnemers van dit model zijn vertrokken of hebben hun antwoorden veranderd. Er kan dan niemand aan worden toegevoegd. Bereken het model opnieuw.
model-add-other-characteristics = De eigenschappen van deelnemers, of de waarden daarvan, zijn veranderd sinds het model is berekend. Er kan dan niemand aan worden toegevoegd. Bereken het model opnieuw.
model-without-representatives = In het model staat niemand voor deze { NUMBER($people) } mensen, dus over hen valt niets te berekenen. Bereken het model opnieuw.

## mixed

model-one-scenario-each = Niemand beoordeelde meer dan één scenario. Verschillen tussen deelnemers zijn dan niet te onderscheiden van toeval. Gebruik het model ‘pooled’.
model-spread-penalised = iedereen gaf bijna steeds hetzelfde antwoord, zodat verschillen tussen deelnemers niet eindig te schatten zijn: een straf (normaal, standaardafwijking { NUMBER($deviation) } logits op de spreiding tussen deelnemers) houdt de schatting eindig
model-no-spread = deelnemers verschillen niet in hun algemene niveau: het gemengde model is hier gelijk aan het samengevoegde

## penalty

model-penalised = een straf (normaal, standaardafwijking { $deviation } logits op elk deelnut) houdt de schattingen eindig

## personal

model-profile-needs-hierarchical = Voor een persoonlijk profiel is een hiërarchisch model nodig; dit is een ander model ({ $model }). Bereken het hiërarchische model.

## persons

model-knows-no-groups = Het model ({ $model }) kent geen verschillen tussen groepen. Bereken daarvoor het hiërarchische model.
model-without-draws = Van dit keuzemodel zijn de getallen er niet meer. Bereken het opnieuw.

## pooled

model-no-maximum = NIET GOED AFGEROND: het maximum van de likelihood is niet bereikt

## pooled_by_threshold

model-none-by-threshold = van geen criterium is aangetoond dat het effect per grens verschilt: het model heeft van elk één effect
model-thresholds-held = grenzen zouden elkaar passeren bij scenario’s die zijn beoordeeld; ze zijn in volgorde gehouden, en een antwoord tussen twee grenzen die samenvallen, heeft daar kans 0
model-effects-by-threshold = effecten per grens: { $criteria }. De deelnutten en het belang daarvan zijn die bij { $low }|{ $high }, waar antwoorden positief worden
model-no-such-criterion = Er is geen criterium ‘{ $key }’ voor effecten per grens. Toegestaan: { $names }. { $hint }
model-one-threshold-only = Er zijn maar twee verschillende antwoorden gegeven. Er is dus één grens, en er zijn geen effecten per grens te berekenen.
model-one-level-judged = Van ‘{ $key }’ zijn minder dan twee waarden beoordeeld. Het heeft dus bij geen enkele grens een effect. Laat het weg bij de effecten per grens.

## population

model-no-draws-to-erase = Alleen een hiërarchisch model bevat gegevens van personen; bij andere modellen valt er niets te wissen.
model-no-population = Alleen een hiërarchisch model beschrijft een groep waaruit personen te trekken zijn.

## predictions

model-prediction-without-draws = Het hiërarchische model gaf geen trekkingen, dus er is niets te voorspellen.
model-prediction-without-estimates = Het model ({ $model }) gaf geen schattingen, dus er is niets te voorspellen.

## profession

model-profession-absent = Uit een deel van de beroepsgroep deed niemand mee, en dat deel is groter dan { NUMBER($percent, maximumFractionDigits: 0) }%: { $cells }. Nodig mensen uit dat deel uit, of geef aantallen waarin het met andere is samengevoegd.
model-absent-cell = { $cell } ({ NUMBER($percent, maximumFractionDigits: 0) }%)
model-nothing-to-weigh = Het model ({ $model }) kent geen verschillen tussen groepen. Er is dus niets te wegen naar de aantallen in de beroepsgroep. Bereken daarvoor het hiërarchische model.
model-margins-unknown = Deze aantallen zijn niet te combineren: van geen enkele deelnemer zijn { $names } allemaal bekend, of te gebruiken. Laat een eigenschap weg.
model-margins-of-nobody = Deze aantallen gaan over niemand die meedeed.

## raking

model-margins-unreachable = Deze aantallen zijn niet te combineren: met de combinaties van eigenschappen die bij de deelnemers voorkomen, zijn ze niet te halen. Geef aantallen per combinatie, of laat een eigenschap weg.

## stale

model-of-other-study = Het keuzemodel is van een andere versie van het onderzoek: criteria, waarden of antwoorden zijn veranderd. Bereken het opnieuw.
model-not-fitted-to-the-end = NIET GOED AFGEROND: het model ({ $model }) is niet tot het einde berekend; vertrouw er niet op
model-out-of-date = Het keuzemodel is VEROUDERD: het is gemaakt van andere antwoorden dan er nu zijn. Bereken het opnieuw
