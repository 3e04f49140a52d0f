"""Events and calls for papers: one list in time order, calendars, nothing guessed or merged."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from generator.agenda import days_of
from generator.assemble import assemble
from generator.cards import Record
from generator.compose import card_of, set_issue
from generator.config import Config
from generator.diagnostics import Severity
from generator.index import index
from generator.model import Deadline, Event, Issue, Item, Section
from generator.outputs.ics import FOLD, calendar, folded
from generator.pages.frame import Frame
from generator.pages.scene import Scene
from generator.plan import AGENDA, plan
from generator.text import LANGS, Text
from generator.theme import load_theme, own_themes
from generator.topics import load_topics
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.pages import faults, pages_of

MakeSite = Callable[[Files], SiteFolder]
WORDS = {lang: load_theme("default", [own_themes()]).words[lang] for lang in LANGS}
TOPICS = load_topics(None)[0]
CONFIG = 'base_url = "https://example.org/letter/"\n'

CALLS = """\
---
date: 2026-09-30
---
# 图像通讯

2026 年第 1 期

## 目录

### | 动态

- 03 走进中学系列讲座

### | 征文

- 06 征文通知


## 走进中学系列讲座

### 第 12 期 第一中学

2026年3月5日下午，由图学会主办、第一中学承办的第12期讲座在第一中学礼堂成功举行。

### 第 13 期 第二中学

讲座由图学会主办，第二中学、少年宫联合承办。4 月 6 日，讲座顺利举行。

责任编辑 张三


## 征文通知

见表 1。第六届甲城年会将于 2027 年 4 月 28 日~5 月 1 日在甲城召开，由甲城大学承办。

责任编辑 李四

表 1 会议

会议名称	会议地点	截稿日期	会议网站
甲会 2027	甲城	2027.01.30	<https://a.example/2027?x=1&y=2>
Second Meeting 2027	Second City	2027.02.30	<https://b.example/>
丙会		待定
"""
"""Two talks, a meeting of several days and three calls; of three the day is not known."""

AGAIN = (
    CALLS.replace("2026 年第 1 期", "2026 年第 2 期")
    .replace("date: 2026-09-30", "date: 2026-12-30")
    .replace("### 第 12 期 第一中学", "### 第 14 期 第四中学")
)
"""The next number, which repeats the calls."""


def rows(page: str) -> list[tuple[str, str]]:
    """Return the rows of an events page: the day or what is printed for it, and the title."""
    found = re.findall(
        r'<p class="when">(?:<time datetime="(.*?)">|<span.*?>(.*?)</span>)'
        r".*?<h3.*?><a.*?>(.*?)</a>",
        page,
        re.DOTALL,
    )
    return [(day or printed, title) for day, printed, title in found]


def broken(files: Mapping[str, bytes], address: str = "") -> Iterator[str]:
    """Give the faults of a site, but for the language of what an issue's own pages quote."""
    for fault in faults(files, address):
        if "/issues/" not in fault.partition(":")[0] or "Chinese inside" not in fault:
            yield fault


