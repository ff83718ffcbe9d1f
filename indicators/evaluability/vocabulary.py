"""The English words by which a statement is read. General words of results-based management, none of one programme.

The three classes follow the results chain: *activity* is what the ILO or partners do, *output* a product or service
delivered, *outcome* a change in people, institutions, policies or conditions.
"""

import re


def _any(*patterns: str) -> str:
    return r"\b(?:" + "|".join(patterns) + r")\b"


def _compiled(*patterns: str) -> re.Pattern[str]:
    return re.compile(_any(*patterns), re.IGNORECASE)


# What the ILO or partners do. Nouns: events and help; verbs: as they stand after what was done.
EVENT = _any(
    r"workshops?", r"seminars?", r"webinars?", r"conferences?", r"symposi\w+", r"round ?tables?", r"campaigns?",
    r"meetings", r"study tours?", r"TOTs?", r"fellowships?", r"consultations", r"discussions", r"events",
    r"initiatives", r"(?:project|planned|outreach|training|awareness(?:[- ]raising)?|promotional) activities",
    r"trainings", r"training (?:courses?|sessions?|events?|programmes?|workshops?)", r"training of trainers",
)  # fmt: skip
HELP = _any(
    r"technical (?:assistance|support|advice|cooperation)", r"advisory services?", r"consultants?",
    r"work[- ]?months?", r"backstopping",
)  # fmt: skip
UNDER_WAY = r"\bunder (?:discussion|consultation|negotiation|preparation|review|way)\b"
DONE = _any(
    r"conducted", r"organi[sz]ed", r"held", r"facilitated", r"convened", r"hosted", r"arranged", r"undertaken",
    r"carried out", r"supported", r"assisted", r"provided", r"coordinated", r"promoted",
)  # fmt: skip

# Products made, and services that reached somebody. "Provided with" speaks of who received, "provided" of who gave.
SERVED = _any(
    r"provided with", r"equipped with", r"(?<!agreement )(?<!agreements )reached (?:with|by)", r"trained",
    r"sensiti[sz]ed", r"oriented", r"briefed", r"informed",
    r"receiv\w+ (?:\w+ ){0,3}(?:training|support|assistance|advice|services?)",
)  # fmt: skip
MADE = _any(
    r"completed", r"developed", r"produced", r"designed", r"drafted", r"prepared", r"published", r"printed",
    r"translated", r"pilot(?:ed|[- ]tested)", r"compiled", r"finali[sz]ed", r"delivered", r"distributed",
    r"disseminated", r"submitted", r"sent", r"updated", r"documented", r"constructed", r"issued", r"installed",
    r"created", r"made available",
)  # fmt: skip

# Change: which way things go, and what people and institutions do differently.
DIRECTION = _any(
    r"increas\w+", r"improv(?:e|es|ed|ing|ements?)", r"reduc(?:e|es|ed|ing|tions?)", r"declin\w+", r"decreas\w+",
    r"strengthen\w*", r"enhanc\w+", r"expan(?:d|ds|ded|ding|sion)", r"exten(?:d|ds|ded|ding|sion)", r"rais(?:e|es|ed)",
    r"upgrad(?:e|es|ed|ing)", r"widen(?:s|ed)?", r"wider", r"higher", r"lower", r"better", r"fewer", r"greater",
    r"stronger", r"more (?!than\b)[a-z]+", r"eliminat\w+", r"prevent(?:s|ed)", r"progress(?! reports?\b)", r"growth",
    r"rises?", r"doubled", r"halved", r"ended", r"abolished",
)  # fmt: skip
BECOMING = _any(
    r"adopt(?:s|ed|ing)?", r"amend(?:s|ed)?", r"ratif(?:y|ies|ied|ication)", r"enact(?:s|ed)?", r"approv(?:e|es|ed)",
    r"endors(?:e|es|ed)", r"integrat(?:e|es|ed|ing)(?=[^.]{0,150}\bin(?:to)?\b)", r"incorporat(?:e|es|ed|ing)",
    r"mainstream(?:s|ed)?", r"appl(?:y|ies|ied|ying)", r"us(?:e|es|ed|ing)", r"implement(?:s|ed|ing)?",
    r"establish(?:es|ed)?", r"operational", r"functioning", r"sustain(?:s|ed)?", r"tak(?:e|es|en|ing) over",
    r"institutionali[sz]ed", r"reflected", r"cover(?:s|ed)?", r"obtain(?:s|ed)?", r"gain(?:s|ed)?", r"employed",
    r"hired", r"registered", r"enrolled", r"compl(?:y|ies|ied|ying)", r"resolved", r"settled",
    r"address(?:es|ed|ing)?", r"enforc(?:e|es|ed)", r"protect(?:s|ed)?", r"recogni[sz]ed", r"allocated", r"concluded",
    r"signed", r"withdrawn", r"formali[sz]ed", r"commit(?:s|ted|ment)",
    r"(?:jobs|employment|work-?days|incomes?|enterprises)(?: \w+)? created",
    r"(?:initiat\w+|start\w*|set(?:ting)? up|open\w*|run\w*) (?:their|own|new|an?)(?: own| new| small)? "
    r"(?:enterprise|business|cooperative)(?:e?s)?",
)  # fmt: skip

