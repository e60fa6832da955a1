"""What people of the demonstration wrote, for readers of English: made-up texts, and on the demonstration site alone.

On a real site everything stands in the language in which its author wrote it.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def in_readers_language(text: str) -> str:
    """Return the English of a text of the demonstration where the page is in English; any other text as it is."""
    return ENGLISH.get(text, text) if settings.DEMO and get_language() == "en" else text


ENGLISH = {
    # functions and places
    "functionaris gegevensbescherming": "data protection officer",
    "juridisch adviseur": "legal adviser",
    "adviseur informatiebeveiliging": "information security adviser",
    "teamleider privacy": "privacy team leader",
    "Gemeente Rivierstad (verzonnen)": "Municipality of Rivierstad (made up)",
    "Provincie Merenland (verzonnen)": "Province of Merenland (made up)",
    "Uitvoeringsdienst Noord (verzonnen)": "Agency North (made up)",
    # reasons that fit any case
    "Het kan, als er goede afspraken op papier staan.": "It is possible, with good agreements on paper.",
    "De voordelen wegen hier zwaarder.": "The benefits weigh more here.",
    "Beperk het tot wat nodig is, dan heb ik er vrede mee.": "Keep it to what is needed, and I can live with it.",
    "Wij doen dit ook, al drie jaar zonder klachten.": "We do this too, for three years without complaints.",
    "Mits de mensen het vooraf horen.": "Provided that people hear about it beforehand.",
    "Ik zou het na een jaar wel opnieuw bekijken.": "I would look at it again after a year.",
    "Er is geen weg die minder ver gaat.": "There is no way that goes less far.",
    "De ontvanger heeft zijn zaken op orde.": "The recipient is well organised.",
    "Klein risico, groot nut.": "Small risk, great use.",
    "Ja, met een einddatum in de afspraak.": "Yes, with an end date in the agreement.",
    "Het doel is met minder te bereiken.": "The purpose can be reached with less.",
    "Ik mis een grondslag.": "I see no legal basis.",
    "Wie gaat er straks nog meer om vragen?": "Who else will ask for this next?",
    "De mensen zouden dit niet verwachten.": "People would not expect this.",
    "Eerst een DPIA.": "First a DPIA.",
    "Te veel gegevens voor dit doel.": "Too much data for this purpose.",
    "De waarborgen overtuigen mij niet.": "The safeguards do not convince me.",
    "Vraag het de mensen zelf.": "Ask the people themselves.",
    "Het helpt ons, niet hen.": "It helps us, not them.",
    "Als het misgaat, is het niet terug te draaien.": "If it goes wrong, it cannot be undone.",
    # arrears
    "Vroegsignalering: betalingsachterstanden naar het wijkteam":
    "Early signs: payment arrears to the neighbourhood team",
    "De afdeling Werk en Inkomen krijgt signalen over betalingsachterstanden. Het wijkteam wil deze lijst "
    "elke maand ontvangen om bij mensen langs te gaan. Zij weten niet dat hun gegevens hiervoor worden gebruikt.":
    "The department of Work and Income receives signs of payment arrears. The neighbourhood team wants this list every "
    "month, to visit people. They do not know that their data are used for this.",
    "Mag de hele lijst, of alleen wie al hulp krijgt?": "The whole list, or only those who already get help?",
    "De wet noemt deze taak uitdrukkelijk en het doel ligt dicht bij het oorspronkelijke. Wel alleen naam en adres, "
    "zonder hoogte van de schuld.":
    "The law names this task, and the purpose is close to the original one. But only name and address, without the "
    "amount of the debt.",
    "De lijst gaat naar het wijkteam, zonder de hoogte van de schuld.":
    "The list goes to the neighbourhood team, without the amounts.",
    "De wettelijke taak was duidelijk. Met minder gegevens kan het wijkteam hetzelfde doen.":
    "The statutory task was clear. With less data the team can do the same.",
    "De taak staat in de wet en het helpt de mensen om wie het gaat.":
    "The task is in the law, and it helps the people concerned.",
    "Mits het bij naam en adres blijft.": "Provided that it stays with name and address.",
    "De gevolgen zijn vooral gunstig. Vertel het wel vooraf in de brief.":
    "The consequences are mostly good. But tell people beforehand, in the letter.",
    "De mensen hangen van ons af en weten hier niets van.": "People depend on us and know nothing of this.",
    "Eerst vragen of iemand hulp wil: dat kost een week en lost het op.":
    "First ask whether somebody wants help: that takes a week, and solves it.",
    "Wij sturen vooraf een brief met de keuze om niet mee te doen. Dat deed bijna niemand.":
    "We send a letter beforehand with the choice to stay out. Hardly anybody did.",
    "Mooie tussenweg. Hebben jullie de tekst van die brief?": "A good middle way. Do you have the text of that letter?",
    "Ja, hij staat in ons register van verwerkingen.": "Yes, it is in our record of processing activities.",
    # recycling centre
    "Bezoekers van de milieustraat voor een onderzoek van de universiteit":
    "Visitors of the recycling centre, for research by the university",
    "Een universiteit onderzoekt hergebruik. Zij vraagt van alle bezoeken van vorig jaar het tijdstip, de "
    "postcode en het soort afval. Namen vraagt zij niet.":
    "A university studies reuse. It asks for the time, postal code and kind of waste of every visit of last year. It "
    "does not ask for names.",
    "Zijn dit nog persoonsgegevens, en maakt dat uit?": "Are these still personal data, and does that matter?",
    "Klein risico, sterke waarborgen, en onderzoek is verenigbaar.":
    "Small risk, strong safeguards, and research is a compatible purpose.",
    "Geleverd met de eerste vier tekens van de postcode.":
    "Provided, with the first four characters of the postal code.",
    "Zo is niemand terug te vinden, en het onderzoek kan ermee toe.":
    "So nobody can be found, and the research has enough.",
    "Onderzoek mag, en met vier cijfers van de postcode is niemand te vinden.":
    "Research is allowed, and four digits of the postal code point at nobody.",
    "Weinig gegevens, goed beveiligd.": "Few data, well secured.",
    "Geen gevolgen voor wie dan ook.": "No consequences for anybody.",
    "De doelen hebben niets met elkaar te maken.": "The purposes have nothing to do with each other.",
    "De universiteit kan zelf gaan tellen.": "The university can do its own counting.",
    "Let op kleine postcodes: bij ons woonde er in één postcode één huishouden.":
    "Mind small postal codes: one of ours had a single household.",
    # parking
    "Kentekens van de parkeerapp naar de politie": "Number plates of the parking app to the police",
    "De politie vraagt zonder vordering de parkeergegevens van één straat en één avond, na een inbraak. De "
    "parkeerapp wordt door de gemeente beheerd.":
    "After a burglary the police ask, without a formal order, for the parking data of one street on one evening. The "
    "municipality runs the parking app.",
    "Wachten op een vordering?": "Wait for a formal order?",
    "Zonder vordering is er geen grondslag. De politie kent de weg.":
    "Without an order there is no legal basis. The police know the way.",
    "Niet geleverd. Er kwam een vordering, en toen wel.": "Not provided. Then an order came, and it was.",
    "De vordering was er binnen een dag. Daarmee is het ook voor de politie beter.":
    "The order came within a day. That is better for the police, too.",
    "Er is een groot belang en het gaat om één avond.": "The interest is great, and it is about one evening.",
    "Zonder vordering niet.": "Not without an order.",
    "Mensen parkeren niet om in een onderzoek te belanden.": "People do not park to end up in an investigation.",
    "Het is weinig werk om het goed te doen.": "Doing it properly is little work.",
    "Wij hebben hiervoor een vast nummer afgesproken. Dat scheelt veel gebel.":
    "We agreed on one number to call for this. It saves many calls.",
    # street party
    "Klachten over een buurtfeest terug naar de organisator": "Complaints about a street party, back to its organisers",
    "Een vereniging wil weten wie er klaagde over het buurtfeest, om het goed te maken. Zij vraagt namen en "
    "adressen uit de meldingen.":
    "A club wants to know who complained about the street party, to make up for it. It asks for names and addresses.",
    "Wie meldt, moet erop kunnen rekenen dat de buren het niet horen.":
    "Whoever complains must be able to trust that the neighbours do not hear of it.",
    "Wij stuurden de excuses van de vereniging zelf door.": "We passed the apologies of the club on ourselves.",
    "Zo krijgt iedereen de boodschap, en de vereniging geen adressen.":
    "So everybody gets the message, and the club gets no addresses.",
    "Het doel is sympathiek en het zijn gewone gegevens.": "The purpose is kind, and the data are ordinary.",
    "Stuur de boodschap zelf door: dan hoeft er niets gedeeld.": "Pass the message on: then nothing need be shared.",
    "Melders verwachten dit niet.": "People who complain do not expect this.",
    "Beperkte waarborgen, en ruzie in de buurt ligt op de loer.":
    "Few safeguards, and a quarrel among neighbours is near.",
    # youth care
    "Gezinnen met jeugdhulp: naar het onderwijs voor een gezamenlijk plan":
    "Families with youth care: to their schools, for a common plan",
    "Samen met drie scholen willen wij gezinnen eerder helpen. Daarvoor zou de school horen dat er jeugdhulp "
    "in een gezin is, nog zonder te zeggen welke.":
    "With three schools we want to help families earlier. Then the school would hear that a family gets youth care, "
    "without hearing which.",
    "Kan dit zonder toestemming?": "Is this possible without consent?",
    "Alleen met toestemming: het gaat om bijzondere gegevens, en het gezin kan kiezen.":
    "Only with consent: these are special data, and the family can choose.",
    "Wij vragen het gezin zelf, met een formulier van één bladzijde.": "We ask the family, with a form of one page.",
    "Acht van de tien gezinnen zeggen ja, en het gesprek helpt op zichzelf al.":
    "Eight in ten families say yes, and the talk helps by itself.",
    "Het doel is hetzelfde en de waarborgen zijn sterk.": "The purpose is the same, and the safeguards are strong.",
    "Wachten is hier schadelijker dan delen.": "Waiting does more harm here than sharing.",
    "De taak is wettelijk en het zijn weinig gegevens.": "The task is statutory, and the data are few.",
    "Bijzondere gegevens: vraag toestemming.": "Special data: ask for consent.",
    "Het gezin hangt van ons af en kan geen nee zeggen.": "The family depends on us and cannot say no.",
    "Ook ‘er is hulp’ zegt al veel.": "That there is help already tells a lot.",
    "Vragen jullie dit ook aan kinderen van zestien en ouder zelf?":
    "Do you also ask children of sixteen and older themselves?",
    "Ja, vanaf twaalf samen met hun ouders, vanaf zestien alleen.":
    "Yes, from twelve together with their parents, from sixteen alone.",
    "Wij hebben een vergelijkbaar convenant. Het werkt pas sinds één persoon bij de school de vragen doet.":
    "We have a similar covenant. It works since one person at the school asks the questions.",
    # solar panels
    "Adressen van zonnepanelen voor de netbeheerder": "Addresses of solar panels for the grid operator",
    "De netbeheerder wil weten waar de komende jaren panelen komen. Wij hebben vergunningen en subsidies. Het "
    "gaat om adressen, zonder namen.":
    "The grid operator wants to know where panels will come in the next years. We have permits and subsidies. It is "
    "about addresses, without names.",
    "Geen gevolgen voor bewoners, en het publieke belang is groot.":
    "No consequences for residents, and the public interest is great.",
    "Geleverd per straat.": "Provided by street.",
    "Per straat was genoeg voor het net.": "By street was enough for the grid.",
    "Per straat is genoeg, en dan is het geen vraag meer.": "By street is enough, and then it is no question any more.",
    "Iedereen is hiermee gebaat.": "Everybody gains by this.",
    "Gewone gegevens en sterke waarborgen.": "Ordinary data and strong safeguards.",
    "Een commerciële partij kan er ook reclame mee maken.": "A commercial party can use it for advertising, too.",
    # sick leave
    "Verzuimcijfers per team naar een adviesbureau": "Sick leave by team to a consultancy",
    "Een bureau onderzoekt de werkdruk. Het wil per team het verzuim per maand. Twee teams hebben vier mensen.":
    "A consultancy studies the workload. It wants the sick leave of every team by month. Two teams have four people.",
    "Hoe gaan jullie om met kleine teams?": "What do you do about small teams?",
    "Bij vier mensen weet iedereen om wie het gaat.": "Among four people everybody knows who it is.",
    "Met teams van tien en groter kan het.": "With teams of ten and more it is possible.",
    "Werkdruk is ook een belang van het personeel zelf.": "The workload is an interest of the staff, too.",
    "Gezondheidsgegevens van collega’s horen niet bij een bureau.":
    "Health data of colleagues do not belong with a consultancy.",
    "Bij vier mensen is het een naam.": "Among four people it is a name.",
    "De directie betaalt het bureau: denk aan de afhankelijkheid.":
    "The management pays the consultancy: mind the dependence.",
    "Wij laten het bureau alleen cijfers zien van tien mensen en meer.":
    "We show the consultancy figures of ten people and more alone.",
    # waste cards
    "Afvalpassen naast de basisregistratie: leegstand opsporen":
    "Waste cards beside the population register: finding empty houses",
    "Wij willen zien op welke adressen iemand staat ingeschreven terwijl er nooit afval komt. Dat zou "
    "leegstand of spookbewoning kunnen zijn.":
    "We want to see at which addresses somebody is registered while no waste ever comes. The house could be empty, or "
    "the registration false.",
    "Is dit nog hetzelfde doel?": "Is this still the same purpose?",
    "Mensen moesten die pas nemen. Dit hadden zij nooit kunnen verwachten.":
    "People had to take that card. They could never have expected this.",
    "Fraude opsporen is onze taak.": "Finding fraud is our task.",
    "Begin met een steekproef, dan weet je of het iets oplevert.":
    "Begin with a sample, then you know whether it yields anything.",
    "Wie een pas moet nemen, moet ook op het doel kunnen rekenen.":
    "Whoever must take a card must be able to rely on its purpose.",
    "Weinig afval zegt niets over fraude. Je treft de verkeerde mensen.":
    "Little waste tells nothing about fraud. You hit the wrong people.",
    "Geen verband met het doel van de pas.": "No link with the purpose of the card.",
    "Er ligt een uitspraak over iets dat hierop lijkt: ook daar ging het mis op het doel.":
    "There is a ruling on something like it: there, too, it failed on the purpose.",
    # civic integration
    "Deelnemers aan een inburgeringscursus naar het sportbedrijf":
    "Participants of a civic integration course to the sports company",
    "Het sportbedrijf wil nieuwkomers gratis een kaart aanbieden, en vraagt om namen en adressen.":
    "The sports company wants to offer newcomers a free card, and asks for names and addresses.",
    "Gunstig voor de mensen zelf, en het zijn gewone gegevens.": "Good for the people themselves, and ordinary data.",
    "Iedereen heeft er iets aan.": "Everybody gains something.",
    "Gewone gegevens, gunstig gevolg.": "Ordinary data, a good consequence.",
    "Wij kunnen die kaart zelf aanbieden.": "We can offer that card ourselves.",
    "Dat iemand inburgert, zegt ook iets over herkomst.": "That somebody takes the course tells of their origin, too.",
    "Verplichte cursus: dan juist zuinig zijn.": "A mandatory course: all the more reason to be sparing.",
    # bridge
    "Camerabeelden van de brug voor een verzekeraar": "Camera images of the bridge for an insurer",
    "Na een aanvaring vraagt de verzekeraar van het schip om de beelden van een kwartier. Op de beelden staan "
    "ook fietsers.":
    "After a collision the insurer of the ship asks for the images of a quarter of an hour. Cyclists are on them, too.",
    "Wie maakt de fietsers onherkenbaar?": "Who blurs the cyclists?",
    "Een duidelijk belang en een kort stuk. Wel eerst onherkenbaar maken.":
    "A clear interest and a short piece. But blur people first.",
    "Een kwartier, onherkenbaar gemaakt: dan kan het.": "A quarter of an hour, blurred: then it is possible.",
    "De schipper heeft er recht op.": "The skipper has a right to it.",
    "De verzekeraar kan de rechter vragen.": "The insurer can ask the court.",
    "Wie over een brug fietst, verwacht dit niet.": "Whoever cycles over a bridge does not expect this.",
    # subsidies
    "Subsidieaanvragen openbaar maken, met namen van bestuurders":
    "Publishing applications for subsidies, with names of board members",
    "Een journalist vraagt alle aanvragen van vijf jaar. Daar staan namen van bestuurders van stichtingen in.":
    "A journalist asks for all applications of five years. They hold names of board members of foundations.",
    "Zijn jullie ruimer bij bestuurders dan bij aanvragers zelf?":
    "Are you more generous with board members than with applicants?",
    "Wie een stichting bestuurt en geld van ons krijgt, staat al in het handelsregister.":
    "Whoever runs a foundation and gets money from us is in the trade register already.",
    "Die namen zijn al openbaar.": "Those names are public already.",
    "Het gaat om geld van ons allemaal.": "It is about everybody’s money.",
    "Vrijwilligers van een kleine stichting zijn geen bestuurders van een bedrijf.":
    "Volunteers of a small foundation are no directors of a company.",
    # loneliness
    "Meldingen over eenzaamheid delen met de huisarts": "Sharing reports of loneliness with the family doctor",
    "Via een meldpunt geven buren door dat iemand eenzaam lijkt. De huisartsen willen die meldingen ontvangen.":
    "Neighbours report that somebody seems lonely. The family doctors want to receive those reports.",
    "Mag dit zonder dat de persoon het weet?": "Is this allowed without the person knowing?",
    "Eerst zelf aanbellen. Dan kan de persoon kiezen.": "Ring the bell first. Then the person can choose.",
    "Een huisarts weet er goed mee om te gaan.": "A family doctor knows how to handle it.",
    "Eerst met de persoon zelf praten.": "First talk with the person.",
    # school transport
    "Leerlingenvervoer: routes delen met een taxibedrijf": "School transport: sharing routes with a taxi company",
    "Het taxibedrijf wil routes zelf plannen. Daarvoor vraagt het de adressen van leerlingen en hun school. Bij "
    "een deel van de scholen zegt de school iets over een beperking.":
    "The taxi company wants to plan its own routes. For that it asks for the addresses of pupils and their schools. "
    "Some schools tell of a disability.",
    "Hoe regelen jullie dit met een nieuw bedrijf?": "How do you arrange this with a new company?",
    "Het bedrijf kan zonder adressen niet rijden. Met een overeenkomst en alleen adressen, zonder reden.":
    "The company cannot drive without addresses. With an agreement, and addresses alone, without the reason.",
    "Zonder adres geen vervoer. Regel het in de overeenkomst.":
    "Without an address no transport. Arrange it in the agreement.",
    "Zelfde doel, wettelijke taak.": "Same purpose, a statutory task.",
    "Geef alleen adres en tijd, niet de reden.": "Give address and time alone, not the reason.",
    "Laat het bedrijf met codes werken en plan zelf.": "Let the company work with codes, and do the planning yourself.",
    "Het soort school zegt genoeg over een kind.": "The kind of school tells enough about a child.",
    "Wij geven per dag alleen de rit van die dag. Na een maand wordt alles gewist.":
    "We give each day the ride of that day alone. After a month everything is deleted.",
    # session and training
    "Verdiepende sessie (nagebootst)": "A session in depth (simulated)",
    "Het dient het doel waarvoor de gegevens zijn verzameld; dat mogen mensen verwachten.":
    "It serves the purpose for which the data were collected; people may expect that.",
    "Zonder deze gegevens moet de betrokkene alles opnieuw aanleveren.":
    "Without these data the person must hand in everything again.",
    "Als we vastleggen wie het bekijkt en waarom, durf ik het aan.":
    "If we keep who looks at it and why, I dare to do it.",
    "De betrokkene kan hier last van krijgen, en weet van niets.":
    "The person can be harmed by this, and knows nothing of it.",
    "Er is geen wettelijke taak die dit draagt. Dan houdt het op.":
    "There is no statutory task for this. That is the end of it.",
    "Vraag het eerst aan de betrokkene zelf.": "Ask the person first.",
    "Het doel is anders dan waarvoor de gegevens zijn verzameld.":
    "The purpose is another one than the data were collected for.",
    "De gevolgen voor de betrokkene wegen hier zwaar.": "The consequences for the person weigh heavily here.",
    "De ontvanger heeft de gegevens nodig voor een wettelijke taak.":
    "The recipient needs the data for a statutory task.",
}  # fmt: skip
