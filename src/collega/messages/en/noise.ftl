noise-no-allowed-case = The rules of the study allow no case in which colleagues could be compared.
noise-one-side = Nearly all answers are on one side, so how much colleagues differ cannot be told.
noise-no-repeats = Too few people judged the same scenario twice. So what differs from day to day cannot be told from what the model does not explain: both are in the part 'occasion', and the same colleague comes out on the other side at most as often as stated.
noise-mixed = This model (mixed) gives everybody the same weights. Differences in weighing are in the part 'occasion', and there are no figures of groups. The same colleague comes out on the other side at most as often as stated. The hierarchical model tells these apart.
noise-pooled = This model (pooled) knows no differences between people: level, pattern, occasion and the same colleague are not computed, nor groups. The hierarchical model does that.
noise-erased = The draws of single participants have been deleted: these figures are about people like them, and there are none of groups.
noise-left-out = Of practice { NUMBER($percent, maximumFractionDigits: 1) }% is left out: those cases have a level that nobody judged.
