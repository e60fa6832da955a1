## jobs.designing

web-launched-meanwhile = The study was launched meanwhile: its scenarios do not change any more.
web-no-design-yet = There is no design yet.

## jobs.fitting

web-too-few-answered = { $number } of the { $minimum } participants that are needed have answered. With fewer than { $minimum } (minimum_group) nothing may be shown, so no model is fitted. Wait for more answers.

## jobs.mailing

web-mail-server-unreachable = The mail server cannot be reached ({ $error }). What was not sent yet still waits: try again later.

## jobs.reporting

web-answers-changed = The answers have changed since this model was fitted, and a report is about one state of them. Fit the model again, and make the report of that fit.

## queue

web-fault = This is a fault in Collega, not in your study. Whoever runs the site finds more in its log, at job { $number }.
web-stopped-midway = stopped { $number } times in the middle

## bridge

web-answers-used-together = Answers are used together: those of at least { $number } participants who finished since the last time, or of everybody once the study is closed. So nobody can see whose answers came in.
web-nobody-answered-yet = Nobody has answered yet.

## operations

web-no-backup = { $folder }: this is no back-up. It has no { $name }, which is written last: a back-up without one was not finished.
web-backup-unreadable = { $file }: this cannot be read as what a back-up says of itself.
web-backup-changed = { $file }: this is not what was backed up. It is missing, or its SHA-256 differs from the one in the manifest. Nothing was restored; take another back-up.
web-backup-damaged = The database in the back-up is damaged (PRAGMA integrity_check: { $found }). Nothing was restored.
web-backup-encrypted = { $folder }: this back-up is encrypted. Give the file with the secret key that belongs to it.
web-wrong-identity = { $file }: the back-up cannot be decrypted with this. The file must hold one line with an age secret key (AGE-SECRET-KEY-...), of the public key that the back-up was made for. Nothing was restored.
web-no-recipient = '{ $found }' is no age public key. One begins with age1, and is made with age-keygen.
web-other-database = The back-up is of { $found }, and this site uses { $expected }. Set DATABASE_URL to a database of that kind. Nothing was restored.
web-no-deletions = { $file }: there is no such list of deletions. Nothing was restored.
web-other-secret = The back-up was made with another secret. With this one nobody can tell what was deleted since, and links and codes do not work. Set COLLEGA_SECRET_KEY as it was on that site; where it stood in COLLEGA_DATA, have the secret restored too. Nothing was restored.
web-restore-unfinished = A restore broke off halfway ({ $file } is there): what was deleted may be back. Restore once more; once that is done the site starts.
web-no-backups-folder = It is not known where back-ups go. Name a folder, or set COLLEGA_BACKUPS.
web-program-missing = '{ $name }' is not installed. It comes with PostgreSQL: on Debian, apt-get install postgresql-client.
web-program-failed = '{ $name }' failed: { $found }
web-encryption-key-missing = What is kept encrypted cannot be read: none of the keys made it (its key is called { $key }), or it was changed. Put every earlier key behind the first one in COLLEGA_ENCRYPTION_KEYS, with commas between.
