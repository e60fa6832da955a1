"""A study in which every field of every part is set."""

EVERYTHING = """
key: small
title: {nl: Titel, en: Title}
languages: [en, nl]
introduction: {nl: "Een alinea.\\n\\nNog een.", en: "A paragraph.\\n\\nOne more."}
context: [{nl: Altijd zo., en: Always so.}, {nl: En dit., en: And this.}]
statement: {nl: Dit mag., en: This may be done.}
answers:
  - {key: "no", text: {nl: Nee, en: "No"}}
  - {key: "yes", text: {nl: Ja, en: "Yes"}, positive: true}
criteria:
  - key: who
    short: {nl: Wie, en: Who}
    text: {nl: "Wie?", en: "Who?"}
    help: {nl: "Uitleg.\\nMeer.", en: "Help.\\nMore."}
    ordered: true
    levels:
      - {key: a, text: {nl: Een, en: One}, source: {nl: Wet, en: Law}}
      - {key: b, short: {nl: II, en: II}, text: {nl: Twee, en: Two}}
      - {key: c, text: {nl: Drie, en: Three}}
  - {key: what, text: {nl: "Wat?", en: "What?"}, levels: [{key: a, text: A}, {key: b, text: B}]}
never:
  - {who: a, what: b}
characteristics:
  - key: years
    short: {nl: Jaren, en: Years}
    text: {nl: Jaren, en: Years}
    ordered: true
    other: true
    self_image: true
    values: [{key: few, short: {nl: Min, en: Low}, text: {nl: Weinig, en: Few}}, {key: many, text: {nl: Veel, en: Many}}]
share_of: colleagues
scenarios_per_participant: 4
minimum_group: 7
retention: P1Y6M
contact: {nl: Vraag ons., en: Ask us.}
"""
