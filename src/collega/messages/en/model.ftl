## blanks

model-all-blanks-forbidden = The 'never' rules forbid all of { $number } combinations of levels that were tried, so what the blanks may be is not known. Fill in more of the criteria, or leave out rules
model-personal-wins = A person's own answer frequencies predict held-out answers better than the { $model } model ({ NUMBER($theirs, minimumFractionDigits: 3, maximumFractionDigits: 3) } against { NUMBER($ours, minimumFractionDigits: 3, maximumFractionDigits: 3) } nats, standard error { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3) }): people use the answer scale in their own way, and the model does not follow them in that. Use it for shares over many people, not for what one person will answer. Look at how each person spreads the answers before you explain differences between people; fewer or better described answers help a next study.
model-predicts-better = The { $name } model predicts held-out answers better than the { $model } model, by { NUMBER($gain, minimumFractionDigits: 3, maximumFractionDigits: 3) } nats (standard error { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3) }). Fit it and compare the findings
model-chosen-without-repeats = Fewer than two participants judged different scenarios, so participants cannot be told apart.
model-chosen-for-many-people = { $people } participants took part: from { $many } on it can be learned how they differ in what they weigh.
model-chosen-for-few-people = With { $people } participants it can hardly be learned how they differ in what they weigh (that takes { $many }), and { NUMBER($answers, maximumFractionDigits: 0) } answers for each part-worth need no prior (that takes { $needed }).
model-chosen-for-few-answers = With { $people } participants there are { NUMBER($answers, maximumFractionDigits: 0) } answers for each part-worth to be estimated. With fewer than { $needed }, or scenarios that do not tell all levels apart, a prior is needed.
model-chosen-by-name = This model was asked for by name.

## counted

model-one-answer-only = All answers are the same one, so they tell nothing about the criteria. More different answers are needed.

## crossing

model-thresholds-cross = the thresholds { $first } and { $second } pass each other in cases with { $case }: the answers between them count as probability 0 there, and shares of positive answers stay as they are

## estimate

model-no-such-model = There is no model '{ $model }'. Allowed: { $names }. { $hint }
model-no-such-coding = There is no coding '{ $coding }'. Allowed: { $names }. { $hint }
model-same-effects-everywhere = The { $model } model has the same effects at every threshold. For effects by threshold take the model pooled.
model-no-answers = There is no answer of an included participant, so nothing can be fitted.
model-effects-coding-only = The hierarchical model reports effects coding only. For coefficients against a first level take the model mixed or pooled.

## held_out

model-nothing-to-validate = Validation needs participants who judged more than one scenario.

## hierarchical.fit

model-scale-use-needs-three = With two answers there is one threshold, which the intercept moves already, so people cannot use the scale in their own ways. Leave out 'scale_use', or give the study three answers.
model-threshold = threshold { $low }|{ $high }
model-importance-of = importance of { $criterion }
model-differences-in = differences in { $criterion }
model-differences-in-intercept = differences in the intercept
model-average-share = average share
model-differences-in-scale-use = differences in use of the scale
model-chains-disagree = NOT CONVERGED: the chains do not agree yet (R-hat { NUMBER($r_hat, minimumFractionDigits: 3, maximumFractionDigits: 3) }, allowed { $allowed }; effective sample size { NUMBER($size, maximumFractionDigits: 0) }, needed { NUMBER($needed, maximumFractionDigits: 0) }; worst: { $worst }). Do not rely on these numbers; fit again with another seed, or with fewer criteria or more answers

## large

