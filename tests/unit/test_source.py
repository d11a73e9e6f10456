"""The reader: accepted and refused input, and the reported places."""

from __future__ import annotations

import pytest
from reestr.records.diagnostics import Diagnostic, Location
from reestr.records.reader import Document, JSONValue, read
from reestr.records.reader.problems import LIMIT


def found(text: str | bytes) -> list[tuple[str, int, int]]:
    content = text if isinstance(text, bytes) else text.encode()
    return [(item.code, item.location.line, item.location.column) for item in read(content, "a.yaml")[1]]


def data(text: str | bytes) -> dict[str, JSONValue]:
    return document(text).data


def document(text: str | bytes) -> Document:
    result, problems = read(text if isinstance(text, bytes) else text.encode(), "a.yaml")
    assert problems == ()
    assert result is not None
    return result


def only(text: str) -> Diagnostic:
    (diagnostic,) = read(text.encode(), "a.yaml")[1]
    return diagnostic


class TestScalars:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("1", 1),
            ("-7", -7),
            ("0", 0),
            ("48.79", 48.79),
            ("-0.5", -0.5),
            ("123456789012345", 123456789012345),
            ("true", True),
            ("false", False),
            ("null", None),
            ("~", None),
            ("", None),
            ("[]", []),
            ("{}", {}),
        ],
    )
    def test_numbers_and_constants(self, written: str, value: JSONValue) -> None:
        read_value = data(f"a: {written}")["a"]
        assert read_value == value
        assert type(read_value) is type(value)

    @pytest.mark.parametrize(
        "written",
        [
            *("yes", "no", "on", "off", "True", "NULL", "=", "x", "-x", "--1", "1,5", "١٢"),
            *("2026-01-05", "2026-01-05T10:00:00", "2026-W01", "12:30"),
            *("0123", "0x1F", "0o17", "1e3", "1.5e3", ".5", "5.", "+5", "1_000", ".inf", ".nan"),
        ],
    )
    def test_everything_else_is_text(self, written: str) -> None:
        assert data(f"a: {written}") == {"a": written}

    def test_quotes_make_text(self) -> None:
        assert data("a: \"1\"\nb: 'true'\nc: ''\n\"1\": x") == {"a": "1", "b": "true", "c": "", "1": "x"}

    def test_block_and_folded_texts(self) -> None:
        assert data("a: |\n  один\n   два\nb: >-\n  три\n  четыре\n") == {"a": "один\n два\n", "b": "три четыре"}

    def test_windows_line_ends_and_the_utf8_mark(self) -> None:
        result = document(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n")
        assert result.data == {"a": 1, "b": "x\ny\n"}
        assert result.locate(["a"]) == Location("a.yaml", 1, 4)

    def test_emoji_joined_from_several_and_no_break_spaces_are_text(self) -> None:
        text = "👨\u200d👩\u200d👧 г.\u00a0Приморск"
        assert data(f"a: {text}") == {"a": text}


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", [("empty-file", 1, 1)]),
            ("\n# пусто\n", [("empty-file", 1, 1)]),
            ("---\n", [("empty-file", 1, 1)]),
            ("[1]", [("not-a-mapping", 1, 1)]),
            ("текст", [("not-a-mapping", 1, 1)]),
            ("*a", [("alias", 1, 1)]),
            ("a: *b", [("alias", 1, 4)]),
            ("*b : 1", [("alias", 1, 1)]),
            ("a: [x, &b y]", [("anchor", 1, 8)]),
            ("&a {x: 1}", [("anchor", 1, 1)]),
            ("a: !!python/object:os.system x", [("tag", 1, 4)]),
            ("a: !<tag:x> [1]", [("tag", 1, 4)]),
            ("a: !foo!bar x", [("tag", 1, 4)]),
            ("!a b: 1", [("tag", 1, 1)]),
            ("a: {<<: {b: 1}}", [("merge-key", 1, 5)]),
            ("1: x\ntrue: y\n~: z", [("key-not-text", 1, 1), ("key-not-text", 2, 1), ("key-not-text", 3, 1)]),
            ("?\n: x", [("key-not-text", 1, 2)]),
            ("{a: b}: c", [("complex-key", 1, 1)]),
            ("? [a]\n: b", [("complex-key", 1, 3)]),
            ("a: 1\n---\nb: 1\n---\nc: 1", [("several-documents", 2, 1)]),
            ("%TAG ! tag:x,2000:\n---\na: 1", [("directive", 1, 1)]),
            ("a:\n\tb: 1", [("tab", 2, 1)]),
            ("a: x\ty\tz\nb:\t1", [("tab", 1, 5), ("tab", 2, 3)]),
            ("a: x\u2028b: y", [("line-break", 1, 5)]),
            ("a: x\u2029", [("line-break", 1, 5)]),
            ("a: x\x85b: y", [("line-break", 1, 5)]),
            ("a: x\rb: y\r", [("line-break", 1, 5)]),
            ("a: x\x0bb\x0c", [("line-break", 1, 5)]),
            ("a: Ы\u202eb\u200f\nb: \ufeffx", [("bidi-character", 1, 5), ("invisible-character", 2, 4)]),
            ("a: x\x1b[31m", [("control-character", 1, 5)]),
            ('a: "x\\u2028y"', [("line-break", 1, 4)]),
            ('a: "x\\0y"', [("control-character", 1, 4)]),
            ('"x\\u202ey": 1', [("bidi-character", 1, 1)]),
            ("a: 1234567890123456", [("number-too-long", 1, 4)]),
            ("a: " + "9" * 5000, [("number-too-long", 1, 4)]),
            ("a: 0.123456789012345678", [("number-too-long", 1, 4)]),
            ("a: 1." + "9" * 5000, [("number-too-long", 1, 4)]),
            ("a: {b: ' x'}", [("outer-blanks", 1, 8)]),
            ("a: 1\n>>>>>>> ветка\n", [("merge-conflict", 2, 1)]),
            (b"a: \xff", [("encoding", 1, 4)]),
            ("a: ы".encode("utf-16"), [("encoding", 1, 1)]),
            ("a: ы".encode("utf-16-le"), [("binary", 1, 2)]),
            (b"a: \xed\xa0\x80", [("encoding", 1, 4)]),
            (b"\xef\xbb\xbf", [("empty-file", 1, 1)]),
            (b"a: 1\n\0", [("binary", 2, 1)]),
            (b"a: " + b"x" * 1024 * 1024, [("file-too-large", 1, 1)]),
        ],
    )
    def test_codes_and_places(self, text: str | bytes, expected: list[tuple[str, int, int]]) -> None:
        assert found(text) == expected

    @pytest.mark.parametrize(
        ("text", "line", "column", "words"),
        [
            ("name: x\nstatus active\ninn: y", 2, 1, "двоеточия с пробелом"),
            ("name: Клуб: вчера", 1, 11, "нового поля быть не может"),
            ("name: x\n  inn: y", 2, 6, "нового поля быть не может"),
            ("name: x\n inn: y\nb: 1\n", 2, 5, "нового поля быть не может"),
            ("a:\n    b: 1\n  c: 2", 3, 3, "не на своём месте"),
            ('name: "Школа" "Радуга"', 1, 15, "не на своём месте"),
            ('a: 1\nname: "Школа', 2, 7, "Кавычка открыта"),
            ("a: {b: 1\nc: 2", 1, 4, "Фигурная скобка «{»"),
            ("a: [b, c\nd: 2\n", 1, 4, "Квадратная скобка"),
            ("name: @school", 1, 7, "не может начинаться"),
            ("a: - b", 1, 4, "Дефис"),
            ('a: "\\d"', 1, 5, "Обратная косая"),
            ("a: * b", 1, 4, "особый смысл"),
            ("a: | b\n  c", 1, 4, "не может стоять ничего"),
        ],
    )
    def test_syntax_in_plain_words(self, text: str, line: int, column: int, words: str) -> None:
        diagnostic = only(text)
        assert (diagnostic.code, diagnostic.location) == ("syntax", Location("a.yaml", line, column))
        assert words in diagnostic.message
        assert diagnostic.help

    def test_all_problems_of_a_file_are_reported_in_its_order(self) -> None:
        text = 'a: 1\na: 2\nb: &x "y "\nc:\n  d: *x\n  d: !t z\n1: x\u202e\n---\n'
        assert found(text) == [
            ("duplicate-key", 2, 1),
            ("anchor", 3, 4),
            ("outer-blanks", 3, 4),
            ("alias", 5, 6),
            ("duplicate-key", 6, 3),
            ("tag", 6, 6),
            ("key-not-text", 7, 1),
            ("bidi-character", 7, 5),
            ("several-documents", 8, 1),
        ]

    def test_a_doubled_key_shows_the_first_and_keeps_its_value(self) -> None:
        result, (diagnostic,) = read("имя: {x: 1}\nb: 1\nимя: {y: [2]}\nc: 1\n".encode(), "a.yaml")
        assert diagnostic.path == "/имя"
        assert [item.location for item in diagnostic.related] == [Location("a.yaml", 1, 1)]
        assert result is not None
        assert result.data == {"имя": {"x": 1}, "b": 1, "c": 1}
        assert result.lines() == {"/имя": 1, "/имя/x": 1, "/b": 2, "/c": 4}

    def test_a_conflict_is_one_problem_with_all_its_markers(self) -> None:
        diagnostic = only("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n")
        assert [item.location.line for item in diagnostic.related] == [4, 6]

    def test_a_syntax_error_that_follows_from_a_refused_character_is_not_repeated(self) -> None:
        assert found("name: x\u2028status: exempt") == [("line-break", 1, 8)]
        assert [code for code, _, _ in found('name: "Школа "Радуга""')] == ["outer-blanks", "syntax"]

    def test_data_that_was_not_read_whole_is_not_handed_on(self) -> None:
        for text in ("a: *b", "{a: b}: c", "<<: {a: 1}", "a: [", "- a"):
            assert read(text.encode(), "a.yaml")[0] is None

    def test_nesting_stops_at_the_limit(self) -> None:
        assert data("a: " + "[" * 15 + "]" * 15)
        assert found("a: " + "[" * 16 + "]" * 16) == [("too-deep", 1, 19)]

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{", "? - "])
    def test_thirty_thousand_levels_end_quickly(self, opening: str) -> None:
        assert "too-deep" in {code for code, _, _ in found("a:\n " + opening * 30_000)}
        assert found(opening * 30_000)

    def test_a_merge_key_bomb_is_refused_before_anything_is_built(self) -> None:
        bomb = "a0: &a0 {x: 1}\n" + "".join(
            f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9)
        )
        codes = {code for code, _, _ in found(bomb)}
        assert codes >= {"anchor", "alias", "merge-key"}

    def test_a_file_full_of_problems_is_cut_short(self) -> None:
        problems = found("a: [" + "*b, " * 100_000 + "]")
        assert len(problems) == LIMIT + 1 == 101
        assert problems[-1][0] == "too-many-problems"


