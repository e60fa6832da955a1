## arrange

panel-no-answer-column = in geen enkele kolom staan antwoorden op een scenario
panel-no-column-like = { $file } heeft geen kolom zoals ‘{ $name }’
panel-no-column = { $file } heeft geen kolom ‘{ $name }’

## counts_file

panel-counts = 0 of meer, zoals 120 of 12.5, zonder punten tussen duizendtallen
panel-count-of-declined = Wat iemand vindt die dit niet wil delen, is niet bekend: tel daarom iedereen bij een waarde
panel-no-count = in deze tabel staat geen rij met een aantal
panel-no-characteristic-column = geen kolom heeft de sleutel van een eigenschap
panel-no-characteristics = geen: dit onderzoek vraagt geen eigenschappen
panel-not-a-value = ‘{ $cell }’ is geen waarde van { $characteristic }
panel-not-a-count = ‘{ $cell }’ is geen aantal
panel-not-a-weight = ‘{ $cell }’ is geen gewicht
panel-every-count-zero = elk aantal is 0
panel-every-weight-zero = elk gewicht is 0
panel-a-weight-above-zero = ten minste één gewicht boven 0
panel-unknown-characteristic = ‘{ $cell }’ is geen eigenschap van dit onderzoek
panel-cell-twice = deze combinatie staat ook op regel { $line }: { $cell }
panel-value-twice = deze waarde staat ook op regel { $line }: { $cell }
panel-participant-twice = deze deelnemer staat ook op regel { $line }: { $cell }
panel-counts-all-zero = alle aantallen van { $names } zijn 0
panel-a-count-above-zero = ten minste één aantal boven 0
panel-count-once = Geef elk aantal één keer, bij elkaar opgeteld

## doubles

panel-same-answers = deze deelnemers gaven op elk scenario hetzelfde antwoord, en dat is geen toeval: { $names }. Is het één persoon, of zijn er rijen gekopieerd? Houd er dan één over
panel-together = { LIST($names) }

## doubts

panel-alike-names = deze deelnemers verschillen alleen in hoofdletters, spaties of nullen vooraan, en tellen elk als persoon: { $names }. Gaat het om één persoon? Schrijf de naam dan overal hetzelfde
panel-milliseconds = de helft van de antwoorden kostte { NUMBER($seconds, maximumFractionDigits: 0) } seconden of meer, dat is { NUMBER($minutes, maximumFractionDigits: 0) } minuten: zijn het milliseconden? Deel ze dan door 1000 en lees ze opnieuw in

## intake

panel-scenarios-apart = bij een tabel met één rij per deelnemer moeten de scenario’s er apart bij
panel-give-scenarios = Geef de scenario’s erbij, of stel ze samen
panel-rows-without-answer = Rijen zonder antwoord die zijn weggelaten: { $number }
panel-scenarios-without-column = Scenario’s waar geen kolom over gaat: { $names }
panel-levels-unknown = het is niet bekend welke waarden de scenario’s hebben
panel-give-scenarios-or-columns = Geef de scenario’s erbij, of zet ze naast de antwoorden: een kolom voor { $criteria }

## levels

panel-other-level-in-design = ‘{ $level }’ is niet wat scenario ‘{ $scenario }’ in de opzet heeft
panel-no-scenario-with-levels = geen scenario van de opzet heeft de waarden van deze rij
panel-correct-levels = Verbeter de waarden, of voeg het scenario toe aan de opzet

## limits

