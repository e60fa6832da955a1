## sessions_file

rounds-no-sessions = this is no file with sessions: it needs an object with a list ‘sessions’
rounds-other-shape = of another shape: { $why }
rounds-unknown-characteristic = ‘{ $key }’ is not a characteristic of this study
rounds-unknown-answer = ‘{ $key }’ is not an answer of this study
rounds-other-answers = not the answers of this study
rounds-too-few-shown = fewer than { $minimum } people, of whom nothing may be shown

## shift

rounds-too-few-twice = Fewer than { $least } people judged the scenarios in both rounds, so no shift can be estimated.
