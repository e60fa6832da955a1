## jobs.designing

web-launched-meanwhile = Het onderzoek is intussen gestart: de scenario’s veranderen niet meer.
web-no-design-yet = Er is nog geen opzet.

## jobs.fitting

web-too-few-answered = Er hebben { $number } van de { $minimum } deelnemers geantwoord die nodig zijn. Bij minder mag er niets worden getoond, dus er is geen model berekend. Wacht op meer antwoorden.

## jobs.mailing

web-mail-server-unreachable = De mailserver is niet bereikbaar ({ $error }). Wat nog niet is verstuurd, wacht: probeer het later opnieuw.

## jobs.reporting

web-answers-changed = De antwoorden zijn veranderd nadat dit model werd berekend, en een rapport gaat over één stand van zaken. Bereken het model opnieuw, en maak daarvan het rapport.

## queue

web-fault = Dit is een fout in Collega, niet in uw onderzoek. De beheerder van de site vindt meer in het logboek, bij taak { $number }.
web-stopped-midway = { $number } keer halverwege gestopt

## bridge

web-answers-used-together = Antwoorden worden samen gebruikt: die van minstens { $number } deelnemers die sinds de vorige keer klaar zijn, of die van iedereen als het onderzoek gesloten is. Zo ziet niemand wiens antwoorden er net bij kwamen.
web-nobody-answered-yet = Nog niemand heeft geantwoord.

## operations

web-no-backup = { $folder }: dit is geen back-up. { $name } ontbreekt. Dat bestand wordt als laatste geschreven: een back-up zonder dat bestand is niet af.
web-backup-unreadable = { $file }: dit is niet te lezen als de beschrijving van een back-up.
web-backup-changed = { $file }: dit is niet wat in de back-up is gezet. Het bestand ontbreekt, of de SHA-256 is anders dan in het manifest. Er is niets teruggezet; neem een andere back-up.
web-backup-damaged = De database in de back-up is beschadigd (PRAGMA integrity_check: { $found }). Er is niets teruggezet.
web-backup-encrypted = { $folder }: deze back-up is versleuteld. Geef het bestand met de geheime sleutel die erbij hoort.
web-wrong-identity = { $file }: hiermee is de back-up niet te ontsleutelen. In het bestand moet één geheime age-sleutel staan (AGE-SECRET-KEY-...), op een eigen regel, die hoort bij de openbare sleutel waarvoor de back-up is gemaakt. Er is niets teruggezet.
web-no-recipient = '{ $found }' is geen openbare age-sleutel. Die begint met age1; u maakt er een met age-keygen.
web-other-database = De back-up is van { $found }, en deze site gebruikt { $expected }. Zet DATABASE_URL op zo'n database. Er is niets teruggezet.
web-no-deletions = { $file }: deze lijst met verwijderingen bestaat niet. Er is niets teruggezet.
web-other-secret = De back-up is gemaakt met een ander geheim. Met dit geheim is niet te zien wat er sindsdien is verwijderd, en werken links en codes niet. Zet COLLEGA_SECRET_KEY zoals op die site; stond het geheim in COLLEGA_DATA, zet het dan ook terug. Er is niets teruggezet.
web-restore-unfinished = Terugzetten is halverwege afgebroken ({ $file } is er): wat was verwijderd, kan er weer zijn. Zet de back-up nog een keer terug; als dat klaar is, start de site.
web-no-backups-folder = Het is niet bekend waar back-ups moeten komen. Geef een map, of stel COLLEGA_BACKUPS in.
web-program-missing = '{ $name }' is niet geïnstalleerd. Het hoort bij PostgreSQL. Op Debian installeert u het met apt-get install postgresql-client.
web-program-failed = '{ $name }' is mislukt: { $found }
web-encryption-key-missing = Wat versleuteld is bewaard, is niet te lezen. Het is met een sleutel gemaakt die hier ontbreekt (die sleutel heet { $key }), of het is daarna veranderd. Zet alle eerdere sleutels na de eerste in COLLEGA_ENCRYPTION_KEYS, met komma’s ertussen.
