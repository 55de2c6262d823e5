"""Damages of the marks of identity."""

from __future__ import annotations

from nianbao import Office

from .damage import (
    COVER,
    META,
    Damage,
    Expected,
    at,
    in_turn,
    property_set,
    sheet_removed,
    stamped,
    typed,
    without_properties,
)  # fmt: skip
from .rewriting import with_number

_ALL_2019 = in_turn(property_set("year", "2019"), stamped("year", "2019"), typed(COVER, at("year"), "2019"))
IDENTITY = (
    Damage(name="custom properties lost", make=without_properties),
    Damage(
        name="custom properties and _meta lost",
        make=in_turn(without_properties, sheet_removed(META)),
        expected=(Expected("LT101"),),
    ),
    Damage(
        name="properties of another agency",
        make=property_set("agency_code", "XX999"),
        expected=(Expected("LT102"),),
    ),
    Damage(name="properties of another year", make=property_set("year", "2023"), expected=(Expected("LT102"),)),
    Damage(
        name="_meta of another agency",
        make=stamped("agency_code", "XX999"),
        expected=(Expected("LT102"),),
        others=("LT102+LT209",),
    ),
    Damage(
        name="_meta of another year",
        make=stamped("year", "2023"),
        expected=(Expected("LT102"),),
        others=("LT102+LT209",),
    ),
    Damage(
        name="_meta of another kind of body", make=stamped("agency_kind", "city"), expected=(Expected("LT102"),)
    ),
    Damage(
        name="cover and _meta of another agency",
        make=in_turn(stamped("agency_name", "另一个局"), typed(COVER, at("agency.name"), "另一个局")),
        expected=(Expected("LT102"),),
    ),
    Damage(
        name="cover alone of another agency and properties lost",
        make=in_turn(without_properties, typed(COVER, at("agency.name"), "另一个局")),
        expected=(Expected("LT209", COVER, (at("agency.name"),)),),
    ),
    Damage(name="a year of the older form", make=_ALL_2019, expected=(Expected("LT103"),)),
    Damage(
        name="a version no longer accepted",
        make=in_turn(property_set("form_version", "0.9"), stamped("form_version", "0.9")),
        expected=(Expected("LT103"),),
    ),
    Damage(
        name="a form that nobody has",
        make=in_turn(property_set("form", "nobody-2030"), stamped("form", "nobody-2030")),
        expected=(Expected("LT103"),),
    ),
    Damage(
        name="another agency's workbook",
        make=lambda data: data,
        office=Office(expected_agency="XX999"),
        expected=(Expected("LT104", COVER, (at("agency.code"),)),),
    ),
    Damage(
        name="another year's workbook",
        make=lambda data: data,
        office=Office(expected_year=2025),
        expected=(Expected("LT105", COVER, (at("year"),)),),
    ),
    Damage(
        name="another agency's and year's workbook",
        make=lambda data: data,
        office=Office(expected_agency="XX999", expected_year=2025),
        expected=(Expected("LT104", COVER, (at("agency.code"),)), Expected("LT105", COVER, (at("year"),))),
    ),
    *(
        Damage(
            name=f"the cover's {fact} retyped",
            make=typed(COVER, at(fact), words),
            expected=(Expected("LT209", COVER, (at(fact),)),),
        )
        for fact, words in (
            ("agency.name", "另一个局"),
            ("agency.code", "XX999"),
            ("year", "2025"),
            ("form", "zfxxgk-2021 / 2.0"),
        )
    ),
    Damage(
        name="the cover's agency and year retyped",
        make=in_turn(typed(COVER, at("agency.name"), "另一个局"), typed(COVER, at("year"), "2025")),
        expected=(Expected("LT209", COVER, (at("agency.name"),)), Expected("LT209", COVER, (at("year"),))),
    ),
    Damage(name="the cover's year as a number", make=lambda data: with_number(data, COVER, at("year"), "2024")),
    Damage(name="blanks about the cover's year", make=typed(COVER, at("year"), " 2024 ")),
)
