"""Merging inventories: nothing is lost or guessed, one site's change equals a new merge, no input is trusted."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.merge import runs
from benchmarks.merge.national import DUPLICATES, MANIFEST, RUNS, links, merge, replace
from benchmarks.merge.reading import InventoryError, open_site, records
from benchmarks.merge.runs import key_of, shard_named
from benchmarks.merge.sites import CITED_ELSEWHERE, Sites
from generator import urls
from generator.exports import to_json
from generator.exports.inventory import TABLES, to_inventory
from generator.exports.origin import Origin
from tests.exports.test_json import errors
from tests.exports.written import written

Record = dict[str, Any]
PLANS = 60


def plan(key: str, number: str | None, issuer: str = "UBND tỉnh An Bình", issued: str | None = "2022-01-28") -> Record:
    facts = {"number": number, "issuer_name": issuer, "issued": issued, "title": f"Kế hoạch {key}"}
    return {"id": key, "url": urls.plan(key), **facts}


def document(key: str, number: str | None, issuer: str = "UBND tỉnh An Bình", issued: str = "2022-01-28") -> Record:
    return plan(key, number, issuer, issued) | {"url": urls.document(key), "plan": None}


def unit(key: str, name: str, **more: Any) -> Record:
    return {"id": key, "url": urls.unit(key), "name": name, "place": "tinh", "aliases": [], "succeeded_by": [], **more}


def lay_out(folder: Path, name: str, tables: dict[str, list[Record]], site: str = "") -> Path:
    """A fetched inventory of these records."""
    full = {table: tables.get(table, []) for table in TABLES}
    data = {table: to_json(records).encode() for table, records in full.items()}
    place = folder / name
    (place / "data").mkdir(parents=True, exist_ok=True)
    for table, text in data.items():
        (place / urls.data(table)).write_bytes(text)
    origin = Origin(site or f"https://{name}.example/")
    told = {table: (len(full[table]), len(text), hashlib.sha256(text).hexdigest()) for table, text in data.items()}
    (place / urls.INVENTORY).write_text(to_inventory(told, origin), encoding="utf-8")
    return place


def merged(folder: Path, into: Path) -> Path:
    merge([open_site(place) for place in sorted(folder.iterdir())], into)
    return into


def everything(into: Path, kind: str) -> list[Record]:
    return [record for file in sorted((into / kind).iterdir()) for record in json.loads(file.read_bytes())]


def content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def told(into: Path) -> Any:
    return json.loads((into / MANIFEST).read_bytes())


@pytest.fixture(scope="module")
def sites() -> Sites:
    return Sites.of(3, PLANS, 1)


@pytest.fixture
def made(sites: Sites, tmp_path: Path) -> Path:
    for number in range(sites.count):
        sites.write(number, tmp_path / "sites")
    return tmp_path / "sites"


# --- synthetic sites -----------------------------------------------------------------------------------------------


def test_synthetic_inventories_are_as_the_published_schemas_say(made: Path) -> None:
    for place in made.iterdir():
        for table in TABLES:
            assert errors(table, json.loads((place / urls.data(table)).read_bytes())) == [], table
        assert errors("inventory", json.loads((place / urls.INVENTORY).read_bytes())) == []


def test_the_same_seed_makes_the_same_sites(made: Path, tmp_path: Path) -> None:
    Sites.of(3, PLANS, 1).write(1, tmp_path / "again")
    assert content(tmp_path / "again/site-0001") == content(made / "site-0001")
    Sites.of(3, PLANS, 2).write(1, tmp_path / "other")
    assert content(tmp_path / "other/site-0001") != content(made / "site-0001")


# --- the whole -----------------------------------------------------------------------------------------------------


def test_nothing_is_lost_or_told_twice(made: Path, tmp_path: Path) -> None:
    into = merged(made, tmp_path / "national")
    expected = {
        open_site(place).address + record["url"]: (place.name, table)
        for place in made.iterdir()
        for table in ("plans", "units", "documents")
        for record in records(open_site(place), table)
    }
    found = [record["address"] for kind in ("numbers", "names") for record in everything(into, kind)]
    assert sorted(found) == sorted(expected)
    for table in ("plans", "units", "documents"):
        assert told(into)["counts"][table] == sum(one == table for _, one in expected.values())


def test_who_looks_up_a_number_or_name_finds_it_in_its_shard(made: Path, tmp_path: Path) -> None:
    into = merged(made, tmp_path / "national")
    for kind in ("numbers", "names"):
        for file in (into / kind).iterdir():
            keys = [key_of(kind, record) for record in json.loads(file.read_bytes())]
            assert {shard_named(kind, key) for key in keys} == {file.stem}
            assert keys == sorted(keys)


def test_documents_lead_to_the_plans_of_other_sites_that_they_are(sites: Sites, made: Path, tmp_path: Path) -> None:
    """Known beforehand: every twentieth plan is a document of one other site."""
    into = merged(made, tmp_path / "national")
    linked = {r["address"]: r["plan_elsewhere"] for r in everything(into, "numbers") if r.get("plan_elsewhere")}
    plans = {record["address"]: record for record in everything(into, "numbers") if record["kind"] == "plan"}
    assert len(linked) == sites.count * PLANS // CITED_ELSEWHERE == told(into)["counts"]["linked"]
    for address, elsewhere in linked.items():
        assert address.split("/")[-2] == plans[elsewhere]["id"]
        assert not elsewhere.startswith(address.split("/van-ban/")[0])


def test_a_site_takes_its_own_links_back(made: Path, tmp_path: Path) -> None:
    into = merged(made, tmp_path / "national")
    found = dict(links(into, "https://site-0001.example/"))
    assert len(found) == PLANS // CITED_ELSEWHERE
    assert all(address == f"https://site-0002.example/ke-hoach/{key}/" for key, address in found.items())
    with pytest.raises(InventoryError, match="no site"):
        dict(links(into, "https://other.example/"))


def test_the_command_merges_replaces_and_tells(
    sites: Sites, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = str(tmp_path / "national")
    main(["merge", "--from", str(made), "--into", into])
    assert json.loads(capsys.readouterr().out)["counts"]["plans"] == sites.count * PLANS
    sites.write(1, made, edited=3)
    main(["merge", "--from", str(made), "--into", into, "--replace", "site-0001"])
    assert json.loads(capsys.readouterr().out)["shards"] <= 3
    assert content(Path(into)) == content(merged(made, tmp_path / "anew"))
    main(["merge", "--into", into, "--links", "https://site-0001.example/"])
    assert len(json.loads(capsys.readouterr().out)) == PLANS // CITED_ELSEWHERE
    for wrong in (["--links", "https://other.example/", "--into", into], ["--links", "x"], ["--from", str(made)]):
        with pytest.raises(SystemExit, match="benchmarks: "):
            main(["merge", *wrong])


def test_the_simulation_counts_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["merge", "--sites", "2", "--plans", "40", "--folder", str(tmp_path)])
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| 80 ")]
    assert len(rows) == 4, "what was merged; all sites; some plans changed; all plans changed"
    assert {row[-2] for row in rows[1:]} == {str(2 * 40 // CITED_ELSEWHERE)}
    assert int(rows[2][5]) <= 10 < int(rows[3][5]) <= int(rows[1][5]), "shards written"


def test_the_order_of_sites_and_the_number_of_steps_change_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = merged(made, tmp_path / "national")
    monkeypatch.setattr(runs, "FAN_IN", 2)
    merge([open_site(place) for place in sorted(made.iterdir(), reverse=True)], tmp_path / "other")
    assert content(tmp_path / "other") == content(into)


def test_a_built_site_s_own_files_can_be_merged(tmp_path: Path) -> None:
    for path, data in written("five-plans").files.items():
        if path.startswith("data/"):
            (tmp_path / "sites/real" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "sites/real" / path).write_bytes(data)
    into = merged(tmp_path / "sites", tmp_path / "national")
    tables = {table: written("five-plans").json(f"data/{table}.json") for table in TABLES}
    assert {name: told(into)["counts"][name] for name in ("plans", "units", "documents")} == {
        name: len(tables[name]) for name in ("plans", "units", "documents")
    }
    assert told(into)["counts"]["duplicates"] == 0


# --- one site ------------------------------------------------------------------------------------------------------


def test_replacing_a_site_equals_merging_anew(sites: Sites, made: Path, tmp_path: Path) -> None:
    into = merged(made, tmp_path / "national")
    before = content(into)
    sites.write(1, made, edited=3)
    wrote = replace(open_site(made / "site-0001"), into)
    after = content(into)
    assert after == content(merged(made, tmp_path / "anew"))
    changed = {path for path in after if after[path] != before.get(path) and not path.startswith(RUNS)}
    assert len(changed) == wrote.files <= 3 + 1, "three shards and the manifest"


def test_taking_a_site_anew_unchanged_writes_no_shard(made: Path, tmp_path: Path) -> None:
    into = merged(made, tmp_path / "national")
    before = content(into)
    assert replace(open_site(made / "site-0002"), into).shards == 0
    assert content(into) == before


def test_random_edits_one_after_the_other_equal_merging_anew(tmp_path: Path) -> None:
    """Few numbers, issuers and names, so that links and duplicates come and go."""
    rng = random.Random(7)

    def some(number: int) -> dict[str, list[Record]]:
        keys = sorted(rng.sample(range(40), rng.randrange(12)))
        issuers = ("UBND tỉnh An Bình", "Sở Y tế")

        def facts(key: int) -> tuple[str, str | None, str, str]:
            code = f"{rng.randrange(6)}/KH-UBND" if rng.random() < 0.9 else None
            return f"k{key:02}", code, rng.choice(issuers), rng.choice(("2022-01-28", "2023-02-01", "2024"))

        return {
            "plans": [plan(*facts(key)) for key in keys],
            "documents": [document(*facts(key)) for key in keys],
            "units": [unit(f"u{key:02}", f"Sở {key % 9} {number % 2}") for key in keys],
        }

    for number in range(4):
        lay_out(tmp_path / "sites", f"s{number}", some(number))
    into = merged(tmp_path / "sites", tmp_path / "national")
    seen = set()
    for turn in range(25):
        number = rng.randrange(6)
        place = lay_out(tmp_path / "sites", f"s{number}", some(number))
        replace(open_site(place), into)
        assert content(into) == content(merged(tmp_path / "sites", tmp_path / f"anew-{turn}")), turn
        seen.add((told(into)["counts"]["linked"], told(into)["counts"]["duplicates"]))
    assert max(linked for linked, _ in seen) > 3
    assert max(doubles for _, doubles in seen) > 3


def test_a_site_that_is_refused_touches_nothing(sites: Sites, made: Path, tmp_path: Path) -> None:
    into = merged(made, tmp_path / "national")
    before = content(into)
    sites.write(1, made, edited=3)
    with (made / "site-0001/data/units.json").open("ab") as file:
        file.write(b"[]\n")
    with pytest.raises(InventoryError, match="another hash"):
        replace(open_site(made / "site-0001"), into)
    with pytest.raises(InventoryError, match="another hash"):
        merged(made, tmp_path / "anew")
    assert content(into) == before
    assert not (tmp_path / "anew").exists()
    with pytest.raises(InventoryError, match="there already"):
        merged(made, into)
    sites.write(1, made, edited=3)
    replace(open_site(made / "site-0001"), into)
    assert content(into) == content(merged(made, tmp_path / "anew"))


def test_after_an_interruption_the_counts_are_not_trusted(
    sites: Sites, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = merged(made, tmp_path / "national")
    sites.write(1, made, edited=3)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("benchmarks.merge.national._manifest", interrupted)
        with pytest.raises(KeyboardInterrupt):
            replace(open_site(made / "site-0001"), into)
    with pytest.raises(InventoryError, match="interrupted"):
        replace(open_site(made / "site-0001"), into)


# --- what is meant -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "linked"),
    [
        (document("vb", "45/KH-UBND"), True),
        (document("vb", "45 / KH-UBND"), True),
        (document("vb", "45/KH-UBND", issued="2022-01-29"), False),
        (document("vb", "45/KH-UBND", issued="2022"), False),
        (document("vb", "45/KH-UBND", issuer="UBND tỉnh Bắc Sơn"), False),
        (document("vb", "46/KH-UBND"), False),
        (document("vb", None), False),
    ],
)
def test_a_link_takes_number_issuer_and_whole_date(tmp_path: Path, cited: Record, linked: bool) -> None:
    lay_out(tmp_path / "sites", "a", {"plans": [plan("an-binh", "45/KH-UBND")]})
    lay_out(tmp_path / "sites", "b", {"documents": [cited]})
    into = merged(tmp_path / "sites", tmp_path / "national")
    found = next(record for record in everything(into, "numbers") if record["kind"] == "document")
    assert found["plan_elsewhere"] == ("https://a.example/ke-hoach/an-binh/" if linked else None)


def test_nothing_is_linked_where_two_plans_can_be_meant(tmp_path: Path) -> None:
    for name in ("a", "c"):
        lay_out(tmp_path / "sites", name, {"plans": [plan("an-binh", "45/KH-UBND")]})
    lay_out(tmp_path / "sites", "b", {"documents": [document("vb", "45/KH-UBND")]})
    into = merged(tmp_path / "sites", tmp_path / "national")
    assert told(into)["counts"]["linked"] == 0
    addresses = [f"https://{name}.example/ke-hoach/an-binh/" for name in ("a", "c")]
    doubles = json.loads((into / DUPLICATES).read_bytes())
    assert [(double["same"], double["addresses"]) for double in doubles] == [("plan", addresses), ("id", addresses)]


def test_a_year_alone_is_no_date_to_link_by(tmp_path: Path) -> None:
    lay_out(tmp_path / "sites", "a", {"plans": [plan("an-binh", "45/KH-UBND", issued="2022")]})
    lay_out(tmp_path / "sites", "b", {"documents": [document("vb", "45/KH-UBND", issued="2022")]})
    assert told(merged(tmp_path / "sites", tmp_path / "national"))["counts"]["linked"] == 0


@pytest.mark.parametrize("also", [(), ("a",)])
def test_a_plan_of_the_same_site_is_not_elsewhere(tmp_path: Path, also: tuple[str, ...]) -> None:
    """Also where the site itself did not see it, and another site has it besides: then it could be either."""
    for name in also:
        lay_out(tmp_path / "sites", name, {"plans": [plan("an-binh", "45/KH-UBND")]})
    own = {"plans": [plan("an-binh", "45/KH-UBND")], "documents": [document("vb", "45/KH-UBND")]}
    lay_out(tmp_path / "sites", "b", own)
    assert told(merged(tmp_path / "sites", tmp_path / "national"))["counts"]["linked"] == 0


def test_a_document_that_is_the_site_s_own_plan_stays_its_own(tmp_path: Path) -> None:
    lay_out(tmp_path / "sites", "a", {"plans": [plan("an-binh", "45/KH-UBND")]})
    own = document("vb", "45/KH-UBND") | {"plan": "cua-minh"}
    lay_out(tmp_path / "sites", "b", {"documents": [own]})
    found = everything(merged(tmp_path / "sites", tmp_path / "national"), "numbers")
    assert [(r["plan"], r["plan_elsewhere"]) for r in found if r["kind"] == "document"] == [
        ("https://b.example/ke-hoach/cua-minh/", None)
    ]


def test_units_of_one_name_are_told_with_all_their_addresses(tmp_path: Path) -> None:
    after = [{"unit": "so-tai-chinh", "basis": "Nghị định"}]
    lay_out(tmp_path / "sites", "a", {"units": [unit("bo-y-te", "Bộ Y tế", succeeded_by=after), unit("x", "Sở X")]})
    lay_out(tmp_path / "sites", "b", {"units": [unit("y-te", "Bộ y tế")]})
    into = merged(tmp_path / "sites", tmp_path / "national")
    doubles = json.loads((into / DUPLICATES).read_bytes())
    assert [double["addresses"] for double in doubles] == [
        ["https://a.example/don-vi/bo-y-te/", "https://b.example/don-vi/y-te/"]
    ]
    ministry = next(record for record in everything(into, "names") if record["id"] == "bo-y-te")
    assert ministry["succeeded_by"] == ["https://a.example/don-vi/so-tai-chinh/"]


# --- what is refused -----------------------------------------------------------------------------------------------


def _manifest(change: Callable[[Record], object]) -> Callable[[Path], None]:
    def apply(place: Path) -> None:
        said = json.loads((place / urls.INVENTORY).read_bytes())
        change(said)
        (place / urls.INVENTORY).write_text(json.dumps(said), encoding="utf-8")

    return apply


def _table(data: bytes) -> Callable[[Path], None]:
    """The table of plans as these bytes, the hash made to agree."""

    def apply(place: Path) -> None:
        (place / "data/plans.json").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        _manifest(lambda said: said["files"][0].update(sha256=digest))(place)

    return apply


TWO = to_json([plan("b", None), plan("a", None)]).encode()
HOSTILE = to_json([plan("a", None) | {"url": "../../etc/"}, plan("b", None)]).encode()
SCRIPT = to_json([plan("a", None) | {"url": "javascript:alert(1)"}, plan("b", None)]).encode()


@pytest.mark.parametrize(
    ("damage", "wrong"),
    [
        (_manifest(lambda said: said.update(version=2)), "version 1"),
        (_manifest(lambda said: said.update(site="javascript:alert(1)/")), "http"),
        (_manifest(lambda said: said.update(site="https://a.example")), "slash"),
        (_manifest(lambda said: said.update(site=None)), "http"),
        (_manifest(lambda said: said.update(files=[])), "tables are missing: plans"),
        (_manifest(lambda said: said["files"][0].update(records=3)), "2 records, the inventory says 3"),
        (_manifest(lambda said: said["files"][0].update(sha256="0")), "another hash"),
        (lambda place: (place / urls.INVENTORY).write_bytes(b"[]"), "an object"),
        (lambda place: (place / urls.INVENTORY).write_bytes(b"{"), "no JSON"),
        (lambda place: (place / urls.INVENTORY).unlink(), "No such file"),
        (lambda place: (place / "data/plans.json").unlink(), "No such file"),
        (_table(TWO), r"plans\.json:3: «a» after «b»"),
        (_table(HOSTILE), r"plans\.json:2: an address"),
        (_table(SCRIPT), r"plans\.json:2: an address"),
        (_table(b'[\n{"id": 1}\n]\n'), r"plans\.json:2: a record with an id"),
        (_table(b"[\n" + b"[" * 100_000 + b"\n]\n"), r"plans\.json:2: no JSON"),
        (_table(b'[\n{"id":"a","url":"a/","title":"\\ud800"}\n]\n'), r"plans\.json:2: no JSON"),
        (_table(b"[\n" + b" " * (1 << 21) + b"\n]\n"), r"plans\.json:2: a record of more than"),
    ],
)
def test_an_inventory_with_a_mistake_is_refused_with_its_place(
    tmp_path: Path, damage: Callable[[Path], None], wrong: str
) -> None:
    place = lay_out(tmp_path / "sites", "a", {"plans": [plan("a", None), plan("b", None)]})
    damage(place)
    with pytest.raises(InventoryError, match=wrong):
        merged(tmp_path / "sites", tmp_path / "national")


def test_two_sites_with_one_address_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        lay_out(tmp_path / "sites", name, {"plans": [plan("a", None)]}, "https://one.example/")
    with pytest.raises(InventoryError, match=r"b: has the address of .*a"):
        merged(tmp_path / "sites", tmp_path / "national")


def test_keys_with_signs_that_part_lines_do_no_harm(tmp_path: Path) -> None:
    """A run is text with tabs and lines: names with such signs must not break it, nor the order of merging."""
    names = ["Sở\tX", "Sở\nX", "Sở\x01X", "Sở \u2028 X", "Sở X", "Sở", "Sở-X"]
    for site in ("a", "b"):
        units = [unit(f"u{place}", name) for place, name in enumerate(names)]
        lay_out(tmp_path / "sites", site, {"units": units, "plans": [plan("a", "4\t5/KH\n-UBND")]})
    into = merged(tmp_path / "sites", tmp_path / "national")
    assert len(everything(into, "names")) == 2 * len(names)
    place = lay_out(tmp_path / "sites", "a", {"units": [unit("u0", "Sở\x01X")]})
    replace(open_site(place), into)
    assert content(into) == content(merged(tmp_path / "sites", tmp_path / "anew"))