# Strong clues: what happened. The first in a text counts; longer expressions stand before the words in them.
CLUES = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("under_way", UNDER_WAY), ("event", EVENT), ("help", HELP), ("served", SERVED), ("becoming", BECOMING),
            ("direction", DIRECTION), ("made", MADE), ("done", DONE),
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
CLASS_LEVEL = {
    "under_way": "activity", "event": "activity", "help": "activity", "done": "activity", "served": "output",
    "made": "output", "direction": "outcome", "becoming": "outcome",
}  # fmt: skip
NOUN_CLASSES = ("event", "help", "under_way")
CHANGE_CLASSES = ("direction", "becoming")

# Weak clues: things that are merely named. They speak where nothing is said to have happened.
THINGS = {
    "output": _compiled(
        r"stud(?:y|ies)", r"surveys?", r"reports?", r"papers?", r"guid(?:es?|elines?)", r"manuals?", r"handbooks?",
        r"tools?", r"toolkits?", r"curricul\w+", r"questionnaires?", r"databases?", r"websites?", r"assessments?",
        r"analys[ei]s", r"publications?", r"brochures?", r"modules?", r"materials?", r"pilot programmes?",
        r"standards?",
    ),
    "outcome": _compiled(
        r"polic(?:y|ies)", r"strateg(?:y|ies)", r"laws?", r"legislation", r"regulations?", r"decrees?", r"incidence",
        r"prevalence", r"rates?", r"coverage", r"compliance", r"productivity", r"incomes?", r"earnings?", r"wages?",
        r"employment", r"unemployment", r"membership",
    ),
    "activity": _compiled(r"training", r"support", r"assistance", r"advice"),
}  # fmt: skip
CAPACITY = _compiled(r"skills?", r"capacit(?:y|ies)", r"knowledge", r"awareness", r"competenc(?:e|es|y|ies)")

# Which way the count goes, or what part of a whole is in a condition: it speaks where nothing else does.
RISING_COUNT = re.compile(
    r"^\s*(?:an? )?(?:increased?|rise) (?:in )?(?:the )?(?:number|percentage|share|proportion)\b", re.IGNORECASE
)
PART_OF_WHOLE = re.compile(r"^\s*(?:the )?(?:percentage|per ?cent|share|proportion|rate|ratio) of\b", re.IGNORECASE)

# A statement that only says what is counted begins so; the words that matter follow.
COUNTING = re.compile(
    r"^\s*(?:(?:increased?|the|a|an|total|in)\s+)*"
    r"(?:numbers?|percentages?|per ?cent|share|proportion|amount|series|extent|degree|level|ratio)"
    r"\s+(?:of|to which)\s+",
    re.IGNORECASE,
)
QUANTITY = re.compile(r"^\s*(?:\d|%|numbers?|percentages?|per ?cent|share|proportion|rate|ratio|extent|degree|level)",
                      re.IGNORECASE)  # fmt: skip

