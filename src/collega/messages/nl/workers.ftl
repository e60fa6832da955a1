## workers

workers-not-installed = voor een cluster is dask.distributed nodig, en dat is niet geïnstalleerd ({ $error }). Installeer het: pip install 'collega[cluster]'
workers-no-address = ‘{ $address }’ is geen adres van een cluster. Toegestaan: het adres van een Dask-scheduler, zoals tcp://machine:8786; local, voor alle kernen van deze computer; of local:2, voor twee processen
workers-no-answer = op { $address } antwoordt geen Dask-scheduler ({ $error })
workers-none = de Dask-scheduler op { $address } heeft geen werkers
workers-other-version = de werkers van { $address } hebben Collega { $theirs }, en dit is { $ours }: installeer overal dezelfde versie
workers-without-collega = de werkers van { $address } kunnen Collega niet gebruiken ({ $error }): installeer het overal
workers-failed = het cluster kon het werk niet doen: { $error }
workers-not-spread = het model { $model } wordt niet over een cluster verdeeld. Kies een model waarbij dat wel kan, pooled of mixed; of laat het cluster weg
workers-by-threshold = effecten per drempel worden niet over een cluster verdeeld. Laat ze weg, of laat het cluster weg
