## cells

mapping-the-columns = the columns { $names }
mapping-column-unknown = the column '{ $name }' is not known
mapping-cell-missing = the { $column } is missing
mapping-or-nothing = { $names }, or nothing
mapping-made-a-date = If a spreadsheet made a date of it, store the column as text there and write the words again
mapping-percentage-as-fraction = If a spreadsheet shows { $percent } here, it keeps { $cell }: store the column as text there and write it again

## columns

mapping-row-numbers-left-out = The first column has no name and only numbers the rows: it was left out
mapping-ignore-the-other = Name the one that you do not need under 'ignore' in the mapping file
mapping-same-column = '{ $theirs }' and '{ $ours }' are both the column '{ $ours }'
mapping-name-column = If it has another name, tell which one under 'columns' in a mapping file
mapping-name-or-ignore = Name it under 'columns' or 'ignore' in a mapping file
mapping-near-or-name = { $guess } Otherwise name it under 'columns' or 'ignore' in a mapping file
mapping-version-or-name = If it tells the version, write 'version: { $name }' in a mapping file; otherwise name it under 'columns' or 'ignore' in a mapping file
mapping-columns-left-out = Columns that the mapping leaves out: { $names }
mapping-declared-missing = Cells of '{ $column }' that the file declares missing: { $number } ({ $words })
mapping-no-file-has-column = no file has a column '{ $name }'

## reading

mapping-text-or-texts = a text, or a list of texts
mapping-file-of-wrong-kind = a mapping file is { $found }
mapping-nothing = nothing
mapping-empty = empty
mapping-not-a-column = '{ $name }' is not a column of Collega
mapping-not-an-answer = '{ $name }' is not an answer
mapping-not-a-criterion = '{ $name }' is not a criterion
mapping-not-a-characteristic = '{ $name }' is not a characteristic
mapping-not-a-level-of = '{ $name }' is not a level of '{ $of }'
mapping-not-a-value-of = '{ $name }' is not a value of '{ $of }'
mapping-column-stands-for-already = the column '{ $word }' stands for '{ $first }' already
mapping-word-stands-for-already = the word '{ $word }' stands for '{ $first }' already
mapping-write-empty = Write "" where you mean a cell that is empty
mapping-line-or-lines = the number of a line, or a list of these
mapping-version-named-already = the version is in the column '{ $name }' already
mapping-one-line = the number of one line
mapping-skips-header = line { $number } has the column names too
mapping-remove-from-skip = Remove it from 'skip'
mapping-no-scenario-in-name = '{ $text }' does not say which column belongs to which scenario
mapping-a-pattern = a text with { $placeholder } in it, or 'scenario: column' lines
mapping-column-ignored = the column '{ $name }' is ignored too
mapping-remove-from-ignore = Remove it from 'ignore'
mapping-word-is-missing-too = the word '{ $word }' stands under 'missing' too
mapping-repeats-and-twice = 'repeats' lets all rows of a participant count, and 'participant_twice' one of them

## sources

mapping-qualtrics-rows = Qualtrics writes questions and ids of its own below the column names. Left out: line { LIST($lines) }

## truths

mapping-truths = true or false (or WAAR, ONWAAR, yes, no, ja, nee, 1, 0)

## values

mapping-a-time = a time such as 2024-03-01T09:30:00
mapping-day-or-month = '{ $cell }' does not tell the day from the month
mapping-other-order = '{ $cell }' has the day and the month in another order
mapping-cells-mean-nothing = Cells of '{ $column }' that mean nothing: { $number } ({ $words })
mapping-durations-as-seconds = Durations in '{ $column }' were read as seconds: { $first } as { $seconds }
mapping-say-dates = Say it in a mapping file: 'dates: day-month-year' or 'dates: month-day-year'
mapping-one-order = Write all times of a column in one order
mapping-says-dates = The mapping file says 'dates: { $dates }'
mapping-times-in-order = Times in '{ $column }' were read as { $order }, since no other order fits all

## wording

mapping-labels-are-of-a-column = The label holds for its own column: leave such numbers out of the mapping file, or name the label there
mapping-label-against-word = '{ $cell }' has the label '{ $label }' here, and the mapping file says that it is { $key }
mapping-say-which = Say which one it is under 'answers', 'levels' or 'values' in a mapping file
mapping-not-a-word = '{ $cell }' is not a word for '{ $column }' in the mapping file
