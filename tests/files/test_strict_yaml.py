"""YAML with fences: what stays text, what is refused, and the line that the refusal names."""

from __future__ import annotations

import pytest

from nianbao.files.strict_yaml import StrictYAMLError, parse_yaml

STAY_TEXT = (
    "no", "yes", "on", "off", "No", "True", "FALSE", "NULL", "012", "0x1f", "0o17", "0b1", "1_000", "12:30", "1:30:59",
    "+5", "-0", "2024-01-01", "2024-01-01 12:00:00", "1.5", "1e5", "1.0", ".inf", ".nan", "=", "１２", "第二十条",
)  # fmt: skip
MORE_THAN_TEXT = {"true": True, "false": False, "null": None, "~": None, "": None, "0": 0, "7": 7, "-12": -12}


@pytest.mark.parametrize("word", STAY_TEXT)
def test_a_plain_word_stays_text(word: str) -> None:
    assert parse_yaml(f"key: {word}\nlist: [{word}]\n".encode()) == {"key": word, "list": [word]}


@pytest.mark.parametrize(("word", "value"), MORE_THAN_TEXT.items())
def test_only_these_words_are_more_than_text(word: str, value: object) -> None:
    document = parse_yaml(f"key: {word}\n".encode())
    assert document == {"key": value}
    assert isinstance(document, dict)
    assert type(document["key"]) is type(value)


@pytest.mark.parametrize("word", ['"7"', "'true'", '"null"', "'~'", "!!str 7"])
def test_a_quoted_word_is_text(word: str) -> None:
    document = parse_yaml(f"key: {word}".encode())
    assert isinstance(document, dict)
    assert isinstance(document["key"], str)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse_yaml(b"\xef\xbb\xbfkey: 1") == {"key": 1}


def test_anchors_share_what_they_name() -> None:
    assert parse_yaml(b"a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "“a”重复出现"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, "“b”重复出现"),
        ("list:\n- {x: 1, x: 2}\n", 2, "“x”重复出现"),
        ('a: 1\n"a": 2\n', 2, "“a”重复出现"),
        ("a: 1\n7: b\n", 2, "请加引号"),
        ("a: 1\ntrue: b\n", 2, "请加引号"),
        ("? [a, b]\n: c\n", 1, "请加引号"),
        ("a: b\nc: !private d\n", 2, "!private"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "python/object"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "YAML"),
        ("a: 1\nb: 'open\n", 3, "YAML"),
        ("a: 1\n\tb: 2\n", 2, "YAML"),
        ("a: *nothing\n", 1, "YAML"),
        ("---\na: 1\n---\nb: 2\n", 3, "YAML"),
        ("a: 1\nb: &x {c: *x}\n", 2, "YAML"),
    ],
)  # fmt: skip
def test_what_is_refused_names_its_line_and_cause(text: str, line: int, words: str) -> None:
    with pytest.raises(StrictYAMLError) as caught:
        parse_yaml(text.encode())
    assert f"第 {line} 行" in str(caught.value.message)
    assert words in str(caught.value.message)


@pytest.mark.parametrize(
    "text",
    ["a: &x {b: 1}\nc:\n  <<: *x\n", "<<: {b: 1}\n", "a: &x {b: 1}\nd: &y {e: 1}\nc:\n  <<: [*x, *y]\n"],
)  # fmt: skip
def test_a_merge_key_is_refused(text: str) -> None:
    with pytest.raises(StrictYAMLError):
        parse_yaml(text.encode())


@pytest.mark.parametrize(
    "word", ["!!float 1.5", "!!timestamp 2024-01-01", "!!binary aGk=", "!!set {b}", "!!omap [b: 1]", "!!bool yes"]
)
def test_a_tag_cannot_bring_back_the_kinds_that_the_fences_keep_out(word: str) -> None:
    try:
        document = parse_yaml(f"key: {word}".encode())
    except StrictYAMLError:
        return
    assert isinstance(document, dict)
    assert type(document["key"]) in (str, int, dict, list), f"{word} came in as {document['key']!r}"


@pytest.mark.parametrize("word", ["!!int abc", "!!float abc", "!!bool maybe", "!!timestamp soon", "9" * 5000])
def test_a_value_that_cannot_be_made_is_a_refusal_and_not_a_crash(word: str) -> None:
    try:
        parse_yaml(f"key: {word}".encode())
    except StrictYAMLError as error:
        assert str(error.message)


@pytest.mark.parametrize("data", [b"\xff", b"a: \xe4\xb8", b"a: \x00", b"a: \x01"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(StrictYAMLError, match="UTF-8"):
        parse_yaml(data)


def test_deep_nesting_is_refused_and_does_not_crash() -> None:
    with pytest.raises(StrictYAMLError):
        parse_yaml(b"[" * 20_000)
