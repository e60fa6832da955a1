## explain

study-field-missing = '{ $name }' is missing
study-add-field = Add a line '{ $name }: ...'
study-field-unknown = '{ $name }' is not known here
study-not-a-period = { $found } is not a period
study-periods = years, months, weeks or days such as P24M or P2Y
study-keys = 1 to 64 letters a-z, digits, '-' and '_', starting with a letter or a digit
study-not-a-key = { $found } is not a key
study-not-a-share-of = { $found } is not whose share can come first
study-not-a-language = { $found } is not a language
study-languages = Texts can be in nl and en
study-items = '{ $name }' has { $number ->
    [one] 1 item
   *[other] { $number } items
}
study-not-true-false = { $found } is not true or false
study-smaller-group = A smaller group would show what single people answered
study-not-in-range = { $found } is not a whole number in range
study-range = a whole number from { $least } to { $most }
study-short-too-long = '{ $text }' has { $number } characters
study-short-names = a short name of at most { $number } characters
study-period-too-short = { $found } is too short a period
study-period-too-long = { $found } is too long a period
study-period-range = a period from { $shortest } to { $longest }
study-rule-for-each-level = Write a rule for each of these levels
study-quote-text = Put the text between quotes
study-not-a-text = found { $found } where a text belongs
study-a-list-of-lines = a list: lines that start with '- '
study-not-a-rule = 'never' has { $found }
study-rule-lines = lines 'criterion: level' with at least two criteria
study-text-or-languages = a text, or lines 'nl: ...' and 'en: ...'
study-lines-of-fields = lines 'name: value' with { $names }
study-other-fault = { $message } (found { $found })

## load

study-start-from-template = Start from a template
study-not-a-study = a study is a list of 'key: value' lines

## rules

study-language-nl = Dutch (nl)
study-language-en = English (en)
study-other-has-key = Number { $number } has the same key; give one of them another
study-key-used-twice = the key '{ $key }' is used twice
study-same-text = the same text as number { $number }: '{ $text }'
study-give-another-text = Give one of them another text: people cannot tell them apart
study-same-short = the same name for readers as number { $number }: '{ $text }'
study-give-another-short = Give one of them another short name: readers cannot tell them apart
study-key-of-every-study = '{ $key }' is the name of a column that every study has
study-key-of-other-answers = '{ $key }' is the column with the other answers to '{ $question }'
study-key-of-criterion = '{ $key }' is the key of a criterion too, and both are columns of one table
study-choose-key = Choose another key
study-value-added-by-itself = '{ $key }' is added by itself
study-leave-value-out = Leave this value out
study-top-answers-positive = the top answers are positive: at least one, and not all
study-every-answer-positive = every answer is positive
study-no-answer-positive = no answer is positive
study-positive-below = '{ $answer }' is not positive but stands above a positive answer
study-answers-in-order = answers run from most negative to most positive; { $allowed }
study-rule-of-one = a forbidden combination needs at least two criteria
study-remove-level = To forbid one level, remove that level
study-not-a-criterion = '{ $found }' is not a criterion
study-not-a-level = '{ $found }' is not a level of '{ $criterion }'
study-second-self-image = a second characteristic is marked as self-image
study-at-most-one = at most one
study-language-twice = the language '{ $language }' stands there twice
study-text-empty = the text is empty
study-write-text = Write the text
study-text-missing = the text in { $language } is missing
study-add-text-or-language = Add it, or remove '{ $language }' from languages
study-not-a-template = '{ $name }' is not a template

## text

study-at-most-characters = at most { $number } characters

## yaml_source

study-save-as-utf8 = Save the file with encoding UTF-8
study-line-not-utf8 = this line is not UTF-8 text
study-file-too-long = the file is too long
study-lists-too-deep = there are too many lists within lists here
study-tab = this line begins with a tab
study-indent-with-spaces = Indent with spaces: YAML allows no tab
study-not-yaml = this is not valid YAML: { $what }
study-quote-questions = Put texts with a question mark between quotes: {"{"}nl: "Hoe oud?", en: "How old?"{"}"}
study-look-around = Look for a missing quote, a missing colon or a wrong indent on this line or the one before
study-aliases-too-large = with every alias (*) written out this file has too many values
study-sign-not-allowed = the sign U+{ $code } cannot be in a text
study-retype-sign = Remove it, or type it again
study-key-twice-in-file = '{ $key }' stands here twice (first on line { $line })
