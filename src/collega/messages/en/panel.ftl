## arrange

panel-no-answer-column = no column has the answers to a scenario
panel-no-column-like = { $file } has no column such as '{ $name }'
panel-no-column = { $file } has no column '{ $name }'

## counts_file

panel-counts = 0 or more, such as 120 or 12.5, without separators of thousands
panel-count-of-declined = How somebody would answer who declines is not known, so count everybody under a value
panel-no-count = there is no row with a count in this table
panel-no-characteristic-column = no column has the key of a characteristic
panel-no-characteristics = none: this study asks no characteristics
panel-not-a-value = '{ $cell }' is not a value of { $characteristic }
panel-not-a-count = '{ $cell }' is not a count
panel-not-a-weight = '{ $cell }' is not a weight
panel-every-count-zero = every count is 0
panel-every-weight-zero = every weight is 0
panel-a-weight-above-zero = at least one weight above 0
panel-unknown-characteristic = '{ $cell }' is not a characteristic of this study
panel-cell-twice = this cell stood on line { $line } too: { $cell }
panel-value-twice = this value stood on line { $line } too: { $cell }
panel-participant-twice = this participant stood on line { $line } too: { $cell }
panel-counts-all-zero = all counts of { $names } are 0
panel-a-count-above-zero = at least one count above 0
panel-count-once = Give every count once, added up

## doubles

panel-same-answers = these participants gave the same answer to every scenario, and chance does not explain it: { $names }. If they are one person, or rows were copied, keep one of them
panel-together = { LIST($names) }

## doubts

panel-alike-names = these participants differ only in capitals, spaces or zeros in front, and each counts as a person: { $names }. If they are one, write them the same way in the file
panel-milliseconds = half of the answers took { NUMBER($seconds, maximumFractionDigits: 0) } seconds or more, which is { NUMBER($minutes, maximumFractionDigits: 0) } minutes: if these are milliseconds, divide them by 1000 and import again

## intake

panel-scenarios-apart = a table with one row per participant needs the scenarios apart
panel-give-scenarios = Give the scenarios too, or make them
panel-rows-without-answer = Rows without an answer that were left out: { $number }
panel-scenarios-without-column = Scenarios that no column is about: { $names }
panel-levels-unknown = it is not known which levels the scenarios have
panel-give-scenarios-or-columns = Give them too, or beside the answers: a column for { $criteria }

## levels

panel-other-level-in-design = '{ $level }' is not what scenario '{ $scenario }' has in the design
panel-no-scenario-with-levels = no scenario of the design has the levels of this row
panel-correct-levels = Correct the levels, or add the scenario to the design

## limits

panel-one-answer = everybody gave the same answer to every scenario: the criteria cannot be weighed
panel-unjudged-levels = nobody judged a scenario with { LIST($about) }: there is no number for that, and averages leave it out
panel-few-judges = fewer than { $n } participants judged a scenario with { LIST($about) }: its numbers describe those few, and their intervals can be much too narrow
panel-unused-answers = nobody gave the answer { LIST($about, last: "or") }: how likely it is does not follow from the answers
panel-tied-criteria = the scenarios that were judged do not tell all levels of { LIST($about) } apart: their numbers rest in part on an assumption of the model. Other scenarios are needed to tell them apart
panel-extreme-levels = these levels always got the same extreme answer: { LIST($about) }; how heavily they weigh rests on an assumption of the model, since the answers set no end to it
panel-separated-criteria = the answers follow the levels of { LIST($about) } without exception: how heavily they weigh rests on an assumption of the model, since the answers set no end to it
panel-nearly-one-side = at some scenarios nearly all answers are on the same side, and the other scenarios alone do not tell how heavily all levels weigh: that rests in part on an assumption of the model
panel-one-participant = there is one participant only: the answers say nothing about other people
panel-few-participants = there are { $n } participants, no more than the numbers to be estimated: intervals about other people are too narrow
panel-one-answer-each = nobody judged more than one scenario: how far people differ cannot be told from chance in single answers
panel-dominant-participant = one participant gave more than a quarter of all answers: what counts every answer alike mostly describes that participant
panel-uniform-sets = in most sets of scenarios everybody gave one and the same answer throughout: differences between scenarios cannot be told from differences between people
panel-uniform-participants = most participants gave the same answer to every scenario: their answers hardly tell how the criteria weigh
panel-unshared-scenarios = no scenario was judged by more than one participant: how far they agree on the same scenario cannot be told
panel-confounded-groups = the groups of { LIST($about) } judged other levels: whether the groups differ cannot be told from what the levels do
panel-unjudged-in-group = nobody in this group judged a scenario with these levels, so what is told of the group there comes from the others: { $about }
panel-in-group = { $group } ({ LIST($names) })

