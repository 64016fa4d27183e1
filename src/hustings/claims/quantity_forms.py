"""The forms of quantities in a text, and the hedges before them, as patterns made of the lexicon."""

from __future__ import annotations

import re
from functools import cache

from hustings.claims.lexicon import alternation, words


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Forms in the order in which they are tried; the first that takes a place keeps it."""
    lists = words()
    num = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    tens = alternation([one for one in lists["numbers"] if int(lists["numbers"][one]) >= 20])
    word = rf"(?i:(?:(?:{tens})-)?(?:{alternation(lists['numbers'])}))"
    scale = rf"(?:\s?-?(?:{alternation([s for s in lists['scales'] if len(s) > 1])})\b|[KMBkmb]\b)"
    pct = r"(?:\s?%|\s?-?percent(?:age)?\b(?!\s+points?)|\s?per\s+cent\b|\s?pct\b)"
    month = alternation(lists["months"])
    period = alternation(lists["periods"])
    place = r"(?:st|nd|rd|th)"
    ordinal = rf"(?:\d{{1,3}}{place}|{alternation(lists['ordinals'])})"
    counted = "residents?|people|persons?|voters?|dollars?|households?|votes?|adults?|families"
    sole = r"highest|lowest|fewest|smallest|largest|best|worst|poorest|richest|wealthiest"
    most = (
        r"(?:most|least|highest|lowest|poorest|richest|largest|smallest|"
        r"wealthiest|bluest|reddest|best|worst)"
    )
    forms = {
        "phone": r"(?:\+?1[-. ])?\(?\b\d{3}\)?[-. ]\d{3}[-.]\d{4}\b|\b\d{3}-\d{4}\b",
        "address": (
            rf"\b\d{{1,5}}\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.]*\s+"
            rf"){{1,3}}(?i:{alternation(lists['streets'])})\b\.?"
        ),
        "zip": r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b",
        "clock": r"\b\d{1,2}(?::\d{2})?\s?(?:[ap]\.?m\b\.?|o['’]clock)|\b\d{1,2}:\d{2}\b",
        "age": (
            rf"\b(?:\d{{1,3}}|{word})[- ]years?[- ]olds?\b|\b(?:aged?|turned|"
            rf"turns|turning)\s+(?:\d{{1,3}})\b(?!\s*(?:%|percent))|(?<=[a-z],\s)\d{{2}}(?=,\s)|"
            r"(?<=\b[Hh]e\sis\s)\d{2}(?=[,.;]|\s(?:now|and)\b)|(?<=\b[Ss]he\sis\s)\d{2}(?=[,.;]|\s(?:now|and)\b)|"
            r"(?<=\bI\sam\s)\d{2}(?=[,.;]|\s(?:now|and)\b)"
        ),
        "pvi": (
            r"\b[DR]\s?\+\s?\d{1,2}\b|\bEVEN\b(?!\s+[A-Z]{2})|\bdead\s+even\b|"
            r"(?:(?<=calls\sit\s)|(?<=rates\sit\s)|(?<=has\sit\s)|(?<=had\sit\s)|(?<=called\sit\s)|"
            r"(?<=rated\sit\s)|(?<=lists\sit\sas\s))even\b"
        ),
        "isodate": r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b",
        "date": (
            rf"\b(?P<month>(?i:{month}))\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|"
            rf"percent))(?:,?\s+(?P<year>(?:19|20)\d{{2}})\b)?"
        ),
        "datefirst": (
            rf"\b(?P<day>\d{{1,2}})\s+(?P<month>(?i:{month}))\.?(?:,?\s+(?P<year>(?:19|"
            rf"20)\d{{2}})\b)?"
        ),
        "pairpct": (
            rf"(?P<a>{num}){pct}?\s*(?:of\s+the\s+votes?\s+)?(?:-|–|—|\bto\b|-to-)\s*"
            rf"(?P<b>{num}){pct}"
        ),
        "pairmixed": (
            rf"(?P<a>\d{{1,2}}(?:\.\d+)?){pct}\s*(?:-|–|\bto\b)\s*(?P<b>\d{{1,2}}(?:\.\d+)?)\b(?![\d,%]|"
            rf"\.\d|\s+[a-z])"
        ),
        "pairshare": (
            r"(?<![\d$.,-])(?P<a>\d{2}(?:\.\d+)?)\s?(?:-|–|to)\s?(?P<b>\d{1,2}(?:\.\d+)?)(?![\d%,-]|"
            r"\.\d|\s*(?:percent|per cent|-?year|votes))"
        ),
        "pairvotes": r"(?P<a>\d{1,3}(?:,\d{3})+)\s*(?:votes\s+)?(?:-|–|—|\bto\b)\s*(?P<b>\d{1,3}(?:,\d{3})+)",
        "tally": (
            r"(?<![\d$.,-])(?P<a>\d{1,3})\s?(?:votes\s+)?(?:-|–|—|\bto\b|-to-)\s?(?P<b>\d{1,3})"
            r"(?![\d%-]|[,.]\d|\s*(?:percent|per cent))"
        ),
        "range": (
            rf"\bbetween\s+(?P<cur>\$)?(?P<a>{num})(?P<sa>{scale})?(?P<pa>{pct})?\s+and\s+"
            rf"\$?(?P<b>{num})(?P<sb>{scale})?(?P<pb>{pct})?"
        ),
        "fraction": (
            rf"\b(?i:{alternation(lists['fractions'])})\b(?=\s+(?:of|the|its|"
            rf"his|her|their|came|from|are|is|all|what|hers|that|were|was|Hispanic|Latino|white|Black|"
            rf"Asian)\b)|(?:(?<=about\s)|(?<=nearly\s)|(?<=almost\s)|(?<=roughly\s)|(?<=than\s)|"
            rf"(?<=over\s)|(?<=under\s))(?i:{alternation(lists['fractions'])})(?=\s*(?:[,.;)]|$))|\b(?P<a>\d+|{word})\s+(?:in|"
            rf"out\s+of|of(?:\s+every)?)\s+(?:every\s+)?(?P<b>\d+|{word})\b(?=\s+(?:people|"
            rf"residents|voters|dollars|votes|households|of|is|are|live|lives|"
            rf"there|adults|persons|constituents))|\b(?P<c>\d{{1,2}}|{word})\s+(?:{counted})\s+(?:in|out\s+of|of)\s+"
            rf"(?:every\s+)?(?P<d>\d{{1,2}}|{word})\b|\b(?P<e>\d{{1,2}}|{word})\s+in\s+(?P<f>ten|10|five|four|three)\b|"
            rf"\b(?P<cents>{num}|{word})\s+cents\s+(?:of|out\s+of|on|in)\s+(?:each|every|the)\s+dollar\b"
        ),
        "most": (
            r"\b[Mm]ost\s+of\s+(?:it|that|this|(?:his|her|their|its|the)\s+(?:money|"
            r"sum|total|haul|receipts|contributions))\b"
        ),
        "nothing": (
            r"\b(?:nothing|no\s+money|not\s+a\s+(?:dime|penny|cent|dollar))\b(?=\s+(?:at\s+"
            r"all\s+)?from)"
        ),
        "price": (
            rf"\$\s?{num}{scale}?(?:\s?(?:a|an|per|each|every)\s+(?i:{period})\b|"
            rf"[-/](?i:{period})\b|\s+(?:apiece|each)\b)|\b{num}(?:\s+cents?\b|¢)"
        ),
        "usd": (
            rf"\$\s?(?P<a>{num})(?P<s>{scale})?(?:\s+dollars)?|\b(?P<a2>{num}|"
            rf"{word}|a|half a|several)(?P<s2>\s?(?:thousand|million|billion))?\s+dollars\b"
        ),
        "points": rf"(?P<a>{num}|{word}|\ba\s+single)[\s-]+(?:percentage[\s-]+)?points?\b",
        "share": rf"(?P<a>{num}){pct}|\b(?P<w>{word}){pct}",
        "bybare": (
            rf"(?<=\bby\s)(?:(?:about|nearly|almost|some|around|roughly|over|just\s+over|just\s+under)\s+)?"
            rf"(?P<a>\d{{1,2}}|{word})(?=\s*(?:;|[.,](?!\d)|$)|\s+(?:in\s+(?:19|20)\d{{2}}|there\b|that\b|two\s+years))"
        ),
        "bypoints": (
            r"(?<=\bby\s)(?P<a>\d{1,2}\.\d{1,2})\b(?!\s*(?:%|percent|per cent|million|billion|"
            r"percentage|points?|times|votes|thousand|-|–|to\b))"
        ),
        "placed": (
            rf"\b(?P<a>{ordinal})\s+(?:out\s+)?(?:of|among)\s+(?:the\s+|all\s+)?(?P<n>\d{{2,3}})\b"
            rf"(?:\s+(?:House\s+)?(?:Democrats|Republicans|members|districts)\b)?|"
            rf"\b(?:put|puts|leaves|left|makes|made)\s+(?:him|her|it|the\s+district)\s+"
            rf"(?:in\s+)?(?:the\s+)?(?P<b>{ordinal})\b(?![- ](?:(?i:{most}))\b|\s+(?:from|district|time)\b)"
        ),
        "part": r"\b(?P<end>top|bottom)\s+(?P<part>half|third|quarter|fifth|tenth)\b(?=\s+(?:of|among)\b)",
        "rank": (
            rf"#\s?(?P<a>\d{{1,3}})\b|\bNo\.?\s?(?P<b>\d{{1,3}})\b|\b(?P<c>{ordinal})[- ](?:(?i:{most}))\b|"
            rf"\b(?:rank(?:s|ed|ing)?|placed?|came\s+in|comes\s+in|finished)\s+(?:as\s+"
            rf")?(?:the\s+)?(?P<d>{ordinal})\b|"
            rf"\b(?P<o>one\s+of|among)\s+the\s+(?:(?:nation['’]s|country['’]s|"
            rf"top)\s+)?(?P<e>\d{{1,3}}|{word})\s+(?:(?i:{most}))\b|\b(?:top|"
            rf"bottom)\s+(?P<f>\d{{1,3}}|{word})\b|\b(?P<g>{ordinal})\s+from\s+(?:the\s+)?(?:bottom|top|last)\b|"
            rf"\bthe\s+(?P<h>(?i:{sole}))(?=\s+(?:\w+\s+){{0,3}}?(?:of|among|in)\s+(?:(?:all|any|the|its|his|her)\s+)*"
            rf"(?:House|Democrat|Republican|GOP|member|Congress|chamber|country|nation|state|delegation|district))"
        ),
        "multiple": (
            rf"\b(?:(?P<t>twice|double|doubled|triple|tripled|thrice)|(?P<a>{num}|"
            rf"{word})\s+times)\b(?=\s+(?:as|the|more|what|that|his|her|larger|"
            rf"its))"
        ),
        "ordinal": (
            rf"\b(?P<a>{ordinal})\s+(?P<n>(?:straight|consecutive|successive)(?:\s+\w+)?|"
            rf"(?:campaign|run|bid|try|attempt|term|time|place))\b"
        ),
        "agenda": rf"\b{ordinal}\b",
        "bigword": rf"\b(?P<a>{num}|{word})\s?(?P<s>thousand|million|billion)\b",
        "year": r"(?<![\d,.$#-])(?:19|20)\d{2}(?:[–-]\d{2})?\b(?!,\d|\s*(?:%|votes|ballots|voters))",
        "span": rf"\b(?:{num}|{word})[- ](?i:{alternation(lists['spans'])})\b",
        "count": (
            rf"(?<![\w$#.])(?P<a>{num})\b(?!\s?%)|\b(?P<w>{word})(?=\s+(?:\w+\s+"
            rf")?(?:{alternation(lists['countable'])})\b)"
        ),
    }  # fmt: skip
    return tuple((name, re.compile(form)) for name, form in forms.items())


@cache
def hedges() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What stands right before a number, the longest phrase first."""
    found = []
    for name, phrases in words()["hedges"].items():
        for phrase in phrases:
            body = re.escape(phrase).replace(r"\ ", r"\s+")
            found.append((len(phrase), name, re.compile(rf"(?:\b|(?=~)){body}\s*$", re.I)))
    return tuple((name, form) for _, name, form in sorted(found, key=lambda one: -one[0]))


@cache
def words_with_numbers() -> re.Pattern[str]:
    """Words that may be a number, for a sentence without digits."""
    lists = words()
    every = [*lists["numbers"], *lists["ordinals"], *lists["fractions"], "twice", "double", "lowest",
             "highest", "fewest", "tripled", "doubled", "triple", "even", "most of", "nothing",
             "no money", *lists["weekdays"], "poorest", "richest"]  # fmt: skip
    return re.compile(rf"\b(?:{alternation(every)})\b", re.I)
