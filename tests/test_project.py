"""The project's own files agree with each other: locks, Makefile, README, samples, topics."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.compose import compose
from generator.config import load_config
from generator.diagnostics import Severity, worst
from generator.reading import frontmatter
from generator.source import Source
from generator.styles import load_styles
from generator.topics import fold, load_topics

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
READMES = ("README.md", "README.zh.md")


def read(name: str) -> str:
    """Return what a file of the project says."""
    return (ROOT / name).read_text("utf-8")


def normal(requirement: str) -> str:
    """Return the name in a requirement as package indexes write it."""
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def wanted(*groups: str) -> set[str]:
    """Return the names that ``pyproject.toml`` asks for, with the dependency *groups* added."""
    project = tomllib.loads(read("pyproject.toml"))
    lists = [project["project"]["dependencies"]]
    lists += [project["dependency-groups"][group] for group in groups]
    return {normal(requirement) for one in lists for requirement in one}


def locked(name: str) -> dict[str, str]:
    """Return the pinned version of every package in a lock file."""
    return {normal(n): v for n, v in re.findall(r"^([\w.-]+)==(\S+)", read(name), re.M)}


def targets() -> set[str]:
    """Return the targets of the Makefile that a person calls."""
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.M)
    assert phony
    return set(phony[1].split())


def project_files() -> list[Path]:
    """Return every text file that is written by hand and published."""
    made = {".lock", ".git"}  # in a second working tree .git is a file
    found = [p for p in ROOT.iterdir() if p.is_file() and not made & {p.suffix, p.name}]
    for folder in ("generator", "themes", "content", "docs", "tests", ".ci", ".github"):
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    texts = {"", ".py", ".md", ".toml", ".yml", ".html", ".css", ".js", ".xml", ".case", ".lock"}
    ours = (path for path in sorted(found) if ".jianbao" not in path.parts)
    return [path for path in ours if path.suffix in texts]


def test_locks_hold_what_the_project_asks_for() -> None:
    """Every dependency is pinned, the build's and the developers' included."""
    assert wanted("build") <= locked("requirements.lock").keys()
    assert wanted("build", "dev") <= locked("requirements-dev.lock").keys()


def test_locks_agree() -> None:
    """What both locks hold, they hold in one version."""
    runtime, dev = map(locked, LOCKS)
    assert runtime.items() <= dev.items()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_have_hashes_and_no_host(name: str) -> None:
    """Every package has hashes; where it is fetched from is the machine's business."""
    text = read(name)
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"://|^-", text, re.M)


def test_lowest_python_is_said_alike() -> None:
    """``pyproject.toml``, the Makefile and the READMEs name the same oldest Python."""
    lowest = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"].lstrip(">=")
    assert f"({lowest.replace('.', ', ')})" in read("Makefile")
    for name in READMES:
        assert f"Python {lowest}" in read(name) or f"Python ≥ {lowest}" in read(name), name


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_documented_make_commands_exist(name: str) -> None:
    """Every ``make`` command in the documents is a target."""
    called = set(re.findall(r"\bmake ([a-z]+)(?=\s|`|$)", "\n".join(code_in(read(name)))))
    assert called
    assert called <= targets()


@pytest.mark.parametrize("name", READMES)
def test_readmes_agree_on_their_commands(name: str) -> None:
    """The Chinese README shows the commands of the English one, and the other way round."""
    shown = [re.findall(r"^(?:make|git|jianbao|\.venv)\b[^#\n]*", t, re.M) for t in fences(name)]
    other = [
        re.findall(r"^(?:make|git|jianbao|\.venv)\b[^#\n]*", t, re.M) for t in fences(READMES[0])
    ]
    assert [[line.strip() for line in block] for block in shown] == [
        [line.strip() for line in block] for block in other
    ]


def code_in(markdown: str) -> list[str]:
    """Return the code of a document, in lines and in fences."""
    return re.findall(r"`([^`\n]+)`", markdown) + re.findall(
        r"^```\w*\n(.*?)^```", markdown, re.M | re.S
    )


def fences(name: str) -> list[str]:
    """Return the fenced blocks of a document."""
    return re.findall(r"^```\w*\n(.*?)^```", read(name), re.M | re.S)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_documents_resolve(name: str) -> None:
    """A relative link in a document leads to a file of the project."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", read(name)):
        assert (ROOT / target).exists(), target


def test_no_machine_path() -> None:
    """No file names a folder of the machine it was written on."""
    private = re.compile(r"(?<![\w.])/(?:work|root|home|Users|tmp)/[A-Za-z_]")
    for path in project_files():
        if "tests" not in path.relative_to(ROOT).parts:
            assert not private.search(path.read_text("utf-8")), path


@pytest.mark.parametrize(
    "name", [".github/workflows/test.yml", "generator/data/site/dot-github/workflows/pages.yml"]
)
def test_a_workflow_is_sound(name: str) -> None:
    """It can be read, has least rights, ends, and runs nobody else's actions, each of a version."""
    flow = yaml.safe_load(read(name))
    assert flow["permissions"] == {"contents": "read"}
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]
    uses = [step["uses"] for step in steps if "uses" in step]
    assert uses
    assert [one for one in uses if not re.fullmatch(r"actions/[a-z-]+@v\d+", one)] == []
    assert all("run" in step or "uses" in step for step in steps)
    assert all("timeout-minutes" in job for job in flow["jobs"].values())
    assert not re.search(r"\$\{\{\s*github\.(event|head_ref)[^}]*\}\}", read(name))


