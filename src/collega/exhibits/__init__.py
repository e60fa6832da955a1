"""Every figure of a study, defined once: title, chart, finding, table and file name for every door."""
