## case

colleague-leave-blank = Leave one of them blank: nobody judged such a scenario
colleague-no-such-criterion = there is no such criterion
colleague-write-key = Write the key
colleague-write-pairs = Write criterion=level, such as purpose=same
colleague-not-a-pair = '{ $word }' is not of the form KEY=LEVEL
colleague-given-twice = given twice: { $first } and { $second }
colleague-case-object = an object of criterion keys to level keys, such as {"{"}"purpose": "same"{"}"}
colleague-not-json = this is not JSON: { $why }
colleague-save-case-as-json = Save the case as JSON, encoding UTF-8
colleague-not-a-case = this is { $found } and not a case
colleague-twice = stands here twice
colleague-levels-or-null = { $names }, null for blank
colleague-null = null for blank
colleague-quote-level = Write the level in quotes
colleague-no-criterion-column = no column has the key of a criterion
colleague-no-case = there is no case in this table
colleague-columns-beside = Columns that are no criteria, and come back with the advice: { $names }
colleague-column-no-criterion = { $file }: the column '{ $name }' is no criterion, so it says nothing about the case. { $hint }

## evidence

colleague-model-reveals-leavers = The model still rests on fewer than { $minimum } participants who no longer count, and what all groups leave of it would reveal them. Fit again.

## group

colleague-not-a-value = '{ $value }' is not a value of { $characteristic }
colleague-write-group = Write CHARACTERISTIC=VALUE, such as { $example }
colleague-not-a-group = '{ $text }' is not of the form CHARACTERISTIC=VALUE
colleague-none = none

## virtual

colleague-model-of-too-few = The model rests on fewer than { $minimum } participants ('minimum_group'), so it cannot advise.
colleague-group-needs-panel = A group needs the panel: who is in it stands there, not in the fit.

## unjudged_levels

colleague-unjudged-levels = No answer stands behind { LIST($levels, last: "or") }: nobody judged such a scenario. This advice leaves that open.
