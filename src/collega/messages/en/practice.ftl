## practice

practice-nothing-judged = Every case of practice has a level that nobody judged.
practice-margins-break-rules = no allowed cases meet the levels of { LIST($names) } so often: the study never combines some of them

## practice_file

practice-no-row = there is no row with a weight in this table
practice-not-a-criterion = '{ $cell }' is not a criterion
practice-level-twice = this level stood on line { $line } too: { $cell }
practice-weights-all-zero = all weights of { $names } are 0
