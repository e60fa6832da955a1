# Wat meer dan één kamer zegt

common-quoted = ‘{ $text }’
common-did-you-mean = Bedoelt u ‘{ $word }’?
common-did-you-mean-script = Bedoelt u ‘{ $word }’? Sommige gevonden letters lijken alleen hetzelfde: ze komen uit een ander schrift
common-group-of-lines = een groep regels ‘sleutel: waarde’
common-a-list = een lijst
common-at-least = ten minste { $bound }
common-at-most = ten hoogste { $bound }
common-true-false = true, false
common-a-text = een tekst
common-wrong-kind = bij ‘{ $name }’ staat { $found }
common-file-empty = het bestand is leeg
common-no-such-file = dit bestand is er niet
common-keep-one = Laat er één staan
common-lists-too-deep = er staan te veel lijsten in elkaar
common-no-extension = de bestandsnaam heeft geen extensie
common-column-missing = de kolom ‘{ $name }’ ontbreekt
common-key-value-lines = regels ‘sleutel: waarde’
common-one-text = één tekst
common-ambiguous-word = ‘{ $word }’ kan { LIST($keys, last: "or") } betekenen
common-and-more = { $names } en nog { $number } andere
common-forbidden-levels = deze combinatie is in het onderzoek verboden: { LIST($levels, last: "with") }
common-found = er staat { $what }
common-not-a-level = ‘{ $cell }’ is geen waarde van dit criterium
common-not-a-time = ‘{ $cell }’ is geen tijdstip
