## write

report-needs-fit = Voor een rapport is een keuzemodel nodig.
report-no-dutch = het onderzoek heeft geen Nederlandse teksten, en het register is Nederlands
report-add-dutch = Voeg ‘nl’ toe bij languages, en de teksten in het Nederlands
report-other-answers = Het keuzemodel is van andere antwoorden dan het panel, en het register beschrijft wat in gebruik is. Bereken het opnieuw.
report-not-lines = dit is geen lijst met regels ‘sleutel: waarde’
report-shorten = Dit komt uit het onderzoek: geef bij deze sleutel zelf een kortere tekst
report-not-a-field = ‘{ $key }’ is geen veld van het register om in te vullen
report-field-not-a-text = { $title } is geen tekst
report-field-too-long = { $title } is te lang: het zijn { $number } tekens
report-fewer-than = minder dan { $number }
report-field-is = bij { $title } staat ‘{ $text }’
report-a-month = een jaar en een maand, zoals 2027-01
report-a-link = een link die begint met https://
report-a-contact = één e-mailadres, of één link die begint met https://
report-field-not-a-list = { $title } is geen lijst
report-field-has-values = { $title } heeft { $number } waarden
report-not-a-title-with-link = dit is geen titel met een link
report-not-a-title = dit is geen titel, al dan niet met een link
report-the-title = de titel
report-a-short-link = een link die begint met https://, van minder dan { $number } tekens
report-link-is = de link is ‘{ $link }’
report-end-and-status = er is een Einddatum, en Status is ‘{ $status }’
report-end-only-out-of-use = een Einddatum alleen bij Status ‘Buiten gebruik’
