noise-no-allowed-case = De regels van het onderzoek laten geen enkele casus toe om collega’s op te vergelijken.
noise-one-side = Bijna alle antwoorden staan aan dezelfde kant. Hoeveel collega’s verschillen, is dan niet te zeggen.
noise-no-repeats = Te weinig mensen hebben hetzelfde scenario twee keer beoordeeld. Wat van dag tot dag verschilt, is daarom niet te scheiden van wat het model niet verklaart: beide zitten in het deel ‘van het moment’. Dezelfde collega komt dus hooguit zo vaak als hier staat op de andere kant uit.
noise-mixed = Dit model (mixed) geeft iedereen dezelfde gewichten. Verschil in weging zit daarom in het deel ‘van het moment’, en cijfers per groep zijn er niet. Dezelfde collega komt hooguit zo vaak als hier staat op de andere kant uit. Het hiërarchische model houdt deze delen uit elkaar.
noise-pooled = Dit model (pooled) kent geen verschillen tussen mensen. Verschil in strengheid, in weging en van het moment en dezelfde collega zijn niet berekend, en groepen ook niet. Het hiërarchische model doet dat wel.
noise-erased = De gegevens per deelnemer zijn gewist. Deze cijfers gaan over mensen zoals zij, en cijfers per groep zijn er niet meer.
noise-left-out = Van de praktijk doet { NUMBER($percent, maximumFractionDigits: 1) }% niet mee: die casussen hebben een waarde die niemand heeft beoordeeld.