def read(data: bytes) -> list[dict[str, str]]:
    """Return the entries of a calendar as the library reads them, after a look at its lines."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= FOLD
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines))
    for line in lines:
        line.decode()  # no character is cut in two
    told = Calendar.from_ical(data)
    assert not told.errors
    assert [len(entry.errors) for entry in told.walk("VEVENT")] == [0] * len(told.walk("VEVENT"))
    return [
        {key: value.to_ical().decode() if hasattr(value, "to_ical") else str(value)
         for key, value in entry.items()}
        | {"SUMMARY": str(entry["SUMMARY"]), "DESCRIPTION": str(entry["DESCRIPTION"]),
           "LOCATION": str(entry.get("LOCATION", ""))}
        for entry in told.walk("VEVENT")
    ]  # fmt: skip


def scene_of(*items: Item, day: str = "2026-01-02") -> Scene:
    """Return a site with one issue of *items*, made without a disk."""
    issue = Issue(
        style="newsletter", title=Text(zh="图像通讯"), lines=(1, 9), date=day,
        sections=(Section(items=items),),
    )  # fmt: skip
    body, _ = set_issue(issue, "a.md")
    config = Config(root=Path(), content=Path(), output=Path())
    record = Record("a.md", (), b"", "a", card_of(body, "a.md", "a"), ())
    site, _ = assemble([record], config, as_of="2099-01-01", drafts=False)
    return Scene(site, index(site, TOPICS, 40, 2), config, TOPICS, WORDS, {}, lambda _: body)


def item(*whats: Event | Deadline, title: str = "征文通知") -> Item:
    """Return an item that tells of *whats*."""
    return Item(
        kind="cfp", title=Text(zh=title), lines=(1, 2), markup="plain", slug=title,
        events=tuple(what for what in whats if isinstance(what, Event)),
        deadlines=tuple(what for what in whats if isinstance(what, Deadline)),
    )  # fmt: skip


def test_the_page_lists_all_in_time_order(make_site: MakeSite) -> None:
    """Days come one after another; what has no whole date stands last, as printed."""
    site = make_site({"a.md": CALLS})
    site.build()
    for lang, none in (("zh", "日期不全"), ("en", "Incomplete dates")):
        page = site.page(f"{lang}/events/index.html")
        assert rows(page) == [
            ("2026-03-05", "第一中学"),
            ("2027-01-30", "甲会 2027"),
            ("2027-04-28", "第六届甲城年会"),
            ("4 月 6 日", "第二中学"),
            ("2027.02.30", "Second Meeting 2027"),
            ("待定", "丙会"),
        ]
        assert (
            page.index("第六届甲城年会") < page.index(f"<h2>{none}</h2>") < page.index("第二中学")
        )
        assert '<time class="ui" datetime="2027-05-01">' in page
        assert 'href="https://a.example/2027?x=1&amp;y=2"' in page
        assert f"{lang}/events/2027-01/index.html" in site.files()
        assert f"{lang}/events/undated/index.html" in site.files()


@pytest.mark.parametrize("config", ["", CONFIG])
def test_nothing_is_broken(make_site: MakeSite, config: str) -> None:
    """Links, anchors, languages and hreflang hold on every page, calendars included."""
    site = make_site({"a.md": CALLS, "b.md": AGAIN, "day.md": DAY, "site.toml": config})
    site.build()
    files = site.files()
    assert list(broken(files, "https://example.org/letter/" if config else "")) == []
    page = pages_of(files)["zh/events/2027-01/index.html"]
    assert {one["hreflang"] for one in page.heads if "hreflang" in one} == {"zh", "en", "x-default"}
    paths = json.loads(files["api/site.json"])["pages"]
    assert {"/zh/events/", "/en/events/2027-01/", "/en/events/undated/"} <= set(paths)
    assert b"zh/events/2027-01/</loc>" in files["sitemap.xml"]


def test_the_bar_leads_there_only_where_there_is_something(make_site: MakeSite) -> None:
    """A site without events has no page for them, no calendar and no link."""
    site = make_site({"day.md": DAY, "捷径.md": ARTICLE})
    site.build()
    assert not [name for name in site.files() if "events" in name and "/assets/" not in f"/{name}"]
    assert "events/" not in site.page("zh/index.html")
    site.write({"content/a.md": CALLS})
    site.build()
    assert '<a href="../../events/">活动</a>' in site.page("zh/papers/2603.00001/index.html")


def test_an_item_shows_its_dates(make_site: MakeSite) -> None:
    """The item's own page says them in a form that machines read, and leads to the list."""
    site = make_site({"a.md": CALLS})
    site.build()
    name = next(n for n in site.files() if re.fullmatch(r"en/issues/[^/]+/征文通知/index.html", n))
    page = site.page(name)
    assert '<time class="seal" datetime="2027-01-30">30 January 2027</time>' in page
    assert re.search(r'href="../../../events/2027-01/#e-[0-9a-f]{16}"', page)
    assert '<span lang="zh-Hans">待定</span>' in page


