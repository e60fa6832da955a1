# Training

## learner, trainer

training-needs-hierarchical = Voor een training is het hiërarchische model nodig; dit is { $model }.
training-group-not-shown = De groep { $characteristic }={ $value } mag niet worden getoond, dus van haar kan niemand leren. Kies een andere groep.

## words

training-more = { $sure ->
    [yes] U laat ‘{ $criterion }’ zwaarder wegen dan zij: { $points } punten.
   *[no] U lijkt ‘{ $criterion }’ zwaarder te laten wegen dan zij: ongeveer { $points } punten. Dat is waarschijnlijk, niet zeker.
}
training-less = { $sure ->
    [yes] U laat ‘{ $criterion }’ minder zwaar wegen dan zij: { $points } punten.
   *[no] U lijkt ‘{ $criterion }’ minder zwaar te laten wegen dan zij: ongeveer { $points } punten. Dat is waarschijnlijk, niet zeker.
}
training-opposite = { $sure ->
    [yes] Bij u werkt ‘{ $criterion }’ de andere kant op: het verschil is { $points } punten.
   *[no] Bij u lijkt ‘{ $criterion }’ de andere kant op te werken: het verschil is ongeveer { $points } punten. Dat is waarschijnlijk, niet zeker.
}
training-milder = { $sure ->
    [yes] Over alle casussen antwoordt u vaker positief dan zij: { $points } punten.
   *[no] Over alle casussen lijkt u vaker positief te antwoorden dan zij: ongeveer { $points } punten. Dat is waarschijnlijk, niet zeker.
}
training-stricter = { $sure ->
    [yes] Over alle casussen antwoordt u minder vaak positief dan zij: { $points } punten.
   *[no] Over alle casussen lijkt u minder vaak positief te antwoorden dan zij: ongeveer { $points } punten. Dat is waarschijnlijk, niet zeker.
}
training-unnamed = Voor hen hoorde ‘{ $criterion }’ in { $among } van uw scenario’s bij wat het zwaarst woog; in { $times } daarvan noemde u het niet als reden.
training-alike = Tot nu toe blijkt nergens dat u anders weegt dan zij.