class TestPlaces:
    TEXT = "имя: Школа\nresponsible:\n  - role: методист\n    contact: {email: x, ключ: [1, два]}\n  - role: y\nend:\n"

    @pytest.mark.parametrize(
        ("path", "value", "key"),
        [
            ([], (1, 1), (1, 1)),
            (["имя"], (1, 6), (1, 1)),
            (["responsible"], (3, 3), (2, 1)),
            (["responsible", 0], (3, 5), (3, 5)),
            (["responsible", 0, "contact", "ключ"], (4, 31), (4, 25)),
            (["responsible", 0, "contact", "ключ", 1], (4, 35), (4, 35)),
            (["responsible", 1, "role"], (5, 11), (5, 5)),
            (["end"], (6, 5), (6, 1)),
            (["responsible", 0, "contact", "нет", "и", 2], (4, 5), (4, 5)),
            (["responsible", 7], (2, 1), (2, 1)),
            (["нет"], (1, 1), (1, 1)),
        ],
    )
    def test_values_keys_and_the_nearest_that_exists(
        self, path: list[str | int], value: tuple[int, int], key: tuple[int, int]
    ) -> None:
        result = document(self.TEXT)
        assert result.locate(path) == Location("a.yaml", *value)
        assert result.locate(path, key=True) == Location("a.yaml", *key)

    def test_lines_of_the_upper_entries(self) -> None:
        assert document(self.TEXT).lines() == {
            "/имя": 1,
            "/responsible": 2,
            "/responsible/0": 3,
            "/responsible/1": 5,
            "/end": 6,
        }

    def test_pointers_are_escaped(self) -> None:
        assert document("a/b: {c~d: 1}").lines() == {"/a~1b": 1, "/a~1b/c~0d": 1}