def test_a_topic_leads_to_its_calendar(make_site: MakeSite) -> None:
    """A topic with dated events has a calendar of its own, with those and no others."""
    site = make_site({"a.md": CALLS, "day.md": DAY})
    site.build()
    files = site.files()
    topic = next(n.split("/")[2] for n in files if re.fullmatch(r"zh/topics/[^/]+/events.ics", n))
    assert 'href="../../topics/' + topic + '/events.ics"' in site.page(
        f"zh/topics/{topic}/index.html"
    )
    assert "zh/topics/generation/events.ics" not in files
    assert "events.ics" not in site.page("zh/topics/generation/index.html")
    every = {entry["UID"] for entry in read(files["zh/events.ics"])}
    assert {entry["UID"] for entry in read(files[f"zh/topics/{topic}/events.ics"])} <= every


def test_the_same_call_in_two_issues_is_one(make_site: MakeSite) -> None:
    """What is said twice in the same words is listed once, with both items; nothing else is."""
    site = make_site({"a.md": CALLS, "b.md": AGAIN.replace("第六届甲城年会", "第七届甲城年会")})
    site.build()
    page = site.page("zh/events/index.html")
    titles = [title for _, title in rows(page)]
    assert titles.count("甲会 2027") == 1
    assert {"第六届甲城年会", "第七届甲城年会"} <= set(titles)
    row = page[page.index("甲会 2027") :].partition("</li></ul>")[0].partition("</div></li>")[0]
    assert [f"2026 年第 {n} 期" in row for n in (1, 2)] == [True, True]
    site.write({"content/b.md": AGAIN.replace("2027.01.30", "2027.02.15")})
    site.build()
    moved = [row for row in rows(site.page("zh/events/index.html")) if row[1] == "甲会 2027"]
    assert moved == [("2027-01-30", "甲会 2027"), ("2027-02-15", "甲会 2027")]


def test_calendars_are_read_as_they_were_meant(make_site: MakeSite) -> None:
    """Whole days, the end exclusive, the stamp from the issue, in both languages the same ids."""
    site = make_site({"a.md": CALLS, "site.toml": CONFIG})
    site.build()
    zh, en = (read(site.files()[f"{lang}/events.ics"]) for lang in LANGS)
    assert [(one["DTSTART"], one["DTEND"], one["SUMMARY"]) for one in zh] == [
        ("20260305", "20260306", "走进中学系列讲座 第 12 期：第一中学"),
        ("20270130", "20270131", "截稿：甲会 2027"),
        ("20270428", "20270502", "第六届甲城年会"),
    ]
    assert {one["DTSTAMP"] for one in zh} == {"20260930T000000Z"}
    assert [one["UID"] for one in zh] == [one["UID"] for one in en]
    assert en[1]["SUMMARY"] == "Deadline: 甲会 2027"
    assert zh[1]["URL"] == "https://a.example/2027?x=1&y=2"
    assert zh[0]["URL"].startswith("https://example.org/letter/zh/issues/")
    assert zh[0]["LOCATION"] == "第一中学礼堂"
    assert zh[0]["DESCRIPTION"].startswith("主办：第一中学\nhttps://example.org/letter/zh/")


def test_an_id_outlives_its_date(make_site: MakeSite) -> None:
    """A call whose deadline is extended moves in the reader's calendar, and is not there twice."""
    site = make_site({"a.md": CALLS})
    site.build()
    before = {one["SUMMARY"]: one["UID"] for one in read(site.files()["zh/events.ics"])}
    site.write({"content/a.md": CALLS.replace("2027.01.30", "2027.06.15")})
    site.build()
    after = {one["SUMMARY"]: one["UID"] for one in read(site.files()["zh/events.ics"])}
    assert after == before
    assert len(set(after.values())) == len(after)


SCHOOLS = '[names]\n"走进中学系列讲座" = "School talks"\n'

