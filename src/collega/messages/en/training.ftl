# Training

## learner, trainer

training-needs-hierarchical = A training needs the hierarchical model; this one is { $model }.
training-group-not-shown = The group { $characteristic }={ $value } may not be shown, so nobody can learn from it. Choose another group.

## words

training-more = { $sure ->
    [yes] You give “{ $criterion }” more weight than they do: { $points } points.
   *[no] You seem to give “{ $criterion }” more weight than they do: about { $points } points. That is likely, not certain.
}
training-less = { $sure ->
    [yes] You give “{ $criterion }” less weight than they do: { $points } points.
   *[no] You seem to give “{ $criterion }” less weight than they do: about { $points } points. That is likely, not certain.
}
training-opposite = { $sure ->
    [yes] “{ $criterion }” works the other way for you: the difference is { $points } points.
   *[no] “{ $criterion }” seems to work the other way for you: the difference is about { $points } points. That is likely, not certain.
}
training-milder = { $sure ->
    [yes] Over all cases you answer positively more often than they do: { $points } points.
   *[no] Over all cases you seem to answer positively more often than they do: about { $points } points. That is likely, not certain.
}
training-stricter = { $sure ->
    [yes] Over all cases you answer positively less often than they do: { $points } points.
   *[no] Over all cases you seem to answer positively less often than they do: about { $points } points. That is likely, not certain.
}
training-unnamed = For them “{ $criterion }” was among what weighed most in { $among } of your scenarios; in { $times } of those you did not name it as a reason.
training-alike = So far nothing shows that you weigh otherwise than they do.
