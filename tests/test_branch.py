"""A branch that holds a site: nothing of the repository at hand moves, nothing is forced."""

import os
import sys
from pathlib import Path

import pytest

from generator.branch import commit, files_of, open_branch
from generator.errors import PublishError
from generator.git import Git, carried, config_text, refusal
from tests.remotes import Desk, make_desk, put, send

SITE = {
    "index.html": "首页",
    "zh/index.html": "中文",
    "zh/论文/index.html": "论文",
    ".nojekyll": "",
}


@pytest.fixture(params=[True, False], ids=["filters", "no filters"])
def either(request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk whose server can leave out what files hold, and one whose server cannot."""
    return make_desk(tmp_path, monkeypatch, filters=request.param)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk with a server like GitHub."""
    return make_desk(tmp_path, monkeypatch)


def refused(desk: Desk, remote: str = "origin", branch: str = "gh-pages") -> str:
    """Return what is said when a branch cannot be opened: the message, then the way out."""
    with pytest.raises(PublishError) as error, open_branch(Git(desk.root), remote, branch):
        pass
    return f"{error.value.message}\n{error.value.hint}"


def test_commits_follow_one_another(either: Desk) -> None:
    """The first makes the branch, the next stand upon it, the same site again is no commit."""
    desk = either
    first = send(desk, SITE)
    assert desk.files() == {path: text.encode() for path, text in SITE.items()}
    second = send(desk, {**SITE, "zh/index.html": "新的中文", "en/index.html": "English"})
    assert send(desk, {**SITE, "zh/index.html": "新的中文", "en/index.html": "English"}) == ""
    third = send(desk, SITE)
    assert desk.log() == [third, second, first]
    assert desk.files() == {path: text.encode() for path, text in SITE.items()}


def test_the_repository_at_hand_stays_as_it_is(desk: Desk) -> None:
    """Not one file below it changes: tree, index, branches, what is fetched, what is configured."""
    (desk.root / "a.md").write_text("甲")
    desk.git("add", "a.md")
    (desk.root / "a.md").write_text("乙")
    before = desk.state()
    send(desk, SITE)
    send(desk, {"index.html": "另一页"})
    assert desk.state() == before


def test_only_what_is_new_is_fetched_and_sent(desk: Desk) -> None:
    """Of the branch no file is fetched where the server can leave them out, but for its domain."""
    send(desk, {f"{number}.html": f"第 {number} 页" for number in range(20)})
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        assert len(there.held) == 20
        counted = there.git.run("count-objects", "-v")
        assert "in-pack: 2\n" in counted or "count: 2\n" in counted  # a commit and its tree


def test_the_domain_stays(desk: Desk) -> None:
    """What GitHub writes into the branch for a domain is kept, and is nobody's work."""
    send(desk, SITE)
    desk.edit({"CNAME": "letter.example.org\n"})
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        assert (there.domain, there.others) == ("letter.example.org", ())
    send(desk, {"index.html": "新"})
    assert desk.files() == {"CNAME": b"letter.example.org\n", "index.html": "新".encode()}
    desk.edit({"CNAME": "other.example.org\n"})
    desk.edit({"CNAME": None})
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        assert (there.domain, there.others) == ("", ())


def test_the_work_of_others_is_seen(desk: Desk) -> None:
    """What was changed, added or removed since our commit is named, and by whom."""
    send(desk, SITE)
    desk.edit({"zh/index.html": "改过的中文", "robots.txt": "User-agent: *\n"})
    desk.edit({"index.html": None})
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        assert there.others == ("index.html", "robots.txt", "zh/index.html")
        assert "by 王明, “A word of mine”" in there.author


def test_a_branch_of_somebody_else(desk: Desk) -> None:
    """Where no commit is ours, all that it holds is theirs; an empty file is nobody's."""
    desk.edit({"main.py": "print()\n", ".nojekyll": ""})
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        assert there.others == ("main.py",)


def test_two_publish_at_once(desk: Desk) -> None:
    """The second is told so; the branch holds the first, and nothing is forced."""
    send(desk, SITE)
    site = desk.bare.parent / "site"
    with open_branch(Git(desk.root), "origin", "gh-pages") as late:
        first = send(desk, {"index.html": "先来的"})
        (site / "index.html").write_text("后到的")
        with pytest.raises(PublishError, match="somebody else has published"):
            put(late, site)
    assert desk.log()[0] == first


def test_two_begin_at_once(desk: Desk) -> None:
    """Where both would make the branch, one does."""
    site = desk.bare.parent / "site"
    with open_branch(Git(desk.root), "origin", "gh-pages") as late:
        first = send(desk, SITE)
        (site / "index.html").write_text("后到的")
        with pytest.raises(PublishError, match="gh-pages cannot be published"):
            put(late, site)
    assert desk.log() == [first]


@pytest.mark.skipif(sys.platform == "win32", reason="hooks here are shell scripts")
def test_hooks(desk: Desk) -> None:
    """Those of the repository are about its sources and do not run; the server's has its say."""
    for place, name in ((desk.root / ".git", "pre-push"), (desk.bare, "pre-receive")):
        hook = place / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\necho '{name} says no' >&2\nexit 1\n")
        hook.chmod(0o755)
    with pytest.raises(PublishError) as error:
        send(desk, SITE)
    assert "the server refused what was sent" in error.value.message
    assert "pre-receive says no" in error.value.hint
    (desk.bare / "hooks" / "pre-receive").unlink()
    assert send(desk, SITE)


@pytest.mark.parametrize("head", ["detached", "shallow"])
def test_any_state_of_the_repository_will_do(desk: Desk, head: str) -> None:
    """Where HEAD is, and how much of the past is there, does not matter."""
    (desk.root / "a.md").write_text("甲")
    desk.git("add", "a.md")
    for number in range(2):
        desk.git("commit", "--quiet", "--allow-empty", "--message", f"第 {number} 次")
    if head == "detached":
        desk.git("checkout", "--quiet", "--detach")
    else:
        (desk.root / ".git" / "shallow").write_text(desk.git("rev-parse", "HEAD") + "\n")
    before = desk.state()
    assert send(desk, SITE)
    assert send(desk, {"index.html": "新"})
    assert desk.state() == before


def test_called_by_a_hook(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git calls us, what it set for itself does not lead astray."""
    monkeypatch.setenv("GIT_DIR", str(desk.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(desk.root / "no-index"))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert send(desk, SITE)
    assert not (desk.root / "no-index").exists()


def test_an_address_instead_of_a_name(desk: Desk) -> None:
    """A remote need not have a name."""
    with open_branch(Git(desk.root), str(desk.bare), "gh-pages") as there:
        assert (there.url, there.tip) == (str(desk.bare), "")


def test_the_address_that_is_pushed_to(desk: Desk) -> None:
    """The branch is looked up where it will be pushed, not where others are fetched from."""
    send(desk, SITE)
    desk.git("config", "remote.origin.url", "https://example.invalid/else.git")
    desk.git("config", "remote.origin.pushurl", str(desk.bare))
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        assert len(there.held) == len(SITE)


def test_remotes_that_are_not_there(desk: Desk) -> None:
    """What there is is named; where there is none, how to add one."""
    assert "there is: origin" in refused(desk, "upstream")
    assert "does not appear to be" in refused(desk, str(desk.bare / "nowhere"))
    desk.git("remote", "remove", "origin")
    assert "git remote add origin https://github.com/" in refused(desk)


@pytest.mark.parametrize("branch", ["", "two words", "-f", "a..b", "refs/heads/", "甲:乙", "@{-1}"])
def test_names_that_no_branch_has(desk: Desk, branch: str) -> None:
    """A name that git would not take, or would take for something else, is refused."""
    assert "a branch cannot be called" in refused(desk, branch=branch)


def test_the_branch_at_work_is_refused(desk: Desk) -> None:
    """Nobody wants a site in the place of the files that it is made from."""
    assert "main is the branch that you work on" in refused(desk, branch="main")


def test_a_remote_that_looks_like_an_option(desk: Desk) -> None:
    """It is no option of git's either."""
    assert "no remote '--upload-pack=touch x'" in refused(desk, "--upload-pack=touch x")


def test_nobody_commits_without_a_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git asks who one is, and how to say so is told."""
    desk.git("config", "--unset", "user.email")
    desk.git("config", "user.useConfigOnly", "true")
    with pytest.raises(PublishError) as error:
        send(desk, SITE)
    assert "git does not know who you are" in error.value.message
    assert "git config --global user.name" in error.value.hint


def test_a_machine_without_git(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said in one sentence."""
    monkeypatch.setenv("PATH", str(desk.root))
    assert "there is no git on this machine" in refused(desk)


def test_a_file_that_changes_meanwhile(desk: Desk) -> None:
    """What was compared is what is sent, or nothing is."""
    site = desk.bare.parent / "site"
    site.mkdir()
    (site / "index.html").write_text("甲")
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        files = files_of(site, there.form)
        (site / "index.html").write_text("乙")
        with pytest.raises(PublishError, match="changed while it was read"):
            commit(there, files, [], "Publish")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_is_of_the_site(tmp_path: Path) -> None:
    """Dot-files and links are not, but for two names that hosts look for."""
    for name in ("index.html", ".nojekyll", ".DS_Store", ".well-known/a.txt", ".git/HEAD", "b/.x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    os.symlink("index.html", tmp_path / "link.html")
    assert list(files_of(tmp_path, "sha1")) == [".nojekyll", "index.html", ".well-known/a.txt"]


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("remote: Permission to lan/letter.git denied to ming.\nfatal: … error: 403", "permission"),
        (
            "git@github.com: Permission denied (publickey).\nfatal: Could not read from",
            "permission",
        ),
        ("fatal: could not read Username for 'https://github.com': terminal prompts", "permission"),
        ("fatal: unable to access 'https://github.com/': Could not resolve host", "be reached"),
        ("ssh: Could not resolve hostname github.com\nfatal: Could not read from", "be reached"),
        ("remote: Repository not found.\nfatal: repository 'https://x/' not found", "there is no"),
        (" ! [rejected] a -> gh-pages (fetch first)", "somebody else"),
        ("remote: error: GH001: Large files detected.\n ! [remote rejected]", "the server refused"),
        ("fatal: something that nobody has seen", "git refuses"),
    ],
)
def test_what_git_says_is_told_in_words(said: str, meaning: str) -> None:
    """Each has a meaning and a way out, and git's own words stand below."""
    error = refusal("origin cannot be read", said.encode())
    assert meaning in error.message
    assert said.splitlines()[0].strip() in error.hint


def test_what_a_server_says_rules_no_terminal() -> None:
    """Control characters are shown, not obeyed."""
    assert "\x1b" not in refusal("x", b"remote: \x1b[2Jgone").hint


def test_passwords_are_not_told() -> None:
    """An address may hold one."""
    error = refusal("x", b"fatal: unable to access 'https://lan:secret@example.org/x.git/'")
    assert "secret" not in error.hint
    assert "https://example.org/x.git/" in error.hint


def test_which_settings_are_carried_over() -> None:
    """How to reach a remote and who commits, once each; nothing that changes what is done."""
    here = [
        ("http.https://github.com/.extraheader", "AUTHORIZATION: basic x"),
        ("user.name", "李兰"),
        ("user.name", "李兰"),
        ("core.bare", "false"),
        ("core.hookspath", "hooks"),
        ("core.sshcommand", "ssh -i key"),
        ("remote.origin.url", "x"),
        ("remote.origin.mirror", "true"),
        ("filter.lfs.clean", "git-lfs clean"),
        ("credential.helper", None),
    ]
    assert [key for key, _ in carried(here, [("user.name", "李兰")])] == [
        "http.https://github.com/.extraheader",
        "user.name",
        "core.sshcommand",
        "credential.helper",
    ]


def test_settings_are_read_back_as_they_were(desk: Desk) -> None:
    """Quotes, backslashes, comments, blanks at the ends, lines: git reads what was written."""
    values = [
        'a "b" c',
        "back\\slash",
        "no # comment; none",
        "  blanks  ",
        "two\nlines",
        "汉字",
        "",
    ]
    given = [(f'user.甲 "x\\.v{number}', value) for number, value in enumerate(values)]
    given.append(("credential.helper", None))
    file = desk.root / "config"
    file.write_text(config_text(given), encoding="utf-8", newline="\n")
    listed = desk.git("config", "--file", str(file), "--list", "--null").rstrip("\0").split("\0")
    read = [
        (key, value if line else None) for key, line, value in (e.partition("\n") for e in listed)
    ]
    assert read == given