# Verbs of doing, as a statement opens with them or is built on them (domain rules name the first eight).
DOING_OPENING = re.compile(
    r"^\s*(?:to\s+)?(conduct(?:ing)?|organi[sz](?:e|ing)|train(?:ing(?= (?:of|for|to|in|on)\b))?|provid(?:e|ing)"
    r"|support(?:ing)?|develop(?:ing)?|hold(?:ing)?|prepar(?:e|ing)|facilitat(?:e|ing)|deliver(?:ing)?|assist(?:ing)?|undertak(?:e|ing)"
    r"|carry(?:ing)? out|coordinat(?:e|ing)|promot(?:e|ing)|arrang(?:e|ing)|conven(?:e|ing)|host(?:ing)?"
    r"|produc(?:e|ing)|draft(?:(?= (?:an?|the)\b)|ing)|sensiti[sz](?:e|ing))\b",
    re.IGNORECASE,
)
DOING_DONE = _compiled(
    r"conducted", r"organi[sz]ed", r"trained", r"provided(?: with)?", r"supported", r"developed", r"held",
    r"prepared", r"facilitated", r"delivered", r"assisted", r"undertaken", r"carried out", r"coordinated",
    r"promoted", r"arranged", r"convened", r"hosted", r"produced", r"drafted", r"sensiti[sz]ed",
)  # fmt: skip

HEADCOUNTS = re.compile(
    EVENT
    + "|"
    + _any(
        r"training(?! (?:providers?|centres?|institut\w+|manuals?|systems?|materials?|standards?|needs))",
        r"participants?", r"trainees?", r"attendees?", r"attendance",
    ),
    re.IGNORECASE,
)  # fmt: skip
MEANS = re.compile(
    r"\bthrough(?! \d)\b|\bby means of\b|\bby (?!(?:spring|beginning)\b)[a-z]+ing\b|\bvia\b"
    r"|\bwith (?:the )?(?:\w+ )?(?:support|assistance|help)\b",
    re.IGNORECASE,
)
# What comes after it is no longer what is counted.
ASIDE = re.compile(rf"{MEANS.pattern}|\bin order to\b|\bso as to\b|\bso that\b|\baimed at\b", re.IGNORECASE)
DEADLINE = re.compile(
    r"\b(?:by|before|until|not later than)(?: the)?(?: \w+){0,4}? (?:\d{1,2} )?(?:19|20)\d\d\b"
    r"|\bby (?:the )?(?:end|middle|mid) of (?:the )?(?:year|programme|project|biennium)\b|\bin 20\d\d\b",
    re.IGNORECASE,
)
YEAR = r"(?:19|20)\d\d"
# A figure, but not the number of a convention or law, a year that figures are compared with, an age or a size that
# defines who is counted.
FIGURE = re.compile(
    r"(?<![\w#.,/-])(?<!No\. )(?<!under )(?<!over )(?<!aged )(?<!aged \d\d to )(?<!age )(?<!ages )(?<!than )"
    rf"(?!{YEAR}\b)"
    r"\d[\d,.]*\b(?! ?(?:years|or older))(?: ?(?:%|per ?cent\b))?",
    re.IGNORECASE,
)
NUMBER_WORDS = _compiled("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "half of")

PEOPLE_WORDS = (
    r"people", r"persons?", r"workers?", r"employees?", r"women", r"men", r"girls", r"boys", r"child(?:ren)?",
    r"youth", r"trainees?", r"trainers?", r"inspectors?", r"members?", r"migrants?", r"farmers?", r"entrepreneurs?",
    r"beneficiaries", r"participants?", r"staff", r"officials?", r"teachers?", r"students?", r"graduates?",
    r"households? members", r"job ?seekers?", r"refugees?", r"representatives?", r"judges?", r"arbitrators?",
)  # fmt: skip
PEOPLE = _compiled(*PEOPLE_WORDS)
ONE_SEX = (_compiled("women", "girls", "female"), _compiled("men", "boys", "male"))
ACTORS = _compiled(
    *PEOPLE_WORDS,
    r"governments?", r"ministr(?:y|ies)", r"authorit(?:y|ies)", r"agenc(?:y|ies)", r"institutions?", r"parliament",
    r"national assembly", r"courts?", r"councils?", r"committees?", r"commissions?", r"inspectorates?",
    r"organi[sz]ations?", r"unions?", r"federations?", r"associations?", r"employers?", r"enterprises?",
    r"compan(?:y|ies)", r"factor(?:y|ies)", r"firms?", r"workplaces?", r"cooperatives?", r"communit(?:y|ies)",
    r"villages?", r"provinces?", r"districts?", r"communes?", r"municipalit(?:y|ies)", r"schools?", r"centres?",
    r"partners?", r"constituents?", r"stakeholders?", r"bod(?:y|ies)", r"families", r"households?", r"famil(?:y|ies)",
    r"sectors?", r"countr(?:y|ies)", r"peoples", r"persons with disabilities",
)  # fmt: skip
