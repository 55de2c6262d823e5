"""Raw ways to type a number: the cell as a client stores it, and what must be understood.

Judged by what a person sees in the cell and means by it. Nothing here may become 0, blank or another
number without a word.
"""

from __future__ import annotations

from decimal import Decimal

from .typed import FEE, MONEY, Typed, formatted, invalid, no_number, number, shared, text_as, words

NUMBERS = (
    number("0", 0),
    number("47", 47),
    number("1.2E1", 12),
    number("1.2e+01", 12),
    number("1200E-2", 12),
    number("12.0", 12),
    number("012", 12),
    number("-0", 0),
    number("999999999999999", 999999999999999),
    number("35.600000000000001", Decimal("35.6"), field=MONEY),
    number("0.30000000000000004", Decimal("0.3"), field=MONEY),
    number("35.6", Decimal("35.6"), field=MONEY),
    number("1.5E-1", Decimal("0.15"), field=MONEY),
    number("620", 620, field=FEE),
    number("-3", -3, "VL103"),
    number("-3.5", Decimal("-3.5"), "VL103", field=MONEY),
    number("1.5", Decimal("1.5"), "VL104"),
    number("1E-3", Decimal("0.001"), "VL104"),
    no_number("1E+15"),
    no_number("123456789012345678"),
    no_number("1e308"),
    no_number("1e400", "RD101", "RD106"),
    no_number("9" * 400),
    *(
        no_number(spelling, "RD101", "RD103", "RD106")
        for spelling in (
            "NaN",
            "INF",
            "-INF",
            "Infinity",
            "1_000",
            "１２",
            "0x1F",
            "1,234",
            "12 34",
            "+-5",
            "abc",
            "1e",
            "٣",
        )
    ),
)
SHOWN = (
    formatted("14", "45352"),
    formatted("22", "45352.5"),
    formatted("20", "0.5"),
    formatted("58", "45352"),
    formatted("31", "45352"),
    formatted("yyyy/m/d", "45352"),
    formatted('m"月"d"日"', "45352"),
    formatted("[$-804]aaaa", "45352"),
    formatted("[h]:mm", "1.5"),
    formatted("3", "1234", 1234),
    formatted("1", "12", 12),
    formatted("49", "12", 12),
    formatted("11", "12", 12),
    formatted('0"件"', "12", 12),
    formatted('0"days"', "12", 12),
    formatted('[Red]0;[Red]-0;"无"', "12", 12),
    formatted('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "12", 12),
)
TEXTS = (
    *(
        text_as(text, value)
        for text, value in (
            ("47", 47),
            ("３", 3),
            (" 12 ", 12),
            ("　12　", 12),
            ("１，２３４", 1234),
            ("1,234", 1234),
            ("2024.0", 2024),
            ("'7", 7),
            ("\u200b7\ufeff", 7),
            ("3件", 3),
            ("３ 件", 3),
            ("22（其中修订16件）", 22),
            ("十二", 12),
            ("零", 0),
            ("〇", 0),
            ("一百零五", 105),
            ("12\n", 12),
            ("12\u00a0", 12),
            ("0", 0),
            ("007", 7),
            ("1.2E1", 12),
        )
    ),
    text_as("26.55万元", Decimal("26.55"), field=MONEY),
    text_as("６２０ 元", 620, field=FEE),
    text_as("-3", -3, "VL103", "VL106"),
    text_as("1.5", Decimal("1.5"), "VL104", "VL106"),
    *(
        words(text, "invalid", "VL102")
        for text in (
            "约10",
            "3+2",
            "10余",
            "①",
            "㈠",
            "1 2",
            "12,34",
            "1_000",
            "٣",
            "½",
            "3²",
            "20%",
            "=3",
            "3-1",
            "2024-03-01",
            "#N/A",
            "TRUE",
            "null",
            "N/A",
            "二〇二四",
            "一百五",
            "3元",
            "12\n34",
            "9" * 400,
            "见附件",
            "1,2",
        )
    ),
    words("3件", "invalid", "VL102", MONEY),
    words("265500元", "invalid", "VL102", MONEY),
    words("0.062万元", "invalid", "VL102", FEE),
    *(words(text, "dash", "VL105") for text in ("无", "/", "／", "—", "－", "-", " 无 ", "——")),
    *(words(text, "blank", "VL101") for text in ("", " ", "　", "\u200b", "\n", "\u00a0")),
)
STORED = (
    Typed(name="no content", content="", state="blank", codes=frozenset({"VL101"})),
    Typed(name="an empty v", content="<v></v>", state="blank", codes=frozenset({"VL101"})),
    *(
        Typed(
            name=f"an empty {kind}",
            content="<v/>",
            attributes=f' t="{letter}"',
            state="blank",
            codes=frozenset({"VL101"}),
        )
        for kind, letter in (("error", "e"), ("date", "d"), ("boolean", "b"))
    ),
    Typed(
        name="an empty text",
        content="<is></is>",
        attributes=' t="inlineStr"',
        state="blank",
        codes=frozenset({"VL101"}),
    ),
    Typed(
        name="a text that came from a formula",
        content="<v>12</v>",
        attributes=' t="str"',
        value=12,
        codes=frozenset({"VL106"}),
    ),
    Typed(name="a number said to be one", content="<v>12</v>", attributes=' t="n"', value=12),
    Typed(name="blanks about a number", content="<v> 12 </v>", value=12),
    Typed(name="a number with a note and a rule for it", content="<v>12</v><extLst/>", value=12),
    shared("a shared string in two runs", "<si><r><t>1</t></r><r><rPr><b/></rPr><t>2</t></r></si>", 12),
    shared("a shared string with its reading", '<si><t>12</t><rPh sb="0" eb="1"><t>34</t></rPh></si>', 12),
    shared("a shared string with a carriage return", "<si><t>12_x000D_\n</t></si>", 12),
    shared("a shared string with an escaped digit", "<si><t>_x0031_2</t></si>", 12),
    invalid("true", "<v>1</v>", ' t="b"'),
    invalid("false", "<v>0</v>", ' t="b"'),
    invalid("true in words", "<v>true</v>", ' t="b"', apart=True),
    invalid("a number said to be true or false", "<v>47</v>", ' t="b"'),
    *(
        invalid(f"error {code}", f"<v>{code}</v>", ' t="e"')
        for code in ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#SPILL!")
    ),
    invalid("a picture in the cell by Excel", "<v>#VALUE!</v>", ' t="e" vm="1"'),
    invalid("a picture in the cell by WPS", '<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>', ' t="str"'),
    invalid("a formula", "<f>3+2</f><v>5</v>"),
    invalid("a formula without a result", "<f>3+2</f>"),
    invalid("a formula with an empty text for a result", "<f>D30</f><v></v>", ' t="str"'),
    invalid("a formula of nothing", "<f/><v>5</v>"),
    invalid("an array formula", '<f t="array" ref="{cell}">SUM(J7:J8)</f><v>40</v>'),
    invalid("a shared formula", '<f t="shared" ref="{cell}" si="0">D7+D8</f><v>40</v>'),
    invalid("a shared formula's child", '<f t="shared" si="7"/><v>40</v>', refusals=frozenset({"RD101", "RD106"})),
    invalid("a link to another workbook", "<f>[1]Sheet1!$A$1</f><v>5</v>"),
    invalid("a command", "<f>cmd|'/c calc'!A0</f><v>5</v>"),
    invalid("an ISO date", "<v>2024-03-01</v>", ' t="d"'),
)
ALL = (*NUMBERS, *SHOWN, *TEXTS, *STORED)
