"""Backups where the product is deployed: the commands start there, and reach what they need alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from kubernetes_validate.utils import validate

from gateway.backup_settings import BackupSettings
from gateway.reader import Reader
from gateway.settings import CHECKOUT, Settings
from tests.unit.deploy import cluster, compose
from tests.unit.deploy.cluster import KUBERNETES, find
from tests.unit.deploy.compose import COMPOSE, DEPLOY, SERVICES
from tests.unit.deploy.kustomize import Manifest, pod_of

SMALL = "overlays/small"
FOLDERS = ("MEDIA_DIR", "RECEIVED_DIR", "BACKUP_DIR")
RUN = ["python", "-m", "gateway.backup"]
CHANGES = {"make": {"BACKUP_DIR"}, "restore": {"MEDIA_DIR", "RECEIVED_DIR"}}
"""Which folders a command writes to."""


def nightly() -> Manifest:
    return find("CronJob", "backup", SMALL)


def restoring() -> Manifest:
    read: Manifest = yaml.load(
        (KUBERNETES / "restore.example.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return read


def only_container(manifest: Manifest) -> Manifest:
    [only] = pod_of(manifest)["containers"]
    return only  # type: ignore[no-any-return]


def started_with(environment: dict[str, str]) -> tuple[Settings, BackupSettings]:
    """As gateway/backup.py reads them, in a place where no secret was ever made."""
    reader = Reader(environment, lambda name: "", CHECKOUT)
    settings, backups = Settings.read(environment, lambda name: ""), BackupSettings.read(reader)
    reader.require_sound()
    return settings, backups


def test_a_container_backs_up_and_puts_back_only_when_asked_to() -> None:
    service = SERVICES["backup"]
    assert (service["profiles"], service["restart"]) == (["backup"], "no")
    assert (service["entrypoint"], service["command"]) == (RUN, ["make"])
    assert set(service["depends_on"]) == {"postgres"}  # what is put back needs a database without tables
    assert set(service["networks"]) == {"store"}


def test_in_containers_each_folder_is_a_volume_of_those_who_use_it() -> None:
    given = compose.environment("backup") | {"BACKUP_KEY": ""}
    settings, backups = started_with(given)
    mounted = dict(each.split(":")[::-1] for each in SERVICES["backup"]["volumes"])
    assert mounted == {
        given["MEDIA_DIR"]: "media",
        given["RECEIVED_DIR"]: "received",
        given["BACKUP_DIR"]: "backups",
    }
    assert {*mounted.values()} <= set(COMPOSE["volumes"])
    assert backups.folder == Path(given["BACKUP_DIR"])
    assert settings.database_url
    assert settings.keys.ids
    assert all(given[name] == compose.environment("gateway")[name] for name in ("MEDIA_DIR", "RECEIVED_DIR"))


def test_a_fresh_volume_belongs_to_who_writes_there() -> None:
    """Docker gives it the owner that the folder has in the image."""
    recipe = (DEPLOY / "services.Dockerfile").read_text(encoding="utf-8")
    [made] = re.findall(r"install -d -o wenpan -g wenpan (.+)", recipe)
    places = {each.split(":")[1] for each in SERVICES["backup"]["volumes"]}
    assert {place.removeprefix("/app/") for place in places} <= set(made.split())


def test_the_cluster_backs_up_each_night() -> None:
    spec = nightly()["spec"]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", spec["schedule"])
    assert spec["timeZone"] == "Asia/Shanghai"
    assert spec["concurrencyPolicy"] == "Forbid"
    assert only_container(nightly())["command"] == [*RUN, "make"]
    assert [*RUN, "restore"] == only_container(restoring())["command"][:4]


@pytest.mark.parametrize(("command", "job"), [("make", nightly), ("restore", restoring)])
def test_a_job_may_write_where_it_has_to_and_nowhere_else(command: str, job: Callable[[], Manifest]) -> None:
    manifest = job()
    given, only = cluster.environment(only_container(manifest)), only_container(manifest)
    started_with({**given, "BACKUP_KEY": ""})
    mounts = {mount["mountPath"]: mount for mount in only["volumeMounts"]}
    writable = {name for name in FOLDERS if not mounts[given[name]].get("readOnly")}
    assert writable == CHANGES[command]
    claims = {each["name"]: each.get("persistentVolumeClaim") for each in pod_of(manifest)["volumes"]}
    for name in FOLDERS:
        claim = claims[mounts[given[name]]["name"]]["claimName"]
        assert find("PersistentVolumeClaim", claim, SMALL)["spec"]["accessModes"] == ["ReadWriteOnce"]


def test_each_has_the_secrets_it_needs_alone() -> None:
    """A backup opens nothing; what puts it back checks first that what is sealed can be opened."""
    made, back = (set(cluster.environment(only_container(each))) for each in (nightly(), restoring()))
    assert made == {"DATABASE_URL", *FOLDERS, "BACKUP_KEY"}
    assert back == {"DATABASE_URL", *FOLDERS, "DATA_KEYS"}
    [identity] = [each["secret"] for each in pod_of(restoring())["volumes"] if "secret" in each]
    assert identity["secretName"] == "wenpan-backup-identity"  # noqa: S105


def test_the_database_lets_them_in() -> None:
    way = find("NetworkPolicy", "backup", SMALL)["spec"]
    assert way["podSelector"] == {"matchLabels": {"app.kubernetes.io/component": "backup"}}
    assert way["egress"] == [{"ports": [{"protocol": "TCP", "port": 5432}]}]
    [rule] = find("NetworkPolicy", "postgres", SMALL)["spec"]["ingress"]
    [peer] = rule["from"]
    assert "backup" in peer["podSelector"]["matchExpressions"][0]["values"]
    for manifest in (nightly()["spec"]["jobTemplate"], restoring()):
        labelled = manifest["spec"]["template"]["metadata"]["labels"]
        assert labelled["app.kubernetes.io/component"] == "backup"


@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_what_puts_back_is_a_job(version: str) -> None:
    validate(restoring(), version, strict=True)


def test_the_page_gives_the_commands() -> None:
    page = (CHECKOUT / "docs" / "backup.md").read_text(encoding="utf-8")
    assert "docker compose run --rm backup" in page
    assert "restore.example.yaml" in page
