## causes

tables-found-on-lines = { $found } ({ $number } regels: { $places })
tables-found-in-cells = { $found } ({ $number } cellen: { $places })
tables-one-more-line = nog 1 keer hetzelfde
tables-more-lines = nog { $number } keer hetzelfde
tables-one-more-column = nog 1 zo’n kolom
tables-more-columns = nog { $number } van zulke kolommen

## encoding

tables-save-as-csv = Sla de tabel op als CSV, codering UTF-8
tables-archive-not-text = dit is een rekenblad of een archief, geen tekstbestand
tables-rename-to-xlsx = Geef het de extensie .xlsx, of sla het op als CSV
tables-utf32 = dit is tekst in UTF-32
tables-not-text-file = dit is geen tekstbestand
tables-null-byte = dit is geen tekstbestand: op deze regel staat byte 0x0
tables-name-encoding = Noem de codering waarin het is opgeslagen, of laat ‘encoding’ weg
tables-not-in-encoding = dit is geen tekst in { $encoding }
tables-byte-not-utf8 = byte { $byte } is geen UTF-8, en de rest van het bestand wel
tables-byte-of-no-encoding = byte { $byte } is geen teken van UTF-8 of Windows-1252
tables-save-original-as-utf8 = Open het origineel in het programma waar het vandaan komt en sla het opnieuw op met codering UTF-8

## headings

tables-name-or-remove = Geef de kolom een naam, of haal de kolom weg
tables-column-without-name = kolom { $number } heeft geen naam
tables-give-another-name = Geef een van de twee een andere naam
tables-column-twice = de kolom ‘{ $name }’ staat er twee keer

## json_lines

tables-save-as-utf8 = Sla het op met codering UTF-8
tables-not-a-list-of-objects = dit is geen lijst van objecten
tables-not-json = dit is geen JSON vanaf teken { $place }
tables-name-twice = ‘{ $name }’ staat hier twee keer
tables-not-an-object = dit is geen object
tables-half-sign = hier staat de helft van een teken in een tekst (\ud800 tot \udfff)

## limits

tables-too-many-rows = het bestand heeft te veel rijen
tables-too-many-cells = het bestand heeft te veel cellen
tables-too-many-columns = het bestand heeft te veel kolommen
tables-too-large-unpacked = het bestand is uitgepakt te groot
tables-at-most-megabytes = ten hoogste { $number } MB

## parquet

tables-write-again = Maak het opnieuw met het programma waar het vandaan komt
tables-not-parquet = dit bestand is niet als Parquet te lezen
tables-cells-are-lists = de cellen van deze kolom zijn lijsten
tables-one-value-a-cell = één waarde per cel

## read

tables-write-in-r = Schrijf het in R weg: haven::write_sav(DATA, 'answers.sav'), dat de labels bewaart, of write.csv(DATA, 'answers.csv')
tables-save-in-its-program = Open het in het eigen programma en sla het op als .xlsx
tables-export-table = Exporteer de tabel met de antwoorden als .xlsx of .csv
tables-write-as-parquet = Schrijf het weg als .parquet
tables-copy-into-spreadsheet = Kopieer de tabel naar een rekenblad en sla dat op als .xlsx
tables-unpack = Pak het uit en geef de tabel die erin zit
tables-export-answers-not-questions = Hierin staan de vragen: exporteer de antwoorden als .csv of .sav
tables-write-in-python = In Python: DATA.to_parquet('answers.parquet')
tables-export-answers = Exporteer de antwoorden als .csv of .xlsx
tables-is-a-folder = dit is een map
tables-a-table-file = een bestand met een tabel
tables-extension-unknown = de extensie ‘{ $extension }’ is onbekend
tables-no-lines-around-rows = een bestand van de soort ‘{ $kind }’ heeft geen regels boven of tussen zijn rijen
tables-remove-rows = Haal ‘header’ en ‘skip’ weg waar dit bestand wordt genoemd

## reading

