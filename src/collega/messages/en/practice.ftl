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

## calibration

practice-few-judges = { $n ->
    [0] There are no blind judgements yet, so nothing is said about them.
    [one] One person has judged blind, fewer than { $minimum } ('minimum_group'), so nothing is said about their judgements.
   *[other] { $n } people have judged blind, fewer than { $minimum } ('minimum_group'), so nothing is said about their judgements.
}
practice-few-judgements = Too few to compare the model with practice: { $judgements } blind judgements of { $cases } cases, with { $side } on the rarer side. It takes { $fewest } judgements of { $fewest_cases } cases, with { $fewest_side } on either side.
practice-no-line = The blind judgements follow no line that can be compared with the model: their sides lie apart, or the model expects the same in every case.

## drift

practice-drift-needs-people = There is no drift monitor for a pooled model: it does not know how colleagues differ, so it cannot tell a few strict judges from a practice that has moved. Fit the hierarchical model.

## wording

practice-observed-beside-expected = Of { $judgements } blind judgements { $observed }% were positive; the model expected { $expected }%.
practice-verdict-holds = The model fits these judgements: nothing shows that it is off.
practice-verdict-outspoken = The model is too outspoken: where it expects nearly all or hardly any colleagues, practice is nearer to the middle.
practice-verdict-careful = The model is too careful: practice is further from the middle than it expects.
practice-verdict-beside = The model tells cases apart as practice does, but lies beside it as a whole.
practice-verdict-nothing = The model says nothing about these judgements: where it expects more, there are not more.
practice-no-drift = Nothing shows that practice has moved away from the model, after { $judgements } blind judgements.
practice-drift-more-positive = Alarm at judgement { $at }: colleagues have become more positive than the model expects, from about judgement { $since } on.
practice-drift-less-positive = Alarm at judgement { $at }: colleagues have become less positive than the model expects, from about judgement { $since } on.