## participants

panel-two-values = participant '{ $participant }' has '{ $value }' here and '{ $other }' on line { $line }
panel-same-value-in-all-rows = Give everyone the same value in all of their rows
panel-column-of-both = the column '{ $name }' is one of the participants, and the answers to a scenario of that name
panel-rename-scenario-columns = Give the columns of the scenarios other names, and say them under 'wide' in a mapping file
panel-not-synthetic-or-real = '{ $cell }' does not say whether this is synthetic
panel-partly-synthetic = some rows are synthetic and others are not
panel-import-one = Import one of the two

## read

panel-one-row-each = Give everyone one row
panel-row-twice = '{ $cell }' has a row in the table already
panel-unknown-participant = '{ $cell }' is not in the table of participants
panel-unknown-scenario = '{ $cell }' is not a scenario of the design
panel-unknown-answer = '{ $cell }' is not an answer of the study
panel-unknown-version = '{ $cell }' is not a version of the design
panel-unknown-value = '{ $cell }' is not a value of '{ $characteristic }'
panel-not-true-or-false = '{ $cell }' is not true or false
panel-not-a-number = '{ $cell }' is not a number here
panel-position-twice = position '{ $cell }' stands there twice for this participant
panel-scenario-of-other-version = scenario '{ $cell }' is not in the version of this participant
panel-a-position = a whole number from 1
panel-seconds = a number of seconds, 0 or more
panel-no-answer = there is no answer in this table
panel-positions = A repeated scenario has a position of its own; leave the position empty where it is not known
panel-correct-version = Correct the version of this participant, or the scenario here
panel-undeclared-repeats = { $number ->
    [one] 1 answer is
   *[other] { $number } answers are
} from somebody who answered the same scenario before, without a position, and the design shows it once. If rows came in twice, remove them: they count twice in every estimate. If people judged again, let scenarios.csv show the scenario as often. Until then these are no repeats

## twice

panel-second-row-ways = Remove all but one, or write 'participant_twice: last' (or first) in a mapping file. In a table with a row per answer, name the column of the answers 'answer'
panel-second-row = '{ $cell }' has a second row
panel-twice-left-out = Rows that 'participant_twice: { $which }' leaves out: { $number } (line { $lines })
panel-answered-already = this participant has an answer to this scenario already, and the design shows it once: '{ $who }' and '{ $scenario }' stand on line { $line } too
panel-answered-already-ways = Remove rows that came in twice. If people judged a scenario again, write 'repeats: true' in a mapping file or give each answer its position; if they filled in twice, write 'participant_twice: last'
panel-export-over-study = an export here would overwrite the study itself; nothing was written
panel-over-study = this here would overwrite the study itself; nothing was written
panel-choose-other-target = Choose another folder or file name
panel-other-extension = the extension is '{ $extension }'
panel-name-file = Name the file { $name }
panel-other-format = the format is { $format } and the extension '{ $extension }'
panel-unknown-format = '{ $format }' is not a format of an export

## flags

panel-straight-lining = gave the same answer to all { $number } scenarios ({ $en })
panel-too-fast = took { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } seconds per scenario where the panel usually took { NUMBER($usual, minimumFractionDigits: 1, maximumFractionDigits: 1) }
panel-contradiction = gave opposite answers to { $number } of { $of } repeated scenarios

## partitions

panel-partition-alone = there is no { $file } beside it
panel-partition-pairs = Every file of answers/ needs one of the same name in participants/, with the same people; or leave participants/ out altogether
panel-partition-is-a-folder = this is a folder, and a partition is one file
panel-partition-files = Put the files in it beside the others, in answers/ and participants/, and take the folder away
panel-in-two-partitions = '{ $participant }' stands in { $file } too
panel-one-partition-each = Put everyone, with all their answers, in one partition
panel-more-in-two-partitions = { $number } more participants stand in two partitions
panel-csv-and-parquet = { $file } stands beside { $other }, and nothing tells which of them counts
panel-one-kind = Keep the one that is right, and move the other out of the folder
