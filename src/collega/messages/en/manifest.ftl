## manifest

manifest-whole-number-null = a whole number, or null
manifest-a-list-of-texts = a list of texts
manifest-not-an-object = this is not a JSON object
manifest-files-object = an object: file name to its sha256 and rows
manifest-file-object = an object such as {"{"}"rows": 3, "sha256": "64 hex digits"{"}"}
manifest-restore = Restore it, or remove it if the answers are real
