## practice

practice-nothing-judged = Elke casus uit de praktijk heeft een waarde die niemand beoordeelde.
practice-margins-break-rules = geen toegestane casussen hebben de waarden van { LIST($names) } zo vaak: het onderzoek combineert sommige nooit

## practice_file

practice-no-row = in deze tabel staat geen rij met een gewicht
practice-not-a-criterion = ‘{ $cell }’ is geen criterium
practice-level-twice = deze waarde staat ook op regel { $line }: { $cell }
practice-weights-all-zero = alle gewichten van { $names } zijn 0
