"""The same site, rendered by others: a cluster of Dask, or nobody who answers."""

from collections.abc import Callable

import pytest

from generator.errors import MachineError
from tests import robot
from tests.conftest import Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]

distributed = pytest.importorskip(
    "distributed", reason="the extra 'cluster' is not installed: pip install 'jianbao[cluster]'"
)

pytestmark = pytest.mark.filterwarnings("default")
"""What Dask itself warns of is not ours to mend."""


def test_two_workers_render_the_same_bytes(make_site: MakeSite) -> None:
    """A cold build and an edit, on two workers of a cluster: byte for byte what we make alone."""
    from generator.cluster import hire_at

    site = make_site({})
    robot.corpus(site.root / "content", 6, 12, seed=4)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        hire = hire_at(cluster.scheduler_address.replace("tcp://", "dask://"))
        site.build("far", hire=hire)
        site.build("near", clean=True)
        assert site.files("far") == site.files("near")
        day = site.root / "content" / "2024-01-03.md"
        day.write_text(day.read_text("utf-8").replace("Study 1", "Study 01"), "utf-8")
        assert site.build("far", hire=hire).written
    site.build("near", clean=True)
    assert site.files("far") == site.files("near")


def test_nobody_answers(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster that is not there, or an address that is none, is said in a sentence."""
    from generator import cluster

    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    site = make_site({"a.md": "# 一\n\n字\n"})
    with pytest.raises(MachineError, match=r"no cluster answers at dask://127\.0\.0\.1:9"):
        site.build("far", hire=cluster.hire_at("dask://127.0.0.1:9"))
    with pytest.raises(MachineError, match="an address like"):
        cluster.hire_at("tcp://127.0.0.1:9")
    assert not (site.root / "far").exists()
