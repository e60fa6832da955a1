# Waarom een toets van het model niet is gedaan

check-both = { $one }; { $other }
check-crossing = eenmaal vrijgelaten gaan de grenzen elkaar voorbij: een antwoord zou een kans onder nul krijgen
check-few-judges = te weinig deelnemers beoordeelden het
check-few-people = te weinig deelnemers, of allemaal gelijk
check-no-finite-maximum = ook zonder vrijgelaten effecten heeft de likelihood geen enkelvoudig, eindig maximum
check-no-positions = bij de antwoorden staat niet hoeveelste ze waren
check-no-room = de criteria volgen de antwoorden al precies, of iedereen die het beoordeelde antwoordde hetzelfde
check-no-test-by-participants = te weinig deelnemers, of allemaal gelijk: geen toets op de deelnemers
check-no-times = bij de deelnemers staat niet op welke dag zij meededen
check-not-converged = eenmaal vrijgelaten is het maximum van de likelihood niet bereikt
check-nothing-to-free = de scenario’s maken geen verschil tussen de waarden ervan, onderling of met andere criteria
check-nothing-to-stretch = met minder dan drie verschillende antwoorden is er één grens, en niets uit te rekken
check-one-scenario-each = niemand beoordeelde meer dan één scenario
check-one-threshold = met minder dan drie verschillende antwoorden is er één grens, en niets te vergelijken
check-one-week = te weinig deelnemers deden in een andere week mee dan de meesten
check-pair-not-told-apart = de scenario’s maken geen verschil tussen het paar en de criteria apart
check-same-order = iedereen beoordeelde de scenario’s in dezelfde volgorde: het effect daarvan is niet te onderscheiden van dat van de scenario’s zelf
check-too-little-left = de antwoorden laten naast ieders eigen weging te weinig over om het aan te zien
