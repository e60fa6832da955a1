## workers

workers-not-installed = a cluster needs dask.distributed, and it is not installed ({ $error }). Install it: pip install 'collega[cluster]'
workers-no-address = '{ $address }' is not the address of a cluster. Allowed: the address of a Dask scheduler, such as tcp://machine:8786; local, for all cores of this machine; or local:2, for two processes
workers-no-answer = no Dask scheduler answers at { $address } ({ $error })
workers-none = the Dask scheduler at { $address } has no workers
workers-other-version = the workers at { $address } have Collega { $theirs }, and this is { $ours }: install the same on all of them
workers-without-collega = the workers at { $address } cannot run Collega ({ $error }): install it on all of them
workers-failed = the cluster could not do the work: { $error }
workers-not-spread = the { $model } model is not spread over a cluster. Choose one that is, pooled or mixed; or leave the cluster out
workers-by-threshold = effects by threshold are not spread over a cluster. Leave them out, or leave the cluster out
