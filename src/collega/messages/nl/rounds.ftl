## sessions_file

rounds-no-sessions = dit is geen bestand met sessies: nodig is een object met een lijst ‘sessions’
rounds-other-shape = anders van vorm: { $why }
rounds-unknown-characteristic = ‘{ $key }’ is geen eigenschap van dit onderzoek
rounds-unknown-answer = ‘{ $key }’ is geen antwoord van dit onderzoek
rounds-other-answers = niet de antwoorden van dit onderzoek
rounds-too-few-shown = minder dan { $minimum } mensen: daarover mag niets worden getoond

## shift

rounds-too-few-twice = Minder dan { $least } mensen beoordeelden de scenario’s in beide rondes. Een verschuiving is dan niet te schatten.
