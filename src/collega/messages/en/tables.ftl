## causes

tables-found-on-lines = { $found } ({ $number } lines: { $places })
tables-found-in-cells = { $found } ({ $number } cells: { $places })
tables-one-more-line = 1 more line like this
tables-more-lines = { $number } more lines like these
tables-one-more-column = 1 more column like this
tables-more-columns = { $number } more columns like these

## encoding

tables-save-as-csv = Save the table as CSV, encoding UTF-8
tables-archive-not-text = this is a spreadsheet or an archive, not a text file
tables-rename-to-xlsx = Give it the extension .xlsx, or save it as CSV
tables-utf32 = this is text in UTF-32
tables-not-text-file = this is not a text file
tables-null-byte = this is not a text file: byte 0x0 stands on this line
tables-name-encoding = Name the encoding that it was saved in, or leave 'encoding' out
tables-not-in-encoding = this is not text in { $encoding }
tables-byte-not-utf8 = byte { $byte } is not UTF-8, as the rest of the file is
tables-byte-of-no-encoding = byte { $byte } is no sign of UTF-8 or Windows-1252
tables-save-original-as-utf8 = Open the original in the program that made it and save it again with encoding UTF-8

## headings

tables-name-or-remove = Give it a name, or remove it
tables-column-without-name = column { $number } has no name
tables-give-another-name = Give one of them another name
tables-column-twice = the column '{ $name }' stands here twice

## json_lines

tables-save-as-utf8 = Save it with encoding UTF-8
tables-not-a-list-of-objects = this is not a list of objects
tables-not-json = this is not JSON from character { $place } on
tables-name-twice = '{ $name }' stands here twice
tables-not-an-object = this is not an object
tables-half-sign = half of a sign stands in a text here (\ud800 to \udfff)

## limits

tables-too-many-rows = the file has too many rows
tables-too-many-cells = the file has too many cells
tables-too-many-columns = the file has too many columns
tables-too-large-unpacked = the file is too large once it is unpacked
tables-at-most-megabytes = at most { $number } MB

## parquet

tables-write-again = Write it again with the program that made it
tables-not-parquet = this file cannot be read as Parquet
tables-cells-are-lists = the cells of this column are lists
tables-one-value-a-cell = one value in each cell

## read

tables-write-in-r = Write it in R: haven::write_sav(DATA, 'answers.sav'), which keeps labels, or write.csv(DATA, 'answers.csv')
tables-save-in-its-program = Open it in its program and save it as .xlsx
tables-export-table = Export the table with the answers as .xlsx or .csv
tables-write-as-parquet = Write it as .parquet
tables-copy-into-spreadsheet = Copy the table into a spreadsheet and save that as .xlsx
tables-unpack = Unpack it, and give the table that is in it
tables-export-answers-not-questions = This describes the questions: export the answers as .csv or .sav
tables-write-in-python = In Python: DATA.to_parquet('answers.parquet')
tables-export-answers = Export the answers as .csv or .xlsx
tables-is-a-folder = this is a folder
tables-a-table-file = a table file
tables-extension-unknown = the extension '{ $extension }' is not known
tables-no-lines-around-rows = a file of the kind '{ $kind }' has no lines above or between its rows
tables-remove-rows = Remove 'header' and 'skip' where this file is named

## reading

tables-read-sheet-hidden = { $file } was read as { $kind }, sheet '{ $sheet }', which is hidden
tables-read-sheet = { $file } was read as { $kind }, sheet '{ $sheet }'
tables-read-encoding-separator = { $file } was read as { $kind }, encoding { $encoding }, separator { $sign }
tables-read-encoding = { $file } was read as { $kind }, encoding { $encoding }
tables-read-as = { $file } was read as { $kind }
tables-sheet-not-read = '{ $sheet }' ({ $reason })
tables-sheets-not-read = Sheets that were not read: { $sheets }
tables-hidden-rows = Rows that are hidden in the sheet and were read: { $number }
tables-hidden-columns = Columns that are hidden in the sheet and were read: { $names }
tables-header-line = The column names stand on line { $line }
tables-lines-left-out = Lines that were left out: { $lines }

## rows

tables-how-lines-count = Lines are counted from 1, the lines within a cell too
tables-no-row-to-skip = no row begins on this line, so it cannot be skipped
tables-no-row-for-header = no row begins on this line, so the column names cannot stand here
tables-quote-cell = Put double quotes around a cell that has the separator in it
tables-line-of-cells = this line has { $number ->
    [one] 1 cell
   *[other] { $number } cells
}
tables-as-line = { $width }, as line { $line } has

## separated

tables-cell-too-long = a cell on this line has more than { $number } characters
tables-look-whether-table = Look whether this is a table
tables-quote-not-closed = a double quote is opened here and not closed
tables-quotes-double = A quote inside a cell is written twice: ""
tables-text-after-quote = after a closing double quote there is something else than { $separator } or the end of the line

## spreadsheet

tables-not-readable = this file cannot be read as { $kind }
tables-save-as-xlsx = Open it in a spreadsheet program and save it again as .xlsx
tables-save-without-password = Open it in a spreadsheet program and save it again as .xlsx, without a password
tables-no-sheet = there is no sheet '{ $sheet }'
tables-a-chart = a chart
tables-hidden = hidden
tables-not-asked-for = not asked for
tables-not-first = not the first
tables-without-cells = without cells
tables-error-in-cell = { $what } instead of a value in { $cell }
tables-mend-formula = Mend the formula, or empty the cell where there is no answer
tables-formula-without-value = a formula without a value in { $cell }
tables-compute-formulas = Open the file in a spreadsheet program, which works the formulas out, and save it there as .xlsx
tables-number-no-date = a number that is no date in { $cell }
tables-write-date-out = Write the date out, such as 2024-03-01

## statistics

tables-save-in-spss = Open it in SPSS or PSPP and save it again as .sav
tables-save-in-stata = Open it in Stata and save it again with 'saveold'
tables-write-in-sas = Write it again in SAS
tables-statistics-not-installed = files of SPSS, Stata and SAS need the extra part 'spss', which is not installed
tables-install-statistics = Install it: pip install 'collega[spss]'

## table

tables-a-header = a first line with the column names

## write

tables-too-many-rows-for-xlsx = { $number } rows do not fit on a sheet of XLSX
tables-use-parquet-or-csv = Use Parquet or CSV
tables-text-too-long-for-xlsx = a text of { $number } signs does not fit into a cell of XLSX
tables-at-most-signs = { $number } signs
