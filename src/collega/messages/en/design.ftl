## compose

design-too-many-scenarios = { $size } different scenarios are asked for, but the study allows only { $possible }
design-scenarios-range = 1 to { $possible }
design-ask-fewer = Ask for fewer scenarios, add levels, or loosen 'never'
design-too-many-repeats = { $repeat } repeats are asked for, but a version has { $size } scenarios
design-repeats-range = 0 to { $size }

## consequences

design-rules-entangled = the rules under 'never' are too entangled to compute what they leave; a design tells what it can do
design-rule = never[{ $number }] ({ $levels })
design-rules = { LIST($rules) }
design-one-scenario-possible = only 1 scenario is possible, and each participant is asked to judge { $asked }: take fewer scenarios, add levels, or loosen 'never'
design-few-scenarios-possible = only { $possible } different scenarios are possible, and each participant is asked to judge { $asked }: take fewer scenarios, add levels, or loosen 'never'
design-no-scenario-left = the rules under 'never' leave no scenario at all: { $rules }. Loosen one of them
design-level-never-possible = level '{ $level }' of { $criterion } can never be shown, because of { $rules }: nothing can be learned about it. Loosen a rule, or take the level out
design-weights-inseparable = no design can tell the weights of { LIST($criteria) } apart, because of { $rules }. Loosen a rule, or make one criterion of them
design-same-rule = { $rule } says the same as { $other }: take it out
design-idle-rule = { $rule } forbids nothing that { $other } does not forbid: take it out

## imported

design-scenarios-numbered = There is no column 'scenario': the scenarios were numbered, S1 and so on
design-shown-more-than-once = Scenarios that a version shows more than once: { $names }
design-leave-scenario-out = Leave the scenario out, or change the rule under 'never' in the study

## layout

design-no-scenario = there is no scenario
design-make-scenarios = Make them
design-one-scenario-one-id = A scenario id means the same levels in every version: give one of them another id
design-other-levels = scenario '{ $name }' has other levels here than on line { $line }
design-save-as-yaml = Save it as YAML, encoding UTF-8
design-not-a-prior = this is not a prior
design-unknown-key = this key is not known
design-not-criteria = this is not a list of criteria
design-not-levels = this is not a list of levels of '{ $criterion }'
design-not-logits = { $found } is not a number of logits
design-logits = a number such as 0.5 or -1
design-rising-logits = { $number ->
    [one] 1 number
   *[other] { $number } numbers
} of logits, each higher than the one before
design-not-a-deviation = { $found } is not a standard deviation
design-deviations = 0 to 5

## quality

design-cut-short = cut short after { NUMBER($seconds) } seconds: the same seed may give another result next time. Without a limit of time it does not

## restarts

design-no-version-found = no version with that many different allowed scenarios could be found
design-loosen-never = Loosen 'never'

## verdict

design-more-scenarios-help = More scenarios or versions help
design-rules-correlate = The rules under 'never' cause that (over all allowed scenarios the correlation is { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) }): more scenarios or versions do not help, looser rules do
design-correlated = { $one } and { $other } go together a lot (correlation { NUMBER($value, minimumFractionDigits: 2, maximumFractionDigits: 2) }): their weights will be hard to tell apart. { $help }
design-unbalanced = the levels of { $criterion } are shown unequally often ({ $counts } times): the rare one will be known badly
design-inefficient = the design reaches { NUMBER($percent, maximumFractionDigits: 0) }% of what may be possible: try another seed, or use more versions
design-unsuited-to-prior = given the prior, this design is expected to tell { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }% of what one composed without the prior tells: try another seed, or leave the prior out
design-no-freedom = { $distinct } different scenarios for { $parameters } parameters: no freedom is left to see whether the weights of the criteria simply add up. More scenarios or versions give that
design-level-not-shown = level '{ $level }' of { $criterion } is never shown: nothing can be learned about it
design-forbidden-scenarios = the study forbids { $number } of the scenarios ({ $names }): see 'never'
design-not-identified-rank = the main effects are not identified: { $needed } parameters, of which these scenarios tell only { $rank } apart. Make a new design, or use one version more
design-not-identified = the main effects are not identified: { $distinct } different scenarios cannot tell { $needed } parameters apart (one, and for each criterion its levels less one). Use { $versions } versions of { $size }, or at least { $needed } scenarios per participant

## the report

design-verdict-ok = Design: Good.
design-verdict-warning = Design: Usable, with a warning.
design-verdict-unusable = Design: UNUSABLE.
design-size = { $versions ->
    [one] 1 version
   *[other] { $versions } versions
}, { $runs ->
    [one] 1 scenario
   *[other] { $runs } scenarios
} in all, { $parameters } parameters, { $rank } identified.
design-d-efficiency = D-efficiency { NUMBER($value, minimumFractionDigits: 4, maximumFractionDigits: 4) } (1 is a perfect orthogonal design).
design-information = Expected information per parameter, given the prior: { NUMBER($value, minimumFractionDigits: 4, maximumFractionDigits: 4) }.
design-information-beside = Expected information per parameter, given the prior: { NUMBER($value, minimumFractionDigits: 4, maximumFractionDigits: 4) }; without the prior { NUMBER($without, minimumFractionDigits: 4, maximumFractionDigits: 4) }.
design-near-bound = No design of this size can exceed { NUMBER($bound, minimumFractionDigits: 4, maximumFractionDigits: 4) }: this one is at least { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }% of the best possible.
design-balance = Least over most shown level: { NUMBER($balance, minimumFractionDigits: 2, maximumFractionDigits: 2) }. Largest correlation between criteria: { NUMBER($correlation, minimumFractionDigits: 2, maximumFractionDigits: 2) }.
design-balance-and-pair = Least over most shown level: { NUMBER($balance, minimumFractionDigits: 2, maximumFractionDigits: 2) }. Largest correlation between criteria: { NUMBER($correlation, minimumFractionDigits: 2, maximumFractionDigits: 2) } ({ LIST($criteria, last: "and") }).
