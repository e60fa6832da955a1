## workers

workers-not-installed = voor een cluster is dask.distributed nodig, en dat is niet geïnstalleerd ({ $error }). Installeer het: pip install 'collega[cluster]'
workers-no-address = ‘{ $address }’ is geen adres van een cluster. Toegestaan: het adres van een Dask-scheduler, zoals tcp://machine:8786; local, voor alle kernen van deze computer; of local:2, voor twee processen
workers-no-answer = op { $address } antwoordt geen Dask-scheduler ({ $error })
workers-none = de Dask-scheduler op { $address } heeft geen workers
workers-other-version = de workers van { $address } gebruiken Collega { $theirs }, en deze computer { $ours }. Installeer overal dezelfde versie
workers-without-collega = de workers van { $address } kunnen Collega niet gebruiken ({ $error }): installeer het overal
workers-failed = het cluster kon de berekening niet uitvoeren: { $error }
workers-not-spread = het model { $model } is niet over een cluster te verdelen. Kies een model waarbij dat wel kan (pooled of mixed), of laat het cluster weg
workers-by-threshold = effecten per grens zijn niet over een cluster te verdelen. Laat die effecten weg, of het cluster
