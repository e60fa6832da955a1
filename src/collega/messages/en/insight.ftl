## disclosure

insight-too-few-participants = Fewer than { $minimum } participants have answered, and the study shows nothing about so few (minimum_group). Wait for more answers.
insight-group-too-small = The group { $characteristic }={ $value } cannot be shown: it has fewer than { $minimum } participants. Ask for a larger group, or for everybody.
insight-group-one-sided = The group { $characteristic }={ $value } cannot be shown: nearly all of its answers are on one side, or that would follow for some of it, so everyone's side would be known. Ask for another group, or for everybody.
insight-group-by-subtraction = The group { $characteristic }={ $value } cannot be shown: beside the numbers of everybody and of other groups, it would tell about fewer than { $minimum } participants by subtraction ({ $groups }). Ask for another group, or for everybody.

## insights

insight-no-such-characteristic = there is no characteristic '{ $characteristic }'

## populations

insight-no-counts = No counts of the profession were given.
insight-counts-of-all = The counts are of the whole profession, and this is the share of one group.
insight-draws-deleted = The participants' own draws have been deleted, so nobody can be given a weight.
insight-profession-needs-panel = The profession needs the panel: who has which characteristic stands there.
insight-no-weight = there is no weight of { $names }
insight-weights = a weight for every participant of the fit; 0 for who does not count
insight-no-weight-above-zero = no participant of the fit has a weight above 0
insight-one-above-zero = at least one above 0
