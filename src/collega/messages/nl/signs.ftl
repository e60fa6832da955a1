## drawing

signs-no-font = { $places }: het rapport heeft geen lettertype voor { $signs } en toont { $substitute } op die plaats
signs-install-fonts = Gebruik andere tekens, of vraag de beheerder van de site om lettertypen die deze tekens hebben (de Noto-lettertypen)
