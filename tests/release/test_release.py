"""What is released, what is refused with which reasons, and that a release is more than a flag."""

import stat
from datetime import UTC, datetime

import pytest

from tianfu.model import BROWSING, PUBLIC
from tianfu.release import BadKey, NotReleasable, ReleaseError, current, make_keys, publish, signing_key, trust, withdraw
from tianfu.release.checks import REVIEWED
from tianfu.release.publishing import BEIJING

from .conftest import NOW, Zones

TODAY = NOW.date()


def published(zones: Zones, dataset: str, **options: object) -> object:
    with zones.inside() as store:
        from tianfu.catalogue import declare_all

        declare_all(store, zones.registry)
        return publish(store, zones.registry, dataset, by="dept.health", **options)  # type: ignore[arg-type]


def reasons(zones: Zones, dataset: str, **options: object) -> str:
    with pytest.raises(NotReleasable) as told:
        published(zones, dataset, **options)
    with zones.inside() as store:
        assert dataset not in current(store)
    return told.value.text.en


def test_a_release_says_what_leaves_under_which_licence_and_what_was_looked_at(zones: Zones) -> None:
    with zones.inside() as store:
        made = publish(store, zones.registry, "clinic.clinics", by="dept.health", reason="年度开放计划")
        assert made.version == 1
        assert made.licence == "CC0-1.0"
        assert made.columns == ("code", "name", "area", "beds", "head", "phone", "opened", "seen_at", "score"), (
            "the column of level 4 stays"
        )
        assert set(made.masks) == {"head", "phone", "score"}
        assert made.reviewed == REVIEWED
        assert current(store) == {"clinic.clinics": made}
        (event,) = store.journal.events(verb="publish")
        assert (event.who, event.dataset, event.detail["version"]) == ("dept.health", "clinic.clinics", 1)


def test_data_that_the_law_closes_are_not_released_whoever_asks(zones: Zones) -> None:
    assert "individual" not in reasons(zones, "clinic.patients", opening=True)
    assert reasons(zones, "clinic.patients", opening=True).startswith("clinic.patients cannot be released")


def test_data_open_on_request_are_released_only_by_a_decision_that_opens_them(zones: Zones) -> None:
    assert "cannot be released" in reasons(zones, "clinic.visits")
    made = published(zones, "clinic.visits", opening=True, reason="专题会议纪要")
    assert made.grant == "open:clinic.visits"  # type: ignore[attr-defined]  # a Release
    with zones.inside() as store:
        (grant,) = (g for g in store.grants.on("clinic.visits") if g.reader == "*")
        assert (grant.door, grant.reader, grant.basis) == ("open", "*", "专题会议纪要")
        today = datetime.now(UTC).astimezone(BEIJING).date()
        assert store.decide("clinic.visits", PUBLIC, BROWSING, today=today).allowed, "and whoever asks inside is answered the same"
        withdraw(store, "clinic.visits", by="dept.health", reason="有误")
        assert not store.decide("clinic.visits", PUBLIC, BROWSING, today=today).allowed, "the grant ends with the release"


def test_a_personal_column_that_a_grant_shows_plainly_is_not_released(zones: Zones) -> None:
    from tianfu.model import Grant

    with zones.inside() as store:
        store.grants.record(Grant(id="g1", door="open", dataset="clinic.clinics", reader="*", unmasked=("head", "phone"), valid_from=TODAY))
    assert "without a mask: head, phone" in reasons(zones, "clinic.clinics").replace("head、phone", "head, phone")


def test_a_grant_with_a_quota_is_none_for_a_release(zones: Zones) -> None:
    from tianfu.model import Grant

    with zones.inside() as store:
        store.grants.record(Grant(id="g1", door="open", dataset="clinic.visits", reader="*", valid_from=TODAY, quota_rows=10))
    assert "quota" in reasons(zones, "clinic.visits")


@pytest.mark.parametrize("title", ["医疗机构名录（内部资料）", "医疗机构名录 秘密★10年"])
def test_what_bears_a_mark_of_secrecy_is_not_released(zones: Zones, title: str) -> None:
    zones.declared("clinics", "title: 医疗机构名录\n", f"title: {title}\n")
    assert "marks of secrecy" in reasons(zones, "clinic.clinics")


def test_a_licence_that_nobody_knows_is_refused_and_the_known_ones_are_named(zones: Zones) -> None:
    assert "CC-BY-4.0" in reasons(zones, "clinic.clinics", licence="WTFPL")


def test_every_reason_is_told_at_once(zones: Zones) -> None:
    zones.declared("clinics", "title: 医疗机构名录\n", "title: 【机密】名录\n")
    said = reasons(zones, "clinic.clinics", licence="none", version=7)
    assert all(part in said for part in ("no data", "marks of secrecy", "no licence"))


def test_what_is_not_released_cannot_be_withdrawn(zones: Zones) -> None:
    with zones.inside() as store, pytest.raises(ReleaseError, match="not released"):
        withdraw(store, "clinic.clinics", by="dept.health", reason="")


def test_the_private_key_is_its_owners_alone(zones: Zones) -> None:
    path = zones.internal_home / "release" / "private.key.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        signing_key(zones.internal_home)


def test_making_keys_again_keeps_those_that_are_there(zones: Zones) -> None:
    before = signing_key(zones.internal_home)
    make_keys(zones.internal_home)
    assert signing_key(zones.internal_home) == before


def test_another_key_is_not_trusted_in_passing(zones: Zones) -> None:
    make_keys(zones.folder / "other")
    with pytest.raises(BadKey, match="trusts another key"):
        trust(zones.public_home, zones.folder / "other" / "release" / "public.key.json")


def test_the_public_home_holds_no_private_key(zones: Zones) -> None:
    assert [p.name for p in (zones.public_home / "release").iterdir()] == ["public.key.json"]
    assert "private" not in (zones.public_home / "release" / "public.key.json").read_text()