tables-read-sheet-hidden = { $file } is gelezen als { $kind }, blad ‘{ $sheet }’, dat verborgen is
tables-read-sheet = { $file } is gelezen als { $kind }, blad ‘{ $sheet }’
tables-read-encoding-separator = { $file } is gelezen als { $kind }, codering { $encoding }, scheidingsteken { $sign }
tables-read-encoding = { $file } is gelezen als { $kind }, codering { $encoding }
tables-read-as = { $file } is gelezen als { $kind }
tables-sheet-not-read = ‘{ $sheet }’ ({ $reason })
tables-sheets-not-read = Bladen die niet zijn gelezen: { $sheets }
tables-hidden-rows = Rijen die in het blad verborgen zijn en wel zijn gelezen: { $number }
tables-hidden-columns = Kolommen die in het blad verborgen zijn en wel zijn gelezen: { $names }
tables-header-line = De namen van de kolommen staan op regel { $line }
tables-lines-left-out = Overgeslagen regels: { $lines }

## rows

tables-how-lines-count = Regels tellen vanaf 1, ook de regels binnen een cel
tables-no-row-to-skip = op deze regel begint geen rij, dus overslaan kan niet
tables-no-row-for-header = op deze regel begint geen rij, dus de namen van de kolommen kunnen hier niet staan
tables-quote-cell = Zet een cel waarin het scheidingsteken staat tussen dubbele aanhalingstekens
tables-line-of-cells = deze regel heeft { $number ->
    [one] 1 cel
   *[other] { $number } cellen
}
tables-as-line = { $width }, net als regel { $line }

## separated

tables-cell-too-long = een cel op deze regel heeft meer dan { $number } tekens
tables-look-whether-table = Kijk of dit wel een tabel is
tables-quote-not-closed = hier begint een dubbel aanhalingsteken dat niet wordt gesloten
tables-quotes-double = Een aanhalingsteken binnen een cel schrijft u dubbel: ""
tables-text-after-quote = na een sluitend dubbel aanhalingsteken staat iets anders dan { $separator } of het einde van de regel

## spreadsheet

tables-not-readable = dit bestand is niet als { $kind } te lezen
tables-save-as-xlsx = Open het in een rekenprogramma en sla het opnieuw op als .xlsx
tables-save-without-password = Open het in een rekenprogramma en sla het opnieuw op als .xlsx, zonder wachtwoord
tables-no-sheet = er is geen blad ‘{ $sheet }’
tables-a-chart = een grafiek
tables-hidden = verborgen
tables-not-asked-for = niet gevraagd
tables-not-first = niet het eerste
tables-without-cells = zonder cellen
tables-error-in-cell = { $what } in plaats van een waarde in { $cell }
tables-mend-formula = Herstel de formule, of maak de cel leeg als er geen antwoord is
tables-formula-without-value = een formule zonder waarde in { $cell }
tables-compute-formulas = Open het bestand in een rekenprogramma, dat de formules uitrekent, en sla het daar op als .xlsx
tables-number-no-date = een getal dat geen datum is in { $cell }
tables-write-date-out = Schrijf de datum voluit, zoals 2024-03-01

## statistics

tables-save-in-spss = Open het in SPSS of PSPP en sla het opnieuw op als .sav
tables-save-in-stata = Open het in Stata en sla het opnieuw op met ‘saveold’
tables-write-in-sas = Maak het opnieuw in SAS
tables-statistics-not-installed = voor bestanden van SPSS, Stata en SAS is het onderdeel ‘spss’ nodig, en dat is niet geïnstalleerd
tables-install-statistics = De beheerder installeert het met: pip install 'collega[spss]'

## table

tables-a-header = een eerste regel met de namen van de kolommen

## write

tables-too-many-rows-for-xlsx = { $number } rijen passen niet op een blad van XLSX
tables-use-parquet-or-csv = Gebruik Parquet of CSV
tables-text-too-long-for-xlsx = een tekst van { $number } tekens past niet in een cel van XLSX
tables-at-most-signs = { $number } tekens