CHANGES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a date": ({"a.md": CALLS}, {"a.md": CALLS.replace("2027.01.30", "2027.03.30")}),
    "a date made whole": ({"a.md": CALLS}, {"a.md": CALLS.replace("2027.02.30", "2027.02.20")}),
    "a place": ({"a.md": CALLS}, {"a.md": CALLS.replace("甲城\t2027", "己城\t2027")}),
    "an address": ({"a.md": CALLS}, {"a.md": CALLS.replace("x=1", "x=3")}),
    "the first event": ({"a.md": DAY}, {"b.md": CALLS}),
    "the last event": ({"a.md": DAY, "b.md": CALLS}, {"b.md": "# 空了\n\n没有活动。\n"}),
    "the same call again": ({"a.md": CALLS}, {"b.md": AGAIN}),
    "the title of an item": ({"a.md": CALLS}, {"a.md": CALLS.replace("征文通知", "会议预告")}),
    "the number of the issue": ({"a.md": CALLS}, {"a.md": CALLS.replace("第 1 期", "第 3 期")}),
    "the issue's date": ({"a.md": CALLS}, {"a.md": CALLS.replace("2026-09-30", "2026-10-01")}),
    "the name of a series": ({"a.md": CALLS}, {"site.toml": SCHOOLS}),
    "the address of the site": ({"a.md": CALLS}, {"site.toml": CONFIG}),
}
"""What changes, the files before, and those that are written then."""


@pytest.mark.parametrize("what", CHANGES)
def test_a_warm_build_misses_nothing(make_site: MakeSite, what: str) -> None:
    """Whatever the pages and calendars show, a change of it is seen by the next build."""
    before, after = CHANGES[what]
    site = make_site(before)
    site.build()
    site.write({n if n == "site.toml" else f"content/{n}": t for n, t in after.items()})
    warm = site.build()
    clean = site.build(output="clean", clean=True)
    assert site.files() == site.files("clean")
    assert warm.problems == clean.problems


def test_a_day_of_papers_touches_no_event(make_site: MakeSite) -> None:
    """What has no events changes neither the list nor a calendar."""
    site = make_site({"a.md": CALLS})
    site.build()
    found = (site.root / "public").rglob("*")
    stamps = {p: p.stat().st_mtime_ns for p in found if "events" in p.as_posix() and p.is_file()}
    assert len(stamps) > 10
    site.write({"content/day.md": DAY})
    assert site.build().written > 0
    assert stamps == {p: p.stat().st_mtime_ns for p in stamps}


def test_long_lists_are_months_and_one_edit_changes_few(make_site: MakeSite) -> None:
    """Of three thousand calls the first page shows the latest, and an edit stays in its month."""
    days = [date(2010, 1, 1) + timedelta(days=2 * at) for at in range(3000)]
    calls = [Deadline(title=f"会议 {at}", date=day.isoformat()) for at, day in enumerate(days)]

    def outputs(calls: list[Deadline]) -> tuple[Scene, dict[str, str]]:
        scene = scene_of(item(*calls))
        return scene, plan(scene.site, scene.index, b"base", []).outputs()

    scene, before = outputs(calls)
    shown = scene.index.agenda.months
    assert sum(map(len, shown.values())) == 3000
    assert max(map(len, shown.values())) <= 16
    assert f"zh/events/{days[0]:%Y-%m}/index.html" in before
    after = outputs([Deadline(title="会议改名", date=calls[9].date), *calls[:9], *calls[10:]])[1]
    changed = {p for p in before if before[p] != after[p] and "/events/" in p}
    assert changed == {"zh/events/2010-01/index.html", "en/events/2010-01/index.html"}
    assert AGENDA < 100


# Wrong inputs


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        ("2024-10-28", ("2024-10-28", "2024-10-28")),
        ("2024-10-28/2024-11-01", ("2024-10-28", "2024-11-01")),
        ("2024-02-29", ("2024-02-29", "2024-02-29")),
        ("2023-02-29", ("", "")),
        ("2024-02-30", ("", "")),
        ("2024-13-01", ("", "")),
        ("0000-01-01", ("", "")),
        ("9999-12-31", ("", "")),
        ("2024-11-01/2024-10-28", ("", "")),
        ("2024-10-28/", ("", "")),
        ("/2024-10-28", ("", "")),
        ("2024-10-28/2024-11-01/2024-11-02", ("", "")),
        ("2024-W44-1", ("", "")),
        ("20241028", ("", "")),
        ("２０２４-10-28", ("", "")),
        ("2024-10", ("", "")),
        ("12 月 11 日", ("", "")),
        ("", ("", "")),
    ],
)
def test_only_whole_days_of_the_calendar_count(printed: str, days: tuple[str, str]) -> None:
    """A day is a day of the calendar, written in full; a range runs forward."""
    assert days_of(printed) == days


