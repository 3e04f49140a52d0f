"""The measurement itself: ``python -m tests.bench``, or ``make bench``."""

import argparse
import os
import platform
import shutil
import sys
from pathlib import Path

from tests.bench import corpus
from tests.bench.measure import Cost, Size, run, size, typical
from tests.bench.sites import PROJECT, Contender, contenders, fetch_hugo

SIZES = (1200, 14_600)
KINDS = ("cold", "first edit", "one edit", "a new day", "unchanged")
ONCE = ("first edit",)
"""After a cold build the second tree of the output has to be made, once."""


def main() -> None:
    """Measure every size and print a table of each."""
    options = _options()
    cache = PROJECT / ".bench"
    hugo = fetch_hugo(cache / "hugo")
    work = options.folder or cache / "work"
    if work.exists():
        sys.exit(f"{work} is there from another run: remove it, or name another with --folder")
    _say(_machine())
    try:
        for papers in options.papers or SIZES:
            years = [(papers, one) for one in contenders(hugo, ("--no-search",))]
            _compare(years, work / str(papers), options.rounds)
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "papers", nargs="*", type=int, help="sizes; 1200 and 14600 if none is given"
    )
    parser.add_argument("--rounds", type=int, default=3, help="builds of each kind and contender")
    parser.add_argument("--folder", type=Path, help="work here instead of .bench/work")
    parser.add_argument("--keep", action="store_true", help="leave sites and outputs for a look")
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"{platform.system()}, {cores} cores, Python {platform.python_version()}, load {load:.1f}"
    )


class _Bench:
    """One contender in one folder; every cold build goes into a folder that never was."""

    def __init__(self, contender: Contender, folder: Path, papers: int) -> None:
        self.contender = contender
        self.place = folder / contender.name.replace(",", "").replace(" ", "-")
        self.days = corpus.days(papers)
        self.costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS}
        self.built = self.edits = 0
        self.site = self.place / "site"
        contender.lay_out(self.site, self.days)

    @property
    def out(self) -> Path:
        """Where the last build went."""
        return self.place / f"out-{self.built}"

    def measure(self, kind: str) -> None:
        """Build once more and note what it took."""
        if kind == "cold":
            shutil.rmtree(self.site / ".jianbao", ignore_errors=True)
            self.built += 1
        elif kind.endswith("edit"):
            self.edits += 1
            at = self.edits * len(self.days) // 12 % len(self.days)
            self.days[at] = corpus.edited(self.days[at])
            self.contender.write(self.site, self.days[at])
        elif kind == "a new day":
            self.days.append(corpus.day(len(self.days)))
            self.contender.write(self.site, self.days[-1])
        command = self.contender.command(self.site, self.out)
        self.costs[kind].append(run(command, self.place))

    def size(self) -> Size:
        """Return what the last build has written."""
        return size(self.out)


def _compare(years: list[tuple[int, Contender]], folder: Path, rounds: int) -> None:
    """Measure all contenders in turns and print what came out."""
    benches = [_Bench(contender, folder, papers) for papers, contender in years]
    for kind in KINDS:
        for round_ in range(1 if kind in ONCE else rounds):
            turn = round_ % len(benches)
            for bench in benches[turn:] + benches[:turn]:
                bench.measure(kind)
        _report(kind, benches)
    for bench in benches:
        left = bench.size()
        _say(f"{bench.contender.name:22}{left.pages:8} pages{left.megabytes:8.0f} MB")


def _report(kind: str, benches: list[_Bench]) -> None:
    """Print what one kind of build took, and the ratio of ours to every other."""
    _say(f"\n{kind:22}{'wall s':>10}{'cpu s':>10}{'MiB':>8}{'wall':>10}{'cpu':>8}{'memory':>8}")
    ours = benches[0].costs[kind]
    for bench in benches:
        costs = bench.costs[kind]
        cost = typical(costs)
        pairs = [
            Cost(a.wall / b.wall, a.cpu / b.cpu, a.peak / b.peak)
            for a, b in zip(ours, costs, strict=True)
        ]
        ratio = typical(pairs)
        _say(
            f"{bench.contender.name:22}{cost.wall:10.2f}{cost.cpu:10.2f}{cost.peak:8.0f}"
            f"{ratio.wall:10.3f}{ratio.cpu:8.3f}{ratio.peak:8.3f}",
        )


if __name__ == "__main__":
    main()
