## folder

folder-is-a-file = this is a file, and a folder belongs here
folder-make-study = Make one
folder-study-changed = the study has changed since { $file } was written, and { $file } no longer fits it
folder-no-study = there is no { $file } in this folder
folder-no-scenarios = { $folder } has no { $file } yet.
folder-no-answers = { $folder } has no { $file } yet.
folder-no-fit = { $folder } has no fitted model yet.
folder-no-practice = { $folder } has no { $file }: nothing tells how often practice meets what.
folder-no-cases = { $folder } has no { $file }: no casebook was exported to it.
folder-unreadable-fit = the fit cannot be read ({ $error })
folder-other-arrays = { $arrays } is not the one that belongs to { $model }
folder-fit-again = Make it again
folder-count-as-real = { $answers } is not the file that was simulated here ({ $manifest } has another sha256), so its answers count as real. If they are: remove { $manifest }. If they are not: simulate again, in another folder
folder-study-there = there is a { $file } here already; nothing was written
folder-choose-other = Choose another folder
folder-answers-of-other-study = there are real answers in this folder, and they would not fit another study; nothing was written
folder-answers-of-other-design = there are real answers in this folder, and a new design would no longer fit them; nothing was written
folder-answers-lost = there are real answers in this folder, and they would be lost; nothing was written
folder-move-answers = Use another folder, or move the answers away first
folder-file-lost = this file is not synthetic as far as is known, and it would be lost; nothing was written
folder-move-file = Use another folder, or move it away first
folder-scenarios-lost = these scenarios were made or changed by hand, and they would be lost; nothing was written
folder-move-scenarios = Use another folder, or move them away first
folder-restore-study = Restore the { $file } of then, or begin again with the new one in another folder. What no longer fits follows
