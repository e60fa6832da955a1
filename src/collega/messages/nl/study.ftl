## explain

study-field-missing = ‘{ $name }’ ontbreekt
study-add-field = Voeg een regel ‘{ $name }: ...’ toe
study-field-unknown = ‘{ $name }’ is hier onbekend
study-not-a-period = { $found } is geen termijn
study-periods = jaren, maanden, weken of dagen, zoals P24M of P2Y
study-keys = 1 tot 64 letters a-z, cijfers, ‘-’ en ‘_’; het eerste teken is een letter of een cijfer
study-not-a-key = { $found } is geen sleutel
study-not-a-share-of = { $found } is geen aandeel dat vooraan kan staan
study-not-a-language = { $found } is geen taal
study-languages = Teksten kunnen in het Nederlands (nl) en in het Engels (en)
study-items = ‘{ $name }’ heeft { $number ->
    [one] 1 onderdeel
   *[other] { $number } onderdelen
}
study-not-true-false = { $found } is geen true of false
study-smaller-group = Een kleinere groep zou laten zien wat één mens heeft geantwoord
study-not-in-range = { $found } is geen geheel getal binnen de grenzen
study-range = een geheel getal van { $least } tot en met { $most }
study-short-too-long = ‘{ $text }’ heeft { $number } tekens
study-short-names = een korte naam van hoogstens { $number } tekens
study-period-too-short = { $found } is een te korte termijn
study-period-too-long = { $found } is een te lange termijn
study-period-range = een termijn van { $shortest } (7 dagen) tot en met { $longest } (100 jaar)
study-rule-for-each-level = Schrijf voor elk van deze waarden een regel
study-quote-text = Zet de tekst tussen aanhalingstekens
study-not-a-text = hier hoort een tekst, en er staat { $found }
study-a-list-of-lines = een lijst: regels die beginnen met ‘- ’
study-not-a-rule = bij ‘never’ staat { $found }
study-rule-lines = regels ‘criterium: waarde’ met ten minste twee criteria
study-text-or-languages = een tekst, of regels ‘nl: ...’ en ‘en: ...’
study-lines-of-fields = regels ‘naam: waarde’ met { $names }
study-other-fault = { $message } (er staat { $found })

## load

study-start-from-template = Begin met een sjabloon
study-not-a-study = een onderzoek bestaat uit regels ‘sleutel: waarde’

## rules

study-language-nl = Nederlands (nl)
study-language-en = Engels (en)
study-other-has-key = Nummer { $number } heeft dezelfde sleutel; geef een van de twee een andere
study-key-used-twice = de sleutel ‘{ $key }’ komt twee keer voor
study-same-text = dezelfde tekst als nummer { $number }: ‘{ $text }’
study-give-another-text = Geef een van beide een andere tekst: mensen kunnen ze niet uit elkaar houden
study-same-short = voor lezers dezelfde naam als nummer { $number }: ‘{ $text }’
study-give-another-short = Geef een van de twee een andere korte naam: lezers kunnen ze niet uit elkaar houden
study-key-of-every-study = ‘{ $key }’ is de naam van een kolom die elk onderzoek heeft
study-key-of-other-answers = ‘{ $key }’ is de kolom met de andere antwoorden op ‘{ $question }’
study-key-of-criterion = ‘{ $key }’ is ook de sleutel van een criterium, en allebei worden ze een kolom van dezelfde tabel
study-choose-key = Kies een andere sleutel
study-value-added-by-itself = ‘{ $key }’ komt er vanzelf bij
study-leave-value-out = Laat deze waarde weg
study-top-answers-positive = de laatste antwoorden zijn positief: ten minste één, maar niet alle
study-every-answer-positive = alle antwoorden zijn positief
study-no-answer-positive = geen enkel antwoord is positief
study-positive-below = ‘{ $answer }’ is niet positief, maar staat na een positief antwoord
study-answers-in-order = antwoorden lopen van het meest negatieve naar het meest positieve; { $allowed }
study-rule-of-one = een verboden combinatie gaat over ten minste twee criteria
study-remove-level = Mag een waarde nooit voorkomen? Haal die waarde dan weg
study-not-a-criterion = ‘{ $found }’ is geen criterium
study-not-a-level = ‘{ $found }’ is geen waarde van ‘{ $criterion }’
study-second-self-image = een tweede eigenschap is aangemerkt als zelfbeeld
study-at-most-one = ten hoogste één
study-language-twice = de taal ‘{ $language }’ staat er twee keer
study-text-empty = de tekst is leeg
study-write-text = Schrijf de tekst
study-text-missing = de tekst in het { $language } ontbreekt
study-add-text-or-language = Voeg de tekst toe, of haal ‘{ $language }’ weg bij languages
study-not-a-template = ‘{ $name }’ is geen sjabloon

## text

study-at-most-characters = ten hoogste { $number } tekens

## yaml_source

study-save-as-utf8 = Sla het bestand op met codering UTF-8
study-line-not-utf8 = deze regel is geen UTF-8-tekst
study-file-too-long = het bestand is te lang
study-lists-too-deep = hier staan te veel lijsten in elkaar
study-tab = deze regel begint met een tab
study-indent-with-spaces = Spring in met spaties: YAML staat geen tab toe
study-not-yaml = dit is geen geldige YAML: { $what }
study-quote-questions = Zet teksten met een vraagteken tussen aanhalingstekens: {"{"}nl: "Hoe oud?", en: "How old?"{"}"}
study-look-around = Kijk op deze regel en de regel ervoor: ontbreekt er een aanhalingsteken of een dubbele punt, of springt de regel verkeerd in?
study-aliases-too-large = met elke verwijzing (*) uitgeschreven heeft dit bestand te veel waarden
study-sign-not-allowed = het teken U+{ $code } kan niet in een tekst staan
study-retype-sign = Haal het weg, of typ het opnieuw
study-key-twice-in-file = ‘{ $key }’ staat hier twee keer (eerst op regel { $line })
