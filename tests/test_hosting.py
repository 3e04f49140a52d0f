"""GitHub Pages: where a repository is served, and what a site may not exceed."""

import pytest

from generator.hosting import beyond, misfit, pages_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/Lan/Letter.git", "https://lan.github.io/Letter/"),
        ("https://github.com/Lan/Letter", "https://lan.github.io/Letter/"),
        ("https://token@github.com/lan/letter.git/", "https://lan.github.io/letter/"),
        ("git@github.com:lan/letter.git", "https://lan.github.io/letter/"),
        ("ssh://git@github.com/lan/letter.git", "https://lan.github.io/letter/"),
        ("ssh://git@ssh.github.com:443/lan/letter.git", "https://lan.github.io/letter/"),
        ("git@github.com:Lan/lan.github.io.git", "https://lan.github.io/"),
        ("https://github.com/lan/Lan.GitHub.io", "https://lan.github.io/"),
        ("https://github.com/lan/a.b_c-d.git", "https://lan.github.io/a.b_c-d/"),
        ("https://gitlab.com/lan/letter.git", ""),
        ("https://github.com.example.org/lan/letter", ""),
        ("../server.git", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_repository(url: str, address: str) -> None:
    """A project is served below its owner's name, the owner's own site at the root."""
    assert pages_address(url) == address


def test_a_domain_of_its_own() -> None:
    """What the branch says of its domain is where it is served."""
    assert pages_address("git@github.com:a/b.git", "letter.cn") == "https://letter.cn/"


@pytest.mark.parametrize(
    ("base_url", "domain", "said"),
    [
        ("https://lan.github.io/letter/", "", ""),
        ("", "", ""),
        ("https://lan.github.io/", "", "served at https://lan.github.io/letter/"),
        ("https://ming.github.io/letter/", "", "served at https://lan.github.io/letter/"),
        ("https://lan.example.org/letter/", "", ""),
        ("https://lan.example.org/", "", "a file CNAME that says lan.example.org"),
        ("https://lan.example.org/news/", "", "serve the site at /letter/"),
        ("https://lan.example.org/", "lan.example.org", ""),
        ("https://lan.example.org/letter/", "lan.example.org", "at https://lan.example.org/"),
    ],
)
def test_whether_an_address_fits(base_url: str, domain: str, said: str) -> None:
    """An address that cannot be where the site is served is told; one that may be is not."""
    told = misfit(base_url, "git@github.com:lan/letter.git", domain)
    assert said in told
    assert bool(said) == bool(told)


def test_an_address_nobody_knows() -> None:
    """Elsewhere than on GitHub it has to be said; what is said there is believed."""
    assert "set base_url" in misfit("", "../server.git")
    assert misfit("https://example.org/x/", "../server.git") == ""


def test_limits() -> None:
    """Nothing is said of a common site; what is near a limit or over it has its number."""
    assert list(beyond({"a.html": 99_000_000, "b.html": 800_000_000 - 99_000_000})) == [
        "b.html has 701 MB; GitHub takes no file over 100 MB"
    ]
    assert list(beyond({"a": 100_000_000, "b": 1})) == []
    sizes = {f"{number}.html": 20_000 for number in range(50_001)}
    told = list(beyond(sizes))
    assert told[0].startswith("the site has 1.00 GB")
    assert "50,001 files" in told[1]