model-approximated = everyone's own weights are an approximation: so many people are not sampled whole. The model was sampled on { NUMBER($sampled) } of { NUMBER($people) } participants, drawn at random; the answers of all others were added by expectation propagation
model-population-not-settled = NOT CONVERGED: the population was still moving after { NUMBER($passes) } steps over the answers of everybody. Do not rely on these numbers; fit again with another seed
model-add-to-large-only = Only the fit of a large panel can be added to: one that was sampled on some of its participants. Fit this one anew, it takes little time.
model-add-too-many = { NUMBER($added) } people are new since the panel was fitted whole, more than { NUMBER($percent, maximumFractionDigits: 0) }% of those who were there then. Fit it anew.
model-add-changed = Participants of the fit have left, or answered differently, since: people cannot be added to it. Fit it anew.
model-add-other-characteristics = The fit knows other characteristics of participants, or other values of them, than the study has now: people cannot be added to it. Fit it anew.
model-without-representatives = The fit has no draws that stand for these { NUMBER($people) } people, so nothing can be computed about them. Fit it anew.

## mixed

model-one-scenario-each = Nobody judged more than one scenario, so differences between participants cannot be told from chance in single answers. Use the model 'pooled'.
model-spread-penalised = everyone gave nearly the same answer throughout, so that differences between participants have no finite estimate: a penalty (normal, standard deviation { NUMBER($deviation) } logits on the intercepts' standard deviation) keeps it finite
model-no-spread = the participants' intercepts do not differ: the mixed model equals the pooled one here

## penalty

model-penalised = a penalty (normal, standard deviation { $deviation } logits on every part-worth) keeps the estimates finite

## personal

model-profile-needs-hierarchical = A personal profile needs the population of a hierarchical fit; this is a { $model } fit. Fit the hierarchical model for that.

## persons

model-knows-no-groups = The { $model } model knows no differences between groups. Fit the hierarchical model for that.
model-without-draws = This fit has neither draws nor estimates. Make it again.

## pooled

model-no-maximum = NOT CONVERGED: the maximum of the likelihood was not reached

## pooled_by_threshold

model-none-by-threshold = no criterion demonstrably has other effects at other thresholds: the model has one effect of each
model-thresholds-held = thresholds would pass each other at scenarios that were judged; they were held in order, and an answer between two that coincide has probability 0 there
model-effects-by-threshold = effects by threshold: { $criteria }. Their part-worths and importance are those at { $low }|{ $high }, where answers become positive
model-no-such-criterion = There is no criterion '{ $key }' for effects by threshold. Allowed: { $names }. { $hint }
model-one-threshold-only = Only two different answers were given, so there is one threshold, and no effects by threshold to fit.
model-one-level-judged = Fewer than two levels of '{ $key }' were judged, so it has no effect at any threshold. Leave it out of the effects by threshold.

## population

model-no-draws-to-erase = Only a hierarchical fit has draws of persons; the other models need no erasure.
model-no-population = Only a hierarchical fit describes a population to draw persons from.

## predictions

model-prediction-without-draws = The hierarchical model gave no draws, so nothing can be predicted.
model-prediction-without-estimates = The { $model } model gave no estimates, so nothing can be predicted.

## profession

model-profession-absent = Of a part of the profession nobody took part, and it is more than { NUMBER($percent, maximumFractionDigits: 0) }%: { $cells }. Invite people of that part, or give counts in which it is taken together with others.
model-absent-cell = { $cell } ({ NUMBER($percent, maximumFractionDigits: 0) }%)
model-nothing-to-weigh = The { $model } model knows no differences between groups, so there is nothing to weigh by the counts of the profession. Fit the hierarchical model for that.
model-margins-unknown = The margins of the profession cannot be raked: of no participant all of { $names } are known, or may be used. Leave a characteristic out.
model-margins-of-nobody = The margins of the profession give a count to nobody who took part.

## raking

model-margins-unreachable = The margins of the profession cannot be raked: no weights of the combinations of characteristics that occur among the participants add up to them. Give the counts of combinations instead, or leave a characteristic out.

## stale

model-of-other-study = The fitted model is of another version of the study: its criteria, levels or answers have changed. Make it again.
model-not-fitted-to-the-end = NOT CONVERGED: the { $model } model was not fitted to the end; do not rely on it
model-out-of-date = The fitted model is OUT OF DATE: it was made from other answers than those here now. Make it again
