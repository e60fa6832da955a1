## folder

folder-is-a-file = dit is een bestand, en hier hoort een map
folder-make-study = Begin met een sjabloon
folder-study-changed = het onderzoek is veranderd nadat { $file } werd geschreven, en past daar niet meer bij
folder-no-study = er staat geen { $file } in deze map
folder-no-scenarios = Er is nog geen { $file }. Stel eerst scenario’s samen.
folder-no-answers = Er is nog geen { $file }. Neem antwoorden in, of probeer het onderzoek uit met nagebootste deelnemers.
folder-no-fit = Er is nog geen keuzemodel. Bereken het eerst.
folder-no-practice = Er is nog geen { $file }: hoe vaak de praktijk wat tegenkomt, is niet bekend.
folder-no-cases = Er is nog geen { $file }: exporteer eerst het casusboek.
folder-unreadable-fit = het keuzemodel is niet te lezen ({ $error })
folder-other-arrays = { $arrays } hoort niet bij { $model }
folder-fit-again = Bereken het opnieuw
folder-count-as-real = { $answers } is niet het bestand dat hier is nagebootst ({ $manifest } heeft een andere sha256), dus tellen de antwoorden als echt. Zijn ze dat? Haal { $manifest } weg. Zijn ze het niet? Boots ze opnieuw na, in een andere map
folder-study-there = hier staat al een { $file }; er is niets geschreven
folder-choose-other = Kies een andere map
folder-answers-of-other-study = in deze map staan echte antwoorden, en die passen niet bij een ander onderzoek; er is niets geschreven
folder-answers-of-other-design = in deze map staan echte antwoorden, en een nieuwe opzet past daar niet meer bij; er is niets geschreven
folder-answers-lost = in deze map staan echte antwoorden, en die zouden verloren gaan; er is niets geschreven
folder-move-answers = Gebruik een andere map, of haal de antwoorden eerst weg
folder-file-lost = dit bestand is voor zover bekend niet nagebootst, en het zou verloren gaan; er is niets geschreven
folder-move-file = Gebruik een andere map, of haal het eerst weg
folder-scenarios-lost = deze scenario’s zijn met de hand gemaakt of veranderd, en ze zouden verloren gaan; er is niets geschreven
folder-move-scenarios = Gebruik een andere map, of haal ze eerst weg
folder-restore-study = Zet { $file } van toen terug, of begin met de nieuwe opnieuw in een andere map. Hieronder staat wat niet meer past