def test_site_configuration_is_clean() -> None:
    """The sample site's own ``site.toml`` is an example to copy: no problem in it."""
    config, problems = load_config(ROOT / "site.toml")
    assert problems == []
    assert all((config.content / series.folder).is_dir() for series in config.series)


def test_topics_are_complete() -> None:
    """Every topic says what it is in both languages and has its place in the order of rules."""
    topics, problems = load_topics(None)
    data = tomllib.loads(read("generator/data/topics.toml"))
    assert worst(problems) in (None, Severity.NOTE)
    assert sorted(data["order"]) == sorted(data["topics"])
    for topic in topics.topics.values():
        assert not topic.title.missing(), topic.id
        assert not topic.description.missing(), topic.id
        assert topic.keywords, topic.id


def test_a_name_belongs_to_one_topic() -> None:
    """Two topics never share a title or an alias, or a group would be filed by accident."""
    topics, _ = load_topics(None)
    owner: dict[str, str] = {}
    for topic in topics.topics.values():
        for name in {fold(n) for n in (topic.title.zh, topic.title.en, *topic.aliases)}:
            assert owner.setdefault(name, topic.id) == topic.id, name


@pytest.mark.parametrize(
    ("group", "title", "topic"),
    [
        ("生成模型", "去噪扩散概率模型", "generation"),
        ("分类/检测/识别/分割/...", "基于 Transformer 的端到端目标检测", "detection"),
        ("分类/检测/识别/分割", "一个没有关键词的题目", "recognition"),
        ("3d / cg", "A title without a keyword", "3d"),
        ("Zero/Few-Shot Learning", "A title without a keyword", "learning"),
        ("深度预测", "超分辨率网络", "depth"),
        ("从未见过的栏目", "一个没有关键词的题目", "theory"),
        ("", "Surface tension", "theory"),
    ],
)
def test_filing(group: str, title: str, topic: str) -> None:
    """A group that decides, then the title's keywords, then the group, then the catch-all."""
    topics, _ = load_topics(None)
    assert topics.of((), [title], group)[0] == topic


CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|bom|unreadable")
REPORTS = {"Diagnostic", "problem", "note", "note_once", "warn", "wrong", "say", "complain", "Rest"}
"""Functions that take the code of a problem among their arguments, and ``_`` before them."""


def reported(path: Path) -> Iterator[str]:
    """Give every code that a module hands to something which reports it, or calls ``code``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name.lstrip("_") in REPORTS:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Assign) and "code" in ast.unparse(node.targets[0]).split(", "):
            given = [node.value]
        for one in (inner for value in given for inner in (value, *ast.iter_child_nodes(value))):
            if isinstance(one, ast.Constant) and CODE.fullmatch(str(one.value)):
                yield str(one.value)


def test_every_code_is_explained() -> None:
    """A code that the program may print has its entry in the list of problems, and no other has."""
    explained = re.findall(r"^### `(.+)`$", read("docs/problems.md"), re.M)
    used = {code for path in (ROOT / "generator").rglob("*.py") for code in reported(path)}
    assert sorted(explained) == sorted(set(explained))
    assert used - set(explained) == set()
    source = "".join(path.read_text("utf-8") for path in (ROOT / "generator").rglob("*.py"))
    assert [code for code in explained if f'"{code}"' not in source] == []


@pytest.mark.parametrize("name", load_styles())
def test_samples_in_the_documents_are_read(name: str) -> None:
    """What the documents show is recognised by its text and read without a warning."""
    styles = load_styles()
    samples = re.findall(r"^```markdown\n(.*?)^```", read(f"docs/writing/{name}.md"), re.M | re.S)
    assert samples
    for sample in samples:
        front, text, problems = frontmatter.split(sample, "sample.md")
        source = Source("sample.md", text)
        scores = {style.name: style.matches(source) for style in styles.values()}
        parsed = compose(styles[name], source, front, load_topics(None)[0])
        assert max(scores, key=lambda one: scores[one]) == name
        assert parsed.issue
        assert parsed.issue.items
        assert worst([*problems, *parsed.problems]) in (None, Severity.NOTE)
