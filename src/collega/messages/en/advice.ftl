# The virtual colleague's answer

## own_advice

advice-same = Your own advice was “{ $own }”. An estimated { $same } of these { $n } { $kind } would answer the same ({ $share })
advice-side = { $same }, and { $side } would be on the same side ({ $of }).
advice-positive = positive
advice-negative = not positive
advice-simulated = simulated professionals

## percentages

advice-range-between = between { $low } and { $high }
advice-range-from = from { $low } to { $high }
advice-range-about = about { $high }
advice-range-to = { $low } to { $high }

## share_words

advice-share-participants = Of these { $n } { $kind }{ $who } an estimated { $share } would advise positively.
advice-share-colleagues = Of colleagues like these { $n } { $kind }{ $who } an estimated { $share } would advise positively.
advice-share-profession = Of the whole profession an estimated { $share } would advise positively.
advice-share-reach = { $blank ->
    [one] Of these { $n } { $kind }{ $who } an estimated { $range } would advise positively, depending on the one criterion that is still open.
   *[other] Of these { $n } { $kind }{ $who } an estimated { $range } would advise positively, depending on the { $blank } criteria that are still open.
}
advice-share-average = On average over all ways to complete the case it is { $share }.
advice-share-average-colleagues = On average over all ways to complete the case it is { $share } of colleagues like them.
advice-share-average-profession = On average over all ways to complete the case it is { $share } of the whole profession.
advice-share-interval = With 90% certainty that { $what } lies { $range }.
advice-share-interval-posterior = For all people like them that { $what } lies, with 90% certainty, { $range }.
advice-share-confidence = The 90% confidence interval runs { $range }.
advice-share-confidence-population = For all people like them the 90% confidence interval runs { $range }.
advice-share-share = share
advice-share-mean = average
advice-share-alike = What is still open hardly matters for that.
advice-share-others-too = That allows for other colleagues who could have taken part.
advice-share-weighed = For this the participants were weighted by the numbers in the profession.
advice-beside-participants = Of the participants: { $share }
advice-beside-colleagues = Of colleagues like them: { $share }
advice-beside-profession = Of the profession: { $share }
advice-beside-rest = What follows is about the participants.
