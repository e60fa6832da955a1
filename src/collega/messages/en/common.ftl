# What more than one room says

common-quoted = '{ $text }'
common-did-you-mean = Did you mean '{ $word }'?
common-did-you-mean-script = Did you mean '{ $word }'? Some letters that were found only look the same: they are of another script
common-group-of-lines = a group of 'key: value' lines
common-a-list = a list
common-at-least = at least { $bound }
common-at-most = at most { $bound }
common-true-false = true, false
common-a-text = a text
common-wrong-kind = '{ $name }' is { $found }
common-file-empty = the file is empty
common-no-such-file = there is no such file
common-keep-one = Keep one of them
common-lists-too-deep = too many lists within lists
common-no-extension = the file name has no extension
common-column-missing = the column '{ $name }' is missing
common-key-value-lines = 'key: value' lines
common-one-text = one text
common-ambiguous-word = '{ $word }' can mean { LIST($keys, last: "or") }
common-and-more = { $names } and { $number } more
common-forbidden-levels = the study never combines { LIST($levels, last: "with") }
common-found = found { $what }
common-not-a-level = '{ $cell }' is not a level
common-not-a-time = '{ $cell }' is not a time
