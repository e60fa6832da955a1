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

web-fault = Dit is een fout in Collega, niet in uw onderzoek. Wie de site beheert, vindt meer in het logboek, onder taak { $number }.
web-stopped-midway = { $number } keer halverwege gestopt

## bridge

web-answers-used-together = Antwoorden worden samen gebruikt: die van minstens { $number } deelnemers die sinds de vorige keer klaar zijn, of die van iedereen als het onderzoek gesloten is. Zo ziet niemand wiens antwoorden er net bij kwamen.
web-nobody-answered-yet = Nog niemand heeft geantwoord.