def test_days_that_are_none_are_said(make_site: MakeSite) -> None:
    """A day that there is none of is a warning, a missing part a note; both name the item."""
    back = CALLS.replace("2027 年 4 月 28 日~5 月 1 日", "2027 年 12 月 28 日~1 月 3 日")
    site = make_site({"a.md": back})
    told = [p for p in site.build().problems if p.code == "event-date"]
    assert [(p.severity, p.span.line > 3) for p in told if p.severity == Severity.WARNING] == [
        (Severity.WARNING, True)
    ] * 2
    words = " ".join(p.message for p in told)
    assert all(one in words for one in ("2027.02.30", "4 月 6 日", "待定", "12 月 28 日"))
    assert all(p.hint for p in told)
    page = site.page("zh/events/undated/index.html")
    assert "2027 年 12 月 28 日~1 月 3 日" in page
    assert len(read(site.files()["zh/events.ics"])) == 2


def test_without_a_whole_date_there_is_no_calendar(make_site: MakeSite) -> None:
    """A calendar must hold something: where nothing has a day there is a page and no file."""
    loose = re.sub(r"(2027|2026)([年.]| 年)", "", CALLS.partition("## 征文通知")[0])
    site = make_site({"a.md": loose})
    site.build()
    assert rows(site.page("zh/events/index.html"))
    assert not [name for name in site.files() if name.endswith(".ics")]
    assert list(broken(site.files())) == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "a.example"])
def test_only_addresses_are_links(address: str) -> None:
    """What is no web address leads nowhere, neither on a page nor in a calendar."""
    scene = scene_of(item(Deadline(title="甲会", date="2027-01-30", href=address)))
    frame = Frame(scene, "zh", "")
    (entry,) = read(calendar(frame, scene.index.agenda.dated))
    assert entry["URL"].startswith("https://example.invalid/zh/issues/")


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\x00\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufeff\\;,:\"'<&甲乙丙🀄\u0301"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
DAYS = st.dates(date(1000, 1, 1), date(9990, 12, 31))


@given(
    title=HOSTILE, place=HOSTILE, host=HOSTILE, series=HOSTILE, day=DAYS, more=st.integers(0, 400)
)
def test_no_words_break_a_calendar(
    title: str, place: str, host: str, series: str, day: date, more: int
) -> None:
    """Whatever a title says is read back as it was, but for control signs; nothing is injected."""
    last = day + timedelta(days=more)
    event = Event(
        title=f"{title}\r\nEND:VEVENT", date=f"{day}/{last}", place=place, host=host, series=series
    )
    call = Deadline(title=f"甲{title}", date=day.isoformat(), href=f"https://a.example/{title}")
    scene = scene_of(item(event, call))
    told = read(calendar(Frame(scene, "zh", ""), scene.index.agenda.dated))
    assert len(told) == 2
    found = next(one for one in told if not one["SUMMARY"].startswith("截稿："))
    wanted = cleaned(event.title)
    assert cleaned(found["SUMMARY"]).endswith(wanted)
    assert cleaned(found["LOCATION"]) == cleaned(place)
    assert found["DTEND"] == (last + timedelta(days=1)).isoformat().replace("-", "")


def cleaned(words: str) -> str:
    """Return *words* without what a calendar may not hold, every line end as one sign."""
    lines = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", words)
    return re.sub(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ufeff]", "", lines)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=300))
def test_folding_is_undone_by_unfolding(line: str) -> None:
    """Every piece fits, no character is cut, and together they are the line."""
    pieces = folded(line).split("\r\n ")
    assert "".join(pieces) == line
    assert all(len(piece.encode()) <= FOLD - bool(at) for at, piece in enumerate(pieces))
