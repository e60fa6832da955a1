"""Work that takes longer than a page may: fits, charts, mail, retention."""
