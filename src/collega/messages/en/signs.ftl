## drawing

signs-no-font = { $places }: the report has no font for { $signs }, and shows { $substitute } instead
signs-install-fonts = Use other signs, or install fonts that have these: on Debian apt-get install { $packages }, elsewhere a folder with the Noto fonts that { $setting } names
