## practice

practice-nothing-judged = Every case of practice has a level that nobody judged.
practice-margins-break-rules = no allowed cases meet the levels of { LIST($names) } so often: the study never combines some of them

## practice_file

practice-no-row = there is no row with a weight in this table
practice-not-a-criterion = '{ $cell }' is not a criterion
practice-level-twice = this level stood on line { $line } too: { $cell }
practice-weights-all-zero = all weights of { $names } are 0

## casebook_file

practice-no-case-number = the number of a case is missing
practice-not-an-answer = '{ $cell }' is not an answer
practice-not-an-outcome = '{ $cell }' is not an outcome
practice-not-a-month = '{ $cell }' is not a month
practice-month = year and month, such as 2026-03: a day says more about people than is needed
practice-not-a-position = '{ $cell }' is not a whole number
practice-case-differs = this case has another value here than in its first row
practice-one-case = Every row of a case has the same levels and the same outcome
practice-judged-twice = the same judge has judged this case before
practice-position-twice = another judgement has this position too
