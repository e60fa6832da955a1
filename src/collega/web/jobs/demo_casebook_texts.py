"""What stands in the casebook of the demonstration: made up, as are its people and organisations."""

from __future__ import annotations

from dataclasses import dataclass, field

PEOPLE = (  # function, number of the organisation, name where they show it
    ("functionaris gegevensbescherming", 0, ""), ("privacy officer", 0, ""), ("juridisch adviseur", 0, "Noor Verhage"),
    ("CISO", 0, ""), ("privacy officer", 0, ""), ("functionaris gegevensbescherming", 1, "Teun Bakhuis"),
    ("privacy officer", 1, ""), ("juridisch adviseur", 1, ""), ("adviseur informatiebeveiliging", 1, ""),
    ("functionaris gegevensbescherming", 2, ""), ("privacy officer", 2, "Sanne Molema"), ("privacy officer", 2, ""),
    ("juridisch adviseur", 2, ""), ("teamleider privacy", 2, ""),
)  # fmt: skip
ORGANISATIONS = (
    ("Gemeente Rivierstad (verzonnen)", "municipality"),
    ("Provincie Merenland (verzonnen)", "province"),
    ("Uitvoeringsdienst Noord (verzonnen)", "agency"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """One case: levels in the order of ``KEYS``, "-" where blank; who made it, and how many judged it."""

    title: str
    text: str
    question: str
    levels: str
    author: int
    answer: str
    motivation: str
    deciding: tuple[str, ...]
    judges: int
    weeks_ago: int
    outcome: tuple[str, str, str] | None = None
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    remarks: tuple[tuple[int, str], ...] = field(default=())


POSITIVE = (
    "Het kan, als er goede afspraken op papier staan.",
    "De voordelen wegen hier zwaarder.",
    "Beperk het tot wat nodig is, dan heb ik er vrede mee.",
    "Wij doen dit ook, al drie jaar zonder klachten.",
    "Mits de mensen het vooraf horen.",
    "Ik zou het na een jaar wel opnieuw bekijken.",
    "Er is geen weg die minder ver gaat.",
    "De ontvanger heeft zijn zaken op orde.",
    "Klein risico, groot nut.",
    "Ja, met een einddatum in de afspraak.",
)
NEGATIVE = (
    "Het doel is met minder te bereiken.",
    "Ik mis een grondslag.",
    "Wie gaat er straks nog meer om vragen?",
    "De mensen zouden dit niet verwachten.",
    "Eerst een DPIA.",
    "Te veel gegevens voor dit doel.",
    "De waarborgen overtuigen mij niet.",
    "Vraag het de mensen zelf.",
    "Het helpt ons, niet hen.",
    "Als het misgaat, is het niet terug te draaien.",
)
KEYS = ("recipient", "statutory_task", "purpose", "mandatory", "relation", "consequences", "safeguards", "sensitivity",
        "data_subjects", "data_items")  # fmt: skip
CASES = (
    DemoCase(
        title="Vroegsignalering: betalingsachterstanden naar het wijkteam",
        text="De afdeling Werk en Inkomen krijgt signalen over betalingsachterstanden. Het wijkteam wil deze lijst "
        "elke maand ontvangen om bij mensen langs te gaan. Zij weten niet dat hun gegevens hiervoor worden gebruikt.",
        question="Mag de hele lijst, of alleen wie al hulp krijgt?",
        levels="internal direct same_domain own_interest strong positive average sensitive all few", author=0,
        answer="agree", motivation="De wet noemt deze taak uitdrukkelijk en het doel ligt dicht bij het "
        "oorspronkelijke. Wel alleen naam en adres, zonder hoogte van de schuld.",
        deciding=("statutory_task", "consequences", "data_items"), judges=13, weeks_ago=11,
        outcome=("positive", "De lijst gaat naar het wijkteam, zonder de hoogte van de schuld.",
                 "De wettelijke taak was duidelijk. Met minder gegevens kan het wijkteam hetzelfde doen."),
        positive=("De taak staat in de wet en het helpt de mensen om wie het gaat.",
                  "Mits het bij naam en adres blijft.",
                  "De gevolgen zijn vooral gunstig. Vertel het wel vooraf in de brief."),
        negative=("De mensen hangen van ons af en weten hier niets van.",
                  "Eerst vragen of iemand hulp wil: dat kost een week en lost het op."),
        remarks=((5, "Wij sturen vooraf een brief met de keuze om niet mee te doen. Dat deed bijna niemand."),
                 (0, "Mooie tussenweg. Hebben jullie de tekst van die brief?"),
                 (5, "Ja, hij staat in ons register van verwerkingen.")),
    ),
    DemoCase(
        title="Bezoekers van de milieustraat voor een onderzoek van de universiteit",
        text="Een universiteit onderzoekt hergebruik. Zij vraagt van alle bezoeken van vorig jaar het tijdstip, de "
        "postcode en het soort afval. Namen vraagt zij niet.",
        question="Zijn dit nog persoonsgegevens, en maakt dat uit?",
        levels="nonprofit outside unrelated obliged moderate neutral strong normal small_part few", author=6,
        answer="agree", motivation="Klein risico, sterke waarborgen, en onderzoek is verenigbaar.",
        deciding=("safeguards", "sensitivity", "data_items"), judges=12, weeks_ago=10,
        outcome=("positive", "Geleverd met de eerste vier tekens van de postcode.",
                 "Zo is niemand terug te vinden, en het onderzoek kan ermee toe."),
        positive=("Onderzoek mag, en met vier cijfers van de postcode is niemand te vinden.",
                  "Weinig gegevens, goed beveiligd.", "Geen gevolgen voor wie dan ook."),
        negative=("De doelen hebben niets met elkaar te maken.", "De universiteit kan zelf gaan tellen."),
        remarks=((2, "Let op kleine postcodes: bij ons woonde er in één postcode één huishouden."),),
    ),
    DemoCase(
        title="Kentekens van de parkeerapp naar de politie",
        text="De politie vraagt zonder vordering de parkeergegevens van één straat en één avond, na een inbraak. De "
        "parkeerapp wordt door de gemeente beheerd.",
        question="Wachten op een vordering?",
        levels="government outside unrelated own_interest strong negative average sensitive significant_part average",
        author=3, answer="strongly_disagree",
        motivation="Zonder vordering is er geen grondslag. De politie kent de weg.",
        deciding=("statutory_task", "purpose"), judges=12, weeks_ago=9,
        outcome=("negative", "Niet geleverd. Er kwam een vordering, en toen wel.",
                 "De vordering was er binnen een dag. Daarmee is het ook voor de politie beter."),
        positive=("Er is een groot belang en het gaat om één avond.",),
        negative=("Zonder vordering niet.", "Mensen parkeren niet om in een onderzoek te belanden.",
                  "Het is weinig werk om het goed te doen."),
        remarks=((9, "Wij hebben hiervoor een vast nummer afgesproken. Dat scheelt veel gebel."),),
    ),
    DemoCase(
        title="Klachten over een buurtfeest terug naar de organisator",
        text="Een vereniging wil weten wie er klaagde over het buurtfeest, om het goed te maken. Zij vraagt namen en "
        "adressen uit de meldingen.",
        question="",
        levels="nonprofit indirect same_domain own_interest independent negative limited normal all few", author=1,
        answer="strongly_disagree", motivation="Wie meldt, moet erop kunnen rekenen dat de buren het niet horen.",
        deciding=("consequences", "safeguards"), judges=12, weeks_ago=8,
        outcome=("otherwise", "Wij stuurden de excuses van de vereniging zelf door.",
                 "Zo krijgt iedereen de boodschap, en de vereniging geen adressen."),
        positive=("Het doel is sympathiek en het zijn gewone gegevens.",),
        negative=("Stuur de boodschap zelf door: dan hoeft er niets gedeeld.", "Melders verwachten dit niet.",
                  "Beperkte waarborgen, en ruzie in de buurt ligt op de loer."),
    ),
    DemoCase(
        title="Gezinnen met jeugdhulp: naar het onderwijs voor een gezamenlijk plan",
        text="Samen met drie scholen willen wij gezinnen eerder helpen. Daarvoor zou de school horen dat er jeugdhulp "
        "in een gezin is, nog zonder te zeggen welke.",
        question="Kan dit zonder toestemming?",
        levels="nonprofit direct same own_interest strong positive strong special small_part few", author=10,
        answer="disagree", motivation="Alleen met toestemming: het gaat om bijzondere gegevens, en het gezin kan "
        "kiezen.",
        deciding=("sensitivity", "relation"), judges=13, weeks_ago=7,
        outcome=("otherwise", "Wij vragen het gezin zelf, met een formulier van één bladzijde.",
                 "Acht van de tien gezinnen zeggen ja, en het gesprek helpt op zichzelf al."),
        positive=("Het doel is hetzelfde en de waarborgen zijn sterk.", "Wachten is hier schadelijker dan delen.",
                  "De taak is wettelijk en het zijn weinig gegevens."),
        negative=("Bijzondere gegevens: vraag toestemming.", "Het gezin hangt van ons af en kan geen nee zeggen.",
                  "Ook ‘er is hulp’ zegt al veel."),
        remarks=((0, "Vragen jullie dit ook aan kinderen van zestien en ouder zelf?"),
                 (10, "Ja, vanaf twaalf samen met hun ouders, vanaf zestien alleen."),
                 (7, "Wij hebben een vergelijkbaar convenant. Het werkt pas sinds één persoon bij de school de vragen "
                     "doet.")),
    ),
    DemoCase(
        title="Adressen van zonnepanelen voor de netbeheerder",
        text="De netbeheerder wil weten waar de komende jaren panelen komen. Wij hebben vergunningen en subsidies. Het "
        "gaat om adressen, zonder namen.",
        question="",
        levels="commercial indirect same_domain own_interest independent neutral strong normal all few", author=5,
        answer="strongly_agree", motivation="Geen gevolgen voor bewoners, en het publieke belang is groot.",
        deciding=("consequences", "sensitivity"), judges=12, weeks_ago=6,
        outcome=("positive", "Geleverd per straat.", "Per straat was genoeg voor het net."),
        positive=("Per straat is genoeg, en dan is het geen vraag meer.", "Iedereen is hiermee gebaat.",
                  "Gewone gegevens en sterke waarborgen."),
        negative=("Een commerciële partij kan er ook reclame mee maken.",),
    ),
    DemoCase(
        title="Verzuimcijfers per team naar een adviesbureau",
        text="Een bureau onderzoekt de werkdruk. Het wil per team het verzuim per maand. Twee teams hebben vier "
        "mensen.",
        question="Hoe gaan jullie om met kleine teams?",
        levels="commercial outside same_domain voluntary strong negative average special significant_part average",
        author=12, answer="disagree", motivation="Bij vier mensen weet iedereen om wie het gaat.",
        deciding=("sensitivity", "relation", "data_subjects"), judges=12, weeks_ago=5,
        positive=("Met teams van tien en groter kan het.", "Werkdruk is ook een belang van het personeel zelf."),
        negative=("Gezondheidsgegevens van collega’s horen niet bij een bureau.", "Bij vier mensen is het een naam.",
                  "De directie betaalt het bureau: denk aan de afhankelijkheid."),
        remarks=((1, "Wij laten het bureau alleen cijfers zien van tien mensen en meer."),),
    ),
    DemoCase(
        title="Afvalpassen naast de basisregistratie: leegstand opsporen",
        text="Wij willen zien op welke adressen iemand staat ingeschreven terwijl er nooit afval komt. Dat zou "
        "leegstand of spookbewoning kunnen zijn.",
        question="Is dit nog hetzelfde doel?",
        levels="internal indirect unrelated obliged strong negative average sensitive all average", author=2,
        answer="disagree", motivation="Mensen moesten die pas nemen. Dit hadden zij nooit kunnen verwachten.",
        deciding=("purpose", "mandatory"), judges=12, weeks_ago=4,
        positive=("Fraude opsporen is onze taak.", "Begin met een steekproef, dan weet je of het iets oplevert."),
        negative=("Wie een pas moet nemen, moet ook op het doel kunnen rekenen.",
                  "Weinig afval zegt niets over fraude. Je treft de verkeerde mensen.",
                  "Geen verband met het doel van de pas."),
        remarks=((9, "Er ligt een uitspraak over iets dat hierop lijkt: ook daar ging het mis op het doel."),),
    ),
    DemoCase(
        title="Deelnemers aan een inburgeringscursus naar het sportbedrijf",
        text="Het sportbedrijf wil nieuwkomers gratis een kaart aanbieden, en vraagt om namen en adressen.",
        question="",
        levels="nonprofit indirect unrelated obliged strong positive average normal all few", author=11,
        answer="agree", motivation="Gunstig voor de mensen zelf, en het zijn gewone gegevens.",
        deciding=("consequences",), judges=7, weeks_ago=3,
        positive=("Iedereen heeft er iets aan.", "Gewone gegevens, gunstig gevolg."),
        negative=("Wij kunnen die kaart zelf aanbieden.", "Dat iemand inburgert, zegt ook iets over herkomst.",
                  "Verplichte cursus: dan juist zuinig zijn."),
    ),
    DemoCase(
        title="Camerabeelden van de brug voor een verzekeraar",
        text="Na een aanvaring vraagt de verzekeraar van het schip om de beelden van een kwartier. Op de beelden staan "
        "ook fietsers.",
        question="Wie maakt de fietsers onherkenbaar?",
        levels="commercial outside unrelated obliged independent neutral average normal small_part few", author=8,
        answer="agree", motivation="Een duidelijk belang en een kort stuk. Wel eerst onherkenbaar maken.",
        deciding=("data_items", "consequences"), judges=8, weeks_ago=2,
        positive=("Een kwartier, onherkenbaar gemaakt: dan kan het.", "De schipper heeft er recht op."),
        negative=("De verzekeraar kan de rechter vragen.", "Wie over een brug fietst, verwacht dit niet."),
    ),
    DemoCase(
        title="Subsidieaanvragen openbaar maken, met namen van bestuurders",
        text="Een journalist vraagt alle aanvragen van vijf jaar. Daar staan namen van bestuurders van stichtingen in.",
        question="Zijn jullie ruimer bij bestuurders dan bij aanvragers zelf?",
        levels="commercial direct - obliged - negative - normal significant_part many", author=7,
        answer="agree", motivation="Wie een stichting bestuurt en geld van ons krijgt, staat al in het "
        "handelsregister.",
        deciding=("statutory_task", "sensitivity"), judges=4, weeks_ago=1,
        positive=("Die namen zijn al openbaar.", "Het gaat om geld van ons allemaal."),
        negative=("Vrijwilligers van een kleine stichting zijn geen bestuurders van een bedrijf.",),
    ),
    DemoCase(
        title="Meldingen over eenzaamheid delen met de huisarts",
        text="Via een meldpunt geven buren door dat iemand eenzaam lijkt. De huisartsen willen die meldingen "
        "ontvangen.",
        question="Mag dit zonder dat de persoon het weet?",
        levels="nonprofit direct same_domain voluntary moderate positive strong special small_part few", author=13,
        answer="disagree", motivation="Eerst zelf aanbellen. Dan kan de persoon kiezen.",
        deciding=("sensitivity", "mandatory"), judges=3, weeks_ago=1,
        positive=("Een huisarts weet er goed mee om te gaan.",),
        negative=("Eerst met de persoon zelf praten.",),
    ),
)  # fmt: skip
OF_THE_DEMO = DemoCase(
    title="Leerlingenvervoer: routes delen met een taxibedrijf",
    text="Het taxibedrijf wil routes zelf plannen. Daarvoor vraagt het de adressen van leerlingen en hun school. Bij "
    "een deel van de scholen zegt de school iets over een beperking.",
    question="Hoe regelen jullie dit met een nieuw bedrijf?",
    levels="commercial direct same own_interest strong neutral average sensitive all few", author=-1, answer="agree",
    motivation="Het bedrijf kan zonder adressen niet rijden. Met een overeenkomst en alleen adressen, zonder reden.",
    deciding=("statutory_task", "purpose", "data_items"), judges=12, weeks_ago=6,
    positive=("Zonder adres geen vervoer. Regel het in de overeenkomst.", "Zelfde doel, wettelijke taak.",
              "Geef alleen adres en tijd, niet de reden."),
    negative=("Laat het bedrijf met codes werken en plan zelf.", "Het soort school zegt genoeg over een kind."),
    remarks=((4, "Wij geven per dag alleen de rit van die dag. Na een maand wordt alles gewist."),),
)  # fmt: skip
