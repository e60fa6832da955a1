## write

report-needs-fit = A report needs insights with a fit.
report-no-dutch = the study has no Dutch texts, and the register is Dutch
report-add-dutch = Add 'nl' to languages, and the texts in Dutch
report-other-answers = The fitted model is of other answers than the panel, and the register describes what is in use. Make it again.
report-not-lines = this is not a list of 'key: value' lines
report-shorten = It is computed from the study: give a shorter text of your own for this key
report-not-a-field = '{ $key }' is no field of the register to fill in
report-field-not-a-text = { $title } is not a text
report-field-too-long = { $title } is too long: it has { $number } characters
report-fewer-than = fewer than { $number }
report-field-is = { $title } is '{ $text }'
report-a-month = a year and a month, such as 2027-01
report-a-link = a link that starts with https://
report-a-contact = one e-mail address, or one link that starts with https://
report-field-not-a-list = { $title } is not a list
report-field-has-values = { $title } has { $number } values
report-not-a-title-with-link = this is not a title with a link
report-not-a-title = this is not a title that may have a link
report-the-title = the title
report-a-short-link = a link that starts with https://, of fewer than { $number } characters
report-link-is = the link is '{ $link }'
report-end-and-status = there is an Einddatum, and Status is '{ $status }'
report-end-only-out-of-use = an Einddatum only with Status 'Buiten gebruik'
