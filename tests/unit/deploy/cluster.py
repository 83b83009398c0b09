"""The manifests as each overlay makes them, and what a container starts with."""

from pathlib import Path

import yaml

from tests.unit.deploy.kustomize import Manifest, build, name_of, pod_of
from tests.unit.deploy.needs import SECRET

KUBERNETES = Path(__file__).parents[3] / "deploy" / "kubernetes"
FOLDERS = ("wenpan", "overlays/small", "overlays/broker")
PARTS = {"gateway": 8000, "rasa": 5005, "actions": 5055}
BUILT = {folder: build(KUBERNETES / folder) for folder in FOLDERS}


def find(kind: str, name: str, folder: str = "wenpan") -> Manifest:
    [manifest] = [each for each in BUILT[folder] if name_of(each) == (kind, name)]
    return manifest


def pod(part: str) -> Manifest:
    return pod_of(find("Deployment", part))


def container(part: str) -> Manifest:
    [only] = pod(part)["containers"]
    return only  # type: ignore[no-any-return]


def workloads(*folders: str) -> list[Manifest]:
    """Of these folders, or of all."""
    return [
        each
        for folder in folders or FOLDERS
        for each in BUILT[folder]
        if each["kind"] in ("Deployment", "Job", "CronJob", "StatefulSet")
    ]


def secrets() -> dict[str, Manifest]:
    documents = yaml.safe_load_all((KUBERNETES / "secret.example.yaml").read_text())
    return {document["metadata"]["name"]: document for document in documents}


def environment(manifest: Manifest) -> dict[str, str]:
    """What a container starts with; each reference must lead somewhere. Secrets have a made-up value."""
    config: dict[str, str] = find("ConfigMap", "wenpan")["data"]
    found: dict[str, str] = {}
    for source in manifest.get("envFrom", ()):
        [reference] = source.values()
        if not reference.get("optional"):
            found |= config if "configMapRef" in source else _kept(reference["name"])
    for variable in manifest.get("env", ()):
        reference = variable.get("valueFrom", {})
        [place] = reference.values() or [None]
        if place is None:
            found[variable["name"]] = variable["value"]
        else:
            kept = config if "configMapKeyRef" in reference else _kept(place["name"])
            found[variable["name"]] = kept[place["key"]]
    return found


def _kept(secret: str) -> dict[str, str]:
    """What a secret of the example holds, with a value where an operator has to put one."""
    return {name: value or SECRET for name, value in secrets()[secret]["stringData"].items()}
