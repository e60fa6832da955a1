# Het antwoord van de virtuele collega

## own_advice

advice-same = Uw eigen advies was ‘{ $own }’. Naar schatting zouden { $same } van deze { $n } { $kind } hetzelfde antwoorden ({ $share })
advice-side = { $same }, en { $side } aan dezelfde kant staan ({ $of }).
advice-positive = positief
advice-negative = niet positief
advice-simulated = gesimuleerde professionals

## percentages

advice-range-between = tussen { $low } en { $high }
advice-range-from = van { $low } tot { $high }
advice-range-about = rond { $high }
advice-range-to = { $low } tot { $high }

## share_words

advice-share-participants = Van deze { $n } { $kind }{ $who } zou naar schatting { $share } positief adviseren.
advice-share-colleagues = Van collega’s zoals deze { $n } { $kind }{ $who } zou naar schatting { $share } positief adviseren.
advice-share-profession = Van de hele beroepsgroep zou naar schatting { $share } positief adviseren.
advice-share-reach = { $blank ->
    [one] Van deze { $n } { $kind }{ $who } zou naar schatting { $range } positief adviseren, afhankelijk van het ene criterium dat nog niet is ingevuld.
   *[other] Van deze { $n } { $kind }{ $who } zou naar schatting { $range } positief adviseren, afhankelijk van de { $blank } criteria die nog niet zijn ingevuld.
}
advice-share-average = Gemiddeld over alle manieren om de casus aan te vullen is het { $share }.
advice-share-average-colleagues = Gemiddeld over alle manieren om de casus aan te vullen is het { $share } van collega’s zoals zij.
advice-share-average-profession = Gemiddeld over alle manieren om de casus aan te vullen is het { $share } van de hele beroepsgroep.
advice-share-interval = Dat { $what } ligt met 90% zekerheid { $range }.
advice-share-interval-posterior = Voor alle mensen zoals zij ligt dat { $what } met 90% zekerheid { $range }.
advice-share-confidence = Het 90%-betrouwbaarheidsinterval loopt { $range }.
advice-share-confidence-population = Voor alle mensen zoals zij loopt het 90%-betrouwbaarheidsinterval { $range }.
advice-share-share = aandeel
advice-share-mean = gemiddelde
advice-share-alike = Wat nog niet is ingevuld, maakt daarvoor bijna niets uit.
advice-share-others-too = Daarin telt mee dat andere collega’s hadden kunnen meedoen.
advice-share-weighed = De deelnemers zijn daarvoor gewogen naar de aantallen in de beroepsgroep.
advice-beside-participants = Van de deelnemers: { $share }
advice-beside-colleagues = Van collega’s zoals zij: { $share }
advice-beside-profession = Van de beroepsgroep: { $share }
advice-beside-rest = Wat hieronder staat, gaat over de deelnemers.
