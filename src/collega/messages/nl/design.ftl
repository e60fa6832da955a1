## compose

design-too-many-scenarios = er zijn { $size } verschillende scenario’s gevraagd, maar het onderzoek laat er maar { $possible } toe
design-scenarios-range = 1 tot en met { $possible }
design-ask-fewer = Vraag minder scenario’s, voeg waarden toe, of verbied minder combinaties
design-too-many-repeats = er zijn { $repeat } herhalingen gevraagd, maar een versie heeft { $size } scenario’s
design-repeats-range = 0 tot en met { $size }

## consequences

design-rules-entangled = de regels bij ‘never’ zijn te verweven om te berekenen wat ze overlaten; een opzet vertelt wat die kan
design-rule = never[{ $number }] ({ $levels })
design-rules = { LIST($rules) }
design-one-scenario-possible = er is maar 1 scenario mogelijk, en elke deelnemer krijgt er { $asked } te beoordelen: neem minder scenario’s, voeg waarden toe, of versoepel ‘never’
design-few-scenarios-possible = er zijn maar { $possible } verschillende scenario’s mogelijk, en elke deelnemer moet er { $asked } beoordelen: neem minder scenario’s, voeg waarden toe, of versoepel ‘never’
design-no-scenario-left = de regels bij ‘never’ laten geen enkel scenario over: { $rules }. Versoepel er een
design-level-never-possible = waarde ‘{ $level }’ van { $criterion } kan nooit worden getoond, door { $rules }: daarover is niets te leren. Versoepel een regel, of haal de waarde weg
design-weights-inseparable = geen opzet kan de gewichten van { LIST($criteria) } uit elkaar houden, door { $rules }. Versoepel een regel, of maak er één criterium van
design-same-rule = { $rule } zegt hetzelfde als { $other }: haal de regel weg
design-idle-rule = { $rule } verbiedt niets wat { $other } niet al verbiedt: haal de regel weg

## imported

design-scenarios-numbered = Er is geen kolom ‘scenario’: de scenario’s zijn genummerd, S1 enzovoort
design-shown-more-than-once = Scenario’s die een versie vaker dan één keer toont: { $names }
design-leave-scenario-out = Laat het scenario weg, of verander de regel bij ‘never’ in het onderzoek

## layout

design-no-scenario = er staat geen scenario in
design-make-scenarios = Stel eerst scenario’s samen
design-one-scenario-one-id = Een scenario heeft in elke versie dezelfde waarden: geef een van de twee een andere naam
design-other-levels = scenario ‘{ $name }’ heeft hier andere waarden dan op regel { $line }
design-save-as-yaml = Sla het op als YAML, codering UTF-8
design-not-a-prior = dit is geen voorkennis
design-unknown-key = deze sleutel is onbekend
design-not-criteria = dit is geen lijst met criteria
design-not-levels = dit is geen lijst met waarden van ‘{ $criterion }’
design-not-logits = { $found } is geen aantal logits
design-logits = een getal zoals 0.5 of -1
design-rising-logits = { $number ->
    [one] 1 aantal
   *[other] { $number } aantallen
} logits, elk hoger dan het vorige
design-not-a-deviation = { $found } is geen standaardafwijking
design-deviations = 0 tot en met 5

## quality

design-cut-short = afgebroken na { NUMBER($seconds) } seconden: hetzelfde startgetal kan een volgende keer iets anders geven. Zonder tijdslimiet niet

## restarts

design-no-version-found = er is geen versie gevonden met zo veel verschillende toegestane scenario’s
design-loosen-never = Verbied minder combinaties

## verdict

design-more-scenarios-help = Meer scenario’s of versies helpen
design-rules-correlate = Dat komt door de regels bij ‘never’ (over alle toegestane scenario’s is de correlatie { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) }): meer scenario’s of versies helpen niet, minder verboden combinaties wel
design-correlated = { $one } en { $other } gaan vaak samen (correlatie { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) }): hun gewichten zijn dan moeilijk uit elkaar te houden. { $help }
design-unbalanced = de waarden van { $criterion } worden niet even vaak getoond ({ $counts } keer): over de zeldzame is straks weinig bekend
design-inefficient = de opzet haalt { NUMBER($percent, maximumFractionDigits: 0) }% van wat misschien mogelijk is: probeer een ander startgetal, of neem meer versies
design-unsuited-to-prior = met de voorkennis leert deze opzet naar verwachting { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }% van wat een opzet zonder voorkennis leert: probeer een ander startgetal, of laat de voorkennis weg
design-no-freedom = { $distinct } verschillende scenario’s voor { $parameters } parameters: zo is niet na te gaan of de gewichten van de criteria gewoon optellen. Met meer scenario’s of versies wel
design-level-not-shown = waarde ‘{ $level }’ van { $criterion } wordt nooit getoond: daarover is niets te leren
design-forbidden-scenarios = het onderzoek verbiedt { $number } van de scenario’s ({ $names }): zie ‘never’
design-not-identified-rank = de criteria zijn niet apart te meten: het model heeft { $needed } parameters, en deze scenario’s onderscheiden er maar { $rank }. Maak een nieuwe opzet, of neem één versie meer
design-not-identified = de criteria zijn niet apart te meten: met { $distinct } verschillende scenario’s zijn { $needed } parameters niet te onderscheiden (één, en per criterium het aantal waarden min één). Neem { $versions } versies van { $size }, of ten minste { $needed } scenario’s per deelnemer

## het oordeel

design-verdict-ok = Opzet: goed.
design-verdict-warning = Opzet: bruikbaar, met een waarschuwing.
design-verdict-unusable = Opzet: ONBRUIKBAAR.
design-size = { $versions ->
    [one] 1 versie
   *[other] { $versions } versies
}, samen { $runs ->
    [one] 1 scenario
   *[other] { $runs } scenario’s
}, { $parameters } parameters, waarvan { $rank } te schatten.
design-d-efficiency = D-efficiëntie { NUMBER($value, minimumFractionDigits: 4, maximumFractionDigits: 4) } (1 is een volmaakt orthogonale opzet).
design-information = Verwachte informatie per parameter, met het vooraf gegeven vermoeden: { NUMBER($value, minimumFractionDigits: 4, maximumFractionDigits: 4) }.
design-information-beside = Verwachte informatie per parameter, met het vooraf gegeven vermoeden: { NUMBER($value, minimumFractionDigits: 4, maximumFractionDigits: 4) }; zonder dat vermoeden { NUMBER($without, minimumFractionDigits: 4, maximumFractionDigits: 4) }.
design-near-bound = Geen opzet van deze omvang komt boven { NUMBER($bound, minimumFractionDigits: 4, maximumFractionDigits: 4) }: deze haalt ten minste { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }% van de best mogelijke.
design-balance = Minst getoonde waarde gedeeld door meest getoonde: { NUMBER($balance, minimumFractionDigits: 2, maximumFractionDigits: 2) }. Grootste correlatie tussen criteria: { NUMBER($correlation, minimumFractionDigits: 2, maximumFractionDigits: 2) }.
design-balance-and-pair = Minst getoonde waarde gedeeld door meest getoonde: { NUMBER($balance, minimumFractionDigits: 2, maximumFractionDigits: 2) }. Grootste correlatie tussen criteria: { NUMBER($correlation, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ LIST($criteria, last: "and") }).