panel-one-answer = iedereen gaf op elk scenario hetzelfde antwoord: de criteria zijn niet te wegen
panel-unjudged-levels = niemand beoordeelde een scenario met { LIST($about) }: daarvoor is er geen getal, en gemiddelden laten het weg
panel-few-judges = minder dan { $n } deelnemers beoordeelden een scenario met { LIST($about) }: de getallen daarvan beschrijven alleen die paar mensen, en de intervallen kunnen veel te smal zijn
panel-unused-answers = niemand gaf het antwoord { LIST($about, last: "or") }: hoe groot de kans daarop is, volgt niet uit de antwoorden
panel-tied-criteria = de beoordeelde scenario’s houden niet alle waarden van { LIST($about) } uit elkaar: de getallen daarvan rusten deels op een aanname van het model. Daar zijn andere scenario’s voor nodig
panel-extreme-levels = deze waarden kregen altijd hetzelfde uiterste antwoord: { LIST($about) }; hoe zwaar ze wegen, rust op een aanname van het model, want de antwoorden stellen er geen grens aan
panel-separated-criteria = de antwoorden volgen zonder uitzondering de waarden van { LIST($about) }: hoe zwaar die wegen, rust op een aanname van het model, want de antwoorden stellen er geen grens aan
panel-nearly-one-side = bij sommige scenario’s staan bijna alle antwoorden aan dezelfde kant, en uit de andere scenario’s alleen blijkt niet hoe zwaar alle waarden wegen: dat rust deels op een aanname van het model
panel-one-participant = er is maar één deelnemer: de antwoorden zeggen niets over anderen
panel-few-participants = er zijn { $n } deelnemers, niet meer dan het aantal getallen dat te schatten is: intervallen over anderen zijn te smal
panel-one-answer-each = niemand beoordeelde meer dan één scenario: hoe ver mensen verschillen, is niet te scheiden van toeval in losse antwoorden
panel-dominant-participant = van alle antwoorden komt meer dan een kwart van één deelnemer: getallen waarin elk antwoord even zwaar telt, beschrijven vooral die deelnemer
panel-uniform-sets = bij de meeste reeksen scenario’s gaf iedereen steeds hetzelfde antwoord: verschillen tussen scenario’s zijn niet te scheiden van verschillen tussen mensen
panel-uniform-participants = de meeste deelnemers gaven op elk scenario hetzelfde antwoord: hun antwoorden zeggen nauwelijks hoe de criteria wegen
panel-unshared-scenarios = geen enkel scenario is door meer dan één deelnemer beoordeeld: in hoeverre zij het over hetzelfde scenario eens zijn, is niet te zeggen
panel-confounded-groups = de groepen van { LIST($about) } beoordeelden andere waarden: of de groepen verschillen, is niet te scheiden van wat de waarden doen
panel-unjudged-in-group = niemand in deze groep beoordeelde een scenario met deze waarden; wat daar over de groep staat, komt dus van de anderen: { $about }
panel-in-group = { $group } ({ LIST($names) })

## participants

panel-two-values = deelnemer ‘{ $participant }’ heeft hier ‘{ $value }’ en op regel { $line } ‘{ $other }’
panel-same-value-in-all-rows = Geef iedereen in elke rij dezelfde waarde
panel-column-of-both = de kolom ‘{ $name }’ is er een van de deelnemers, en ook die met antwoorden op een scenario met die naam
panel-rename-scenario-columns = Geef de kolommen van de scenario’s andere namen, en noem die bij ‘wide’ in een vertaalbestand
panel-not-synthetic-or-real = ‘{ $cell }’ zegt niet of dit is nagebootst
panel-partly-synthetic = sommige rijen zijn nagebootst en andere niet
panel-import-one = Neem een van beide in

## read

