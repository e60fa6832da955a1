# Why a test of the model was not made

check-both = { $one }; { $other }
check-crossing = freed, the thresholds pass each other: an answer would get a probability below zero
check-few-judges = too few participants judged it
check-few-people = too few participants, or all of them alike
check-no-finite-maximum = already without freed effects the likelihood has no single, finite maximum
check-no-positions = the answers have no place in the interview
check-no-room = the criteria already follow its answers exactly, or all who judged it answered alike
check-no-test-by-participants = too few participants, or all of them alike: no test by participants
check-no-times = the participants have no day on which they took part
check-not-converged = freed, the maximum of the likelihood was not reached
check-nothing-to-free = the scenarios do not tell its levels apart, from each other or from other criteria
check-nothing-to-stretch = with fewer than three different answers there is one threshold, and nothing to stretch
check-one-scenario-each = nobody judged more than one scenario
check-one-threshold = with fewer than three different answers there is one threshold, and nothing to compare
check-one-week = too few participants took part in other weeks than most
check-pair-not-told-apart = the scenarios do not tell the pair from the criteria by themselves
check-same-order = everybody judged the scenarios in the same order, so its effect cannot be told from theirs
check-too-little-left = the answers leave too little beside everyone's own weights to see it by
