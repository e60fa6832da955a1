## manifest

manifest-whole-number-null = een geheel getal, of null
manifest-a-list-of-texts = een lijst met teksten
manifest-not-an-object = dit is geen JSON-object
manifest-files-object = een object: bij elke bestandsnaam sha256 en rows
manifest-file-object = een object zoals {"{"}"rows": 3, "sha256": "64 hexadecimale cijfers"{"}"}
manifest-restore = Zet het terug, of haal het weg als de antwoorden echt zijn
