"""Weekly counts that organizations hand in: what is taken, what is refused and where, whatever a mail program did."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reestr.intake.forms.issues import templates
from reestr.intake.weeks.checking import checked, said_counts
from reestr.intake.weeks.entries import HandedIn
from reestr.intake.weeks.mail import read_mail, text_of_html
from reestr.intake.weeks.reading import read_input
from reestr.intake.weeks.recording import week_files
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import FolderFiles, OverlaidFiles, Snapshot, snapshot
from reestr.registry.registry import Registry

from tests.depth import times
from tests.unit.project import BASE, PRIMERSK, copy_of_base, reestr_here, tree
from tests.unit.session import session

TODAY = datetime.date(2026, 3, 16)
VK, OK = "https://vk.com/primersk.library1", "https://ok.ru/group/50000000000001"
LINE = f"reestr-weeks/1; {VK}; 2026-03-09; text=2,photo=1"


class Records:
    """The records of a folder, and what comes of inputs."""

    def __init__(self, folder: Path) -> None:
        self.files: Snapshot = snapshot(FolderFiles(folder, "data/"))
        registry = load_files(self.files).registry
        assert registry is not None
        self.registry: Registry = registry

    def problems(self, *contents: bytes | str, today: datetime.date = TODAY, correct: bool = False) -> list[Any]:
        """Kind and place of everything wrong."""
        found = _read(*contents)
        checked(found, self.registry, today, correct=correct)
        return [(item.kind, item.where) for item in found.problems]

    def taken(
        self, *contents: bytes | str, today: datetime.date = TODAY, correct: bool = False, source: str = "hand-count"
    ) -> dict[str, Mapping[str, Any]]:
        """`<account>/<week>` -> the week as it is recorded; there is nothing wrong."""
        found = _read(*contents)
        weeks = checked(found, self.registry, today, correct=correct)
        assert not found.problems, found.problems
        written = week_files(weeks, self.files, today, source)
        after = load_files(OverlaidFiles(self.files, written))
        assert after.registry is not None, after.diagnostics
        return {
            f"{item.account.id}/{item.week}": yaml.safe_load(
                written[f"activity/{item.account.id}/{item.week[:4]}.yaml"]
            )["weeks"][item.week]
            for item in weeks
            if not item.recorded
        }


def _read(*contents: bytes | str) -> HandedIn:
    found = HandedIn()
    for number, content in enumerate(contents, start=1):
        read_input(content.encode() if isinstance(content, str) else content, f"{number}", found)
    return found


@pytest.fixture(scope="module")
def base() -> Records:
    return Records(BASE)


TAKEN = {"library-1-vk/2026-W11": {"text": 2, "photo": 1, "counted_on": "2026-03-16"}}


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        f"Добрый день!\r\n\r\n{LINE}\r\n\r\nС уважением, библиотека",
        f"> > {LINE}\n",
        f">{LINE}\n> {LINE}\n{LINE}\n",
        f"- {LINE}.",
        f"Вот число: {LINE} ",
        LINE.upper().replace("PRIMERSK.LIBRARY1", "primersk.library1").replace("HTTPS://VK.COM", "https://VK.com"),
        LINE.replace(VK, "m.vk.com/primersk.library1?from=search"),
        LINE.replace(VK, f"vk.com/primersk.library1 <{VK}>"),
        LINE.replace("; ", ";"),
        LINE.replace("; ", ";\n"),
        LINE.replace("; 2026", ";\n> 2026"),
        LINE.replace("; ", "\u00a0;\u00a0"),
        LINE.replace("2026-03-09", "2026-W11"),
        LINE.replace("2026-03-09", "9 марта 2026 г."),
        LINE.replace("text=2,photo=1", "Тексты = 2, Фотографии = 1, video=0"),
        LINE.replace("text=2,photo=1", "total=3,text=2,photo=1"),
        f"\ufeff{LINE}",
        f"{LINE} Спасибо, библиотека",
        f"<!DOCTYPE html><p>Добрый день!<p>{LINE}</p>",
        f"{'Здравствуйте! ' * 1_000}{LINE}",
    ],
)
def test_a_line_is_read_however_a_mail_program_left_it(base: Records, text: str) -> None:
    assert base.taken(text) == TAKEN


def test_an_issue_of_the_forge_is_read_as_it_stands(base: Records) -> None:
    title = "Строки с числами"
    assert title in templates({})["weeks.yml"].decode()
    assert base.taken(f"### {title}\n\n{LINE}\n\n### Обращение увидят все\n\n- [X] Здесь нет паролей\n") == TAKEN


def test_two_lines_in_one_are_two(base: Records) -> None:
    other = LINE.replace(VK, OK).replace("text=2,photo=1", "total=0")
    assert base.taken(f"{LINE} {other}") == {**TAKEN, "library-1-ok/2026-W11": {"counted_on": "2026-03-16"}}


def test_a_text_of_one_line_loses_nothing() -> None:
    found = _read(" ".join(LINE.replace("photo=1", f"photo={number}") for number in range(1_000)))
    assert (len(found.entries), len(found.problems)) == (1_000, 0)


def test_a_total_is_recorded_as_publications_without_a_format(base: Records) -> None:
    line = LINE.replace("text=2,photo=1", "total=3")
    assert base.taken(line) == {"library-1-vk/2026-W11": {"unspecified": 3, "counted_on": "2026-03-16"}}
    assert base.taken(LINE.replace("text=2,photo=1", "3")) == base.taken(line)
    assert base.taken(line, source="network-statistics")["library-1-vk/2026-W11"]["source"] == "network-statistics"


def _mail(text: str, **how: Any) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Библиотека № 1 <library@city.example>"
    message["Subject"] = "Подсчёт за неделю"
    message.set_content(text, **how)
    return message


HTML = (
    "<html><head><title>x</title><style>p {{}}</style></head><body><p>Добрый день!</p><!-- <p>reestr-weeks/9 -->"
    "<script>var a = 'reestr-weeks/1; x';</script><div>{line}</div><blockquote>&gt; {line}</blockquote></body></html>"
)


@pytest.mark.parametrize(
    "message",
    [
        _mail(f"Добрый день!\n{LINE}\n"),
        _mail(f"Добрый день!\n{LINE}\n", charset="koi8-r", cte="8bit"),
        _mail(f"Добрый день!\n{LINE}\n", charset="koi8-r", cte="quoted-printable"),
        _mail(f"Добрый день!\n{LINE}\n", charset="windows-1251", cte="base64"),
        _mail(HTML.format(line=LINE.replace(";", "&#59;")), subtype="html"),
        _mail(HTML.format(line=LINE), subtype="html", charset="koi8-r", cte="base64"),
    ],
)
def test_mails_of_every_encoding_are_read(base: Records, message: EmailMessage) -> None:
    content = message.as_bytes()
    found = _read(content)
    assert found.senders == {"1": "Библиотека № 1 <library@city.example>"}
    assert base.taken(content) == TAKEN


def test_the_text_of_a_mail_is_taken_once_and_its_attachments_are_named(base: Records) -> None:
    message = _mail(f"{LINE}\n")
    message.add_alternative(HTML.format(line=LINE), subtype="html")
    message.add_attachment(b"PK\x03\x04" + b"0" * 1000, maintype="application", subtype="zip", filename="числа.zip")
    content = message.as_bytes()
    found = _read(content)
    assert len(found.entries) == 1 and "числа.zip" in found.remarks[0]
    assert base.taken(content) == TAKEN


def test_a_forwarded_mail_inside_a_mail_is_read(base: Records) -> None:
    outer = _mail("Пересылаю.")
    part = EmailMessage()
    part.set_content(_mail(f"{LINE}\n"))
    outer.make_mixed()
    outer.attach(part)
    assert base.taken(outer.as_bytes()) == TAKEN


def test_a_flowed_text_is_joined_again(base: Records) -> None:
    head = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
    assert base.taken(head + LINE.replace("; ", "; \n").encode()) == TAKEN


def test_the_sender_is_shown_as_it_stands_and_no_header_can_do_more() -> None:
    for sender in (
        b"=?koi8-r?B?+8vPzME=?= <a@b.example>",
        b"=?utf-8?B?\xff\xff?= \x1b[31m<a@b>",
        b"=?punycode?Q?" + b"a" * 5000 + b"?=",
        b";" * 50_000,
        b"a, " * 20_000,
    ):
        head = b"From: " + sender + b"\nSubject: x\nContent-Type: text/plain" + b"; a=b" * 5_000 + b"\n\n"
        mail = read_mail(head + LINE.encode())
        assert mail.texts and len(mail.sender) <= 300 and "\n" not in mail.sender


def test_html_is_read_in_linear_time_and_keeps_nothing_hidden() -> None:
    for text in ("<" * 500_000, "<!--" * 200_000, "<script>" * 100_000, "<a " * 300_000, "&#" + "9" * 500_000 + ";"):
        assert "reestr" not in text_of_html(text + "<!-- reestr-weeks/1 -->")
    assert text_of_html("a<br>b<p>c</p><ul><li>d") == "a\nb\nc\n\n\nd"
    assert text_of_html("1 < 2 <b>3</b> &lt;4&gt;") == "1 < 2 3 <4>"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("Добрый день!", "no-lines"),
        ("x" * ((1 << 20) + 1), "too-large"),
        (LINE.replace("weeks/1", "weeks/2"), "version"),
        ("reestr-weeks/1; vk.com/x; 2026-03-09", "line"),
        (LINE + "; ещё", "line"),
        (LINE.replace("photo", "фоточки"), "format"),
        (LINE.replace("photo=1", "text=1"), "format-twice"),
        (LINE.replace("photo=1", "photo=-1"), "number"),
        (LINE.replace("photo=1", "photo=1.5"), "number"),
        (f"{LINE} или 2", "number"),
        (LINE.replace("photo=1", "photo=99999"), "number"),
        (LINE.replace("photo=1", "photo=1,total=7"), "sum"),
        (LINE.replace("primersk.library1", "primersk.library2"), "foreign"),
        (LINE.replace("primersk", "рrimersk"), "look-alike"),
        (LINE.replace("vk.com", "vк.com"), "look-alike"),
        (LINE.replace("vk.com", "vk.com.example.org"), "look-alike-host"),
        (LINE.replace(VK, "Библиотека № 1"), "not-a-page"),
        (LINE.replace("2026-03-09", "2026-03-10"), "not-monday"),
        (LINE.replace("2026-03-09", "09/03/2026"), "week"),
        (LINE.replace("2026-03-09", "прошлая"), "week"),
        (LINE.replace("2026-03-09", "2026-03-16"), "after-frozen"),
        (LINE.replace("2026-03-09", "2025-03-10"), "closed-week"),
        (LINE.replace("2026-03-09", "2026-03-02"), "other-count"),
        (f"{LINE}\n> {LINE.replace('photo=1', 'photo=2')}", "two-counts"),
    ],
)
def test_what_is_refused_says_why_and_where(base: Records, text: str, kind: str) -> None:
    ((found, where),) = base.problems(text)
    assert (found, where) == (kind, "1" if kind in ("empty", "no-lines", "too-large") else where)
    assert where.startswith("1")
    if kind == "two-counts":
        assert where == "1, строка 2"


def test_two_messages_that_agree_are_one_and_two_that_differ_are_none(base: Records) -> None:
    assert base.taken(LINE, f"> {LINE}") == TAKEN
    assert base.problems(LINE, LINE.replace("photo=1", "photo=2")) == [("two-counts", "2, строка 1")]


def test_a_recorded_count_is_left_alone_unless_it_is_to_be_corrected(base: Records) -> None:
    same = LINE.replace("2026-03-09; text=2,photo=1", "2026-03-02; photo=1,video=1,gospabliki=1")
    assert base.taken(same) == {}
    other = LINE.replace("2026-03-09", "2026-03-02")
    assert base.taken(other, correct=True) == {
        "library-1-vk/2026-W10": {"text": 2, "photo": 1, "counted_on": "2026-03-16"}
    }


def test_a_week_that_is_not_over_is_refused_on_its_last_day(base: Records) -> None:
    # The base case is frozen; a day is given by hand.
    assert base.problems(LINE, today=datetime.date(2026, 3, 15)) == [("after-frozen", "1, строка 1")]
    assert base.problems(LINE, today=datetime.date(2026, 3, 16)) == []


def test_closed_organizations_pages_and_fakes_of_the_example_city_are_refused() -> None:
    city = Records(PRIMERSK / "data")
    registry, day = city.registry, datetime.date(2026, 11, 16)
    shut = [item for item in registry.accounts.values() if item.closed and item.closed_on and item.closed_on < day]
    closed, gone = (
        next(item for item in shut if registry.organizations[item.organization].is_closed(day) is is_gone)
        for is_gone in (False, True)
    )
    fake = next(iter(registry.fakes.values()))
    old = next(old for item in registry.accounts.values() for old in item.previous_addresses)
    kinds = [
        city.problems(f"reestr-weeks/1; {url}; 2026-11-02; total=1", today=day)[0][0]
        for url in (closed.url, gone.url, fake.url, old.url)
    ]
    assert kinds == ["closed-page", "closed-organization", "fake", "moved"]


def test_a_machine_count_stays_beside_the_hand_count() -> None:
    city = Records(PRIMERSK / "data")
    line = "reestr-weeks/1; https://vk.com/primersk_primer_school_1; 2026-11-09; total=9"
    ((_, week),) = city.taken(line, today=datetime.date(2026, 11, 16), correct=True).items()
    assert week["unspecified"] == 9 and week["machine"]["photo"] == 3 and "contest" not in week


def _xlsx(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HEAD = ("Страница", "Неделя", "Публикаций")


@pytest.mark.parametrize(
    "content",
    [
        f"Страница;Неделя;Публикаций\n{VK};09.03.2026;3\n".encode(),
        f"Страница;Неделя;Публикаций\n{VK};09.03.2026;3\n".encode("cp1251"),
        f"Адрес страницы,Понедельник,Всего\n{VK},2026-W11,3\n".encode(),
        _xlsx(HEAD, (VK, datetime.date(2026, 3, 9), 3)),
        _xlsx(("Отчёт",), HEAD, ("vk.com/primersk.library1", "2026-03-09", "3"), (OK, "2026-03-09", None)),
    ],
)
def test_a_table_of_totals_is_taken(base: Records, content: bytes) -> None:
    assert base.taken(content) == {"library-1-vk/2026-W11": {"unspecified": 3, "counted_on": "2026-03-16"}}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (_xlsx(HEAD, (VK, "2026-03-09", "=1+2")), ("formula", "1, Sheet!C2")),
        (f"Страница;Неделя;Публикаций\n{VK};09.03.2026;=1+2".encode(), ("whole", "1, C2")),
        (f"Страница;Неделя;Публикаций\n{VK};09.03.2026;три".encode(), ("whole", "1, C2")),
        (b"\xef\xbb\xbf" + "Страница;Неделя;Публикаций\n;09.03.2026;3".encode(), ("row", "1, A2")),
        (f"Страница;Неделя;Публикаций\n{VK};10.03.2026;3".encode(), ("not-monday", "1, A2")),
        (_xlsx(("Страница", "Кто"), (VK, "x")), ("no-columns", "1")),
        (b"PK\x03\x04broken", ("unreadable", "1")),
    ],
)
def test_a_table_is_refused_by_its_cells(base: Records, content: bytes, place: tuple[str, str]) -> None:
    assert base.problems(content) == [place]


@settings(max_examples=times(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from(
                [
                    *(LINE.encode(), b"\n", b"; ", b"> ", b"reestr-weeks/", b"PK\x03\x04", b"From: a\nTo: b\n\n"),
                    *(b"Content-Type: multipart/mixed; boundary=x\n\n", b"--x\n", b"--x--\n", b"Content-Type: "),
                    *(b"text/html; charset=utf-7\n", b"Content-Transfer-Encoding: base64\n", b"<!--", b"&#x41;"),
                    *("Страница;Неделя;Публикаций\n".encode(), b"=1+1;", b"\0", b"\xff\xfe"),
                ]
            ),
        ),
        max_size=30,
    )
)
def test_whatever_is_handed_in_ends_in_entries_or_in_problems(base: Records, pieces: list[bytes]) -> None:
    found = _read(b"".join(pieces))
    checked(found, base.registry, TODAY, correct=False)
    assert found.entries or found.problems or found.blank
    assert all(item.message and item.fix and item.where for item in found.problems)


def test_a_mail_of_nothing_but_parts_or_of_one_endless_header_is_read_at_once() -> None:
    nested = b"From: a@b.example\nSubject: x\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(20_000)
    )
    endless = b"From: a@b.example\nSubject: x\nContent-Type: text/plain" + b";a" * 500_000 + b"\n\n"
    for content in (nested, endless, b"From: a\nSubject: x\n" + b"X: y\n" * 150_000):
        mail = read_mail(content + b"\n" + LINE.encode())
        assert any(LINE in text for text in mail.texts)


def test_ten_thousand_lines_are_read_once_each(base: Records) -> None:
    weeks = "\n".join(LINE.replace("photo=1", f"photo={number % 3}") for number in range(10_000))
    found = _read(weeks)
    assert (len(found.entries), found.repeated) == (3, 9_997)
    strangers = "\n".join(LINE.replace("library1", f"library{number}x") for number in range(10_000))
    found = _read(strangers)
    checked(found, base.registry, TODAY, correct=False)
    assert (len(found.problems), found.untold) == (1_000, 9_000)


def test_counts_in_words() -> None:
    assert said_counts({}) == "публикаций не было"
    assert said_counts({"unspecified": 3}) == "3"
    assert said_counts({"text": 2, "photo": 1}) == "3 (тексты — 2, фотографии — 1)"


class TestCommand:
    """All or nothing: what cannot be taken as a whole changes no file."""

    def test_it_writes_with_yes_and_says_how_to_take_it_back(self, tmp_path: Path) -> None:
        project = copy_of_base(tmp_path)
        (project / "mail").mkdir()
        (project / "mail" / "1.eml").write_bytes(_mail(LINE).as_bytes())
        (project / "mail" / "2.txt").write_text(LINE.replace(VK, OK), encoding="utf-8")
        (project / "mail" / ".hidden").write_text("x", encoding="utf-8")
        before = tree(project / "data")
        assert reestr_here("weeks", "mail", "--dry-run", folder=project).returncode == 0
        assert tree(project / "data") == before
        done = reestr_here("weeks", "mail", "--yes", folder=project)
        assert done.returncode == 0, done.stderr
        assert "library@city.example" in done.stderr and "ничего не доказывает" in done.stderr
        assert "git checkout -- data/activity" in done.stdout
        changed = {name for name, content in tree(project / "data").items() if content != before[name]}
        assert changed == {"activity/library-1-ok/2026.yaml", "activity/library-1-vk/2026.yaml"}
        again = reestr_here("weeks", "mail", "--yes", folder=project)
        assert again.returncode == 0 and "Записывать нечего" in again.stdout

    def test_one_wrong_line_stops_all(self, tmp_path: Path) -> None:
        project = copy_of_base(tmp_path)
        (project / "1.txt").write_text(f"{LINE}\n{LINE.replace('library1', 'library2')}", encoding="utf-8")
        (project / "2.pdf").write_bytes(b"%PDF")
        before = tree(project / "data")
        done = reestr_here("weeks", "1.txt", "2.pdf", "--yes", folder=project)
        assert done.returncode == 1 and tree(project / "data") == before
        assert "1.txt, строка 2" in done.stderr and "2.pdf" in done.stderr and VK in done.stderr

    def test_without_a_terminal_it_names_what_it_needs(self, tmp_path: Path) -> None:
        project = copy_of_base(tmp_path)
        done = reestr_here("weeks", "no.txt", folder=project)
        assert done.returncode == 2 and "--yes" in done.stderr
        assert reestr_here("weeks", "no.txt", "--yes", folder=project).returncode == 2

    @pytest.mark.process
    @pytest.mark.parametrize(("reply", "written"), [("да", True), ("нет", False)])
    def test_messages_are_pasted_and_confirmed(self, tmp_path: Path, reply: str, written: bool) -> None:
        project = copy_of_base(tmp_path)
        before = tree(project / "data")
        code, screen = session(project, ["weeks"], [f"{LINE}\n\x04", f"{reply}\n"])
        assert code == 0, screen
        assert (tree(project / "data") != before) is written