panel-one-row-each = Geef iedereen één rij
panel-row-twice = ‘{ $cell }’ heeft al een rij in de tabel
panel-unknown-participant = ‘{ $cell }’ staat niet in de tabel met deelnemers
panel-unknown-scenario = ‘{ $cell }’ is geen scenario van de opzet
panel-unknown-answer = ‘{ $cell }’ is geen antwoord van het onderzoek
panel-unknown-version = ‘{ $cell }’ is geen versie van de opzet
panel-unknown-value = ‘{ $cell }’ is geen waarde van ‘{ $characteristic }’
panel-not-true-or-false = ‘{ $cell }’ is geen true of false
panel-not-a-number = ‘{ $cell }’ is hier geen goed getal
panel-position-twice = plaats ‘{ $cell }’ staat er twee keer bij deze deelnemer
panel-scenario-of-other-version = scenario ‘{ $cell }’ hoort niet bij de versie van deze deelnemer
panel-a-position = een geheel getal vanaf 1
panel-seconds = een aantal seconden, 0 of meer
panel-no-answer = er staat geen antwoord in deze tabel
panel-positions = Een herhaald scenario heeft een eigen plaats; laat de plaats leeg als die onbekend is
panel-correct-version = Verbeter de versie van deze deelnemer, of het scenario hier
panel-undeclared-repeats = { $number ->
    [one] 1 antwoord is
   *[other] { $number } antwoorden zijn
} van iemand die hetzelfde scenario al eerder beantwoordde, zonder plaats erbij, terwijl de opzet het één keer toont. Zijn er rijen dubbel? Haal ze weg: nu tellen ze in elke schatting twee keer. Beoordeelden mensen het opnieuw? Laat scenarios.csv het scenario dan even vaak tonen. Tot die tijd zijn dit geen herhalingen

## twice

panel-second-row-ways = Haal weg wat te veel is, of zet ‘participant_twice: last’ (of first) in een vertaalbestand. Is er een rij per antwoord? Noem de kolom met antwoorden dan ‘answer’
panel-second-row = ‘{ $cell }’ heeft een tweede rij
panel-twice-left-out = Rijen die ‘participant_twice: { $which }’ weglaat: { $number } (regel { $lines })
panel-answered-already = deze deelnemer heeft al een antwoord op dit scenario, en de opzet toont het één keer: ‘{ $who }’ en ‘{ $scenario }’ staan ook op regel { $line }
panel-answered-already-ways = Haal weg wat er dubbel in staat. Beoordeelden mensen een scenario opnieuw? Zet ‘repeats: true’ in een vertaalbestand, of geef elk antwoord zijn plaats. Vulde iemand twee keer in? Zet er dan ‘participant_twice: last’ in
panel-export-over-study = een export hier zou het onderzoek zelf overschrijven; er is niets geschreven
panel-over-study = dit zou hier het onderzoek zelf overschrijven; er is niets geschreven
panel-choose-other-target = Kies een andere map of bestandsnaam
panel-other-extension = de extensie is ‘{ $extension }’
panel-name-file = Noem het bestand { $name }
panel-other-format = de opmaak is { $format } en de extensie ‘{ $extension }’
panel-unknown-format = ‘{ $format }’ is geen opmaak voor een export

## flags

panel-straight-lining = gaf op alle { $number } scenario’s hetzelfde antwoord ({ $nl })
panel-too-fast = nam per scenario { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } seconden, het panel meestal { NUMBER($usual, minimumFractionDigits: 1, maximumFractionDigits: 1) }
panel-contradiction = gaf bij { $number } van de { $of } herhaalde scenario’s een tegengesteld antwoord

## partitions

panel-partition-alone = het bijbehorende { $file } ontbreekt
panel-partition-pairs = Bij elk bestand in answers/ hoort er een met dezelfde naam in participants/, met dezelfde mensen; of laat participants/ helemaal weg
panel-partition-is-a-folder = dit is een map, en een partitie is één bestand
panel-partition-files = Zet de bestanden uit deze map bij de andere, in answers/ en participants/, en haal de map weg
panel-in-two-partitions = ‘{ $participant }’ staat ook in { $file }
panel-one-partition-each = Zet iemand met alle antwoorden in één en dezelfde partitie
panel-more-in-two-partitions = ook { $number } andere deelnemers staan in twee partities
panel-csv-and-parquet = { $file } staat naast { $other }, en nergens blijkt welk van de twee geldt
panel-one-kind = Houd het bestand dat klopt, en haal het andere uit de map
