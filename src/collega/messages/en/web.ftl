## jobs.designing

web-launched-meanwhile = The study was launched meanwhile: its scenarios do not change any more.
web-no-design-yet = There is no design yet.

## jobs.fitting

web-too-few-answered = { $number } of the { $minimum } participants that are needed have answered. With fewer than { $minimum } (minimum_group) nothing may be shown, so no model is fitted. Wait for more answers.

## jobs.mailing

web-mail-server-unreachable = The mail server cannot be reached ({ $error }). What was not sent yet still waits: try again later.

## jobs.reporting

web-answers-changed = The answers have changed since this model was fitted, and a report is about one state of them. Fit the model again, and make the report of that fit.

## queue

web-fault = This is a fault in Collega, not in your study. Whoever runs the site finds more in its log, at job { $number }.
web-stopped-midway = stopped { $number } times in the middle

## bridge

web-answers-used-together = Answers are used together: those of at least { $number } participants who finished since the last time, or of everybody once the study is closed. So nobody can see whose answers came in.
web-nobody-answered-yet = Nobody has answered yet.
