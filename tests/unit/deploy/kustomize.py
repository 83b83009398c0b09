"""What `kubectl apply -k` would apply: as much of kustomize as our overlays use, and a refusal of all else.

Resources, patches of the kind strategic merge (lists by the key below), `images` and `namespace`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]
KNOWN = {"apiVersion", "kind", "namespace", "resources", "patches", "images"}
CLUSTERWIDE = {"Namespace"}
MERGED_BY = {
    "containers": "name",
    "initContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
}
"""Lists that are merged; every other one is replaced, as kustomize does with lists it knows no key for."""


def build(folder: Path) -> list[Manifest]:
    """Every manifest of an overlay, or of what it is over."""
    plan = yaml.load((folder / "kustomization.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert set(plan) <= KNOWN, f"this test does not know {set(plan) - KNOWN}"
    found = [manifest for place in plan["resources"] for manifest in _read(folder / place)]
    for patch in plan.get("patches", ()):
        for change in _documents(folder / patch["path"]):
            [target] = [each for each in found if name_of(each) == name_of(change)]
            found[found.index(target)] = merged(target, change)
    for manifest in found:
        if "namespace" in plan and manifest["kind"] not in CLUSTERWIDE:
            manifest["metadata"]["namespace"] = plan["namespace"]
        _rename(manifest, {image["name"]: image for image in plan.get("images", ())})
    return found


def name_of(manifest: Manifest) -> tuple[str, str]:
    return manifest["kind"], manifest["metadata"]["name"]


def merged(one: Any, other: Any, key: str = "") -> Any:
    """`other` over `one`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            name: merged(one.get(name), other.get(name, one.get(name)), name) for name in {**one, **other}
        }
    if isinstance(one, list) and isinstance(other, list) and key in MERGED_BY:
        by = MERGED_BY[key]
        rest = {each[by]: each for each in other}
        kept = [merged(each, rest.pop(each[by], each)) for each in one]
        return [*kept, *rest.values()]
    return other


def pod_of(manifest: Manifest) -> Manifest:
    """What a workload's pods are made from; empty for what is no workload."""
    spec = manifest.get("spec", {})
    template = spec.get("jobTemplate", {}).get("spec", spec).get("template", {})
    found: Manifest = template.get("spec", {})
    return found


def containers(manifest: Manifest) -> Iterator[Manifest]:
    """Of a workload, those that start first included."""
    pod = pod_of(manifest)
    yield from pod.get("initContainers", ())
    yield from pod.get("containers", ())


def _read(place: Path) -> list[Manifest]:
    return build(place) if place.is_dir() else _documents(place)


def _documents(path: Path) -> list[Manifest]:
    return [document for document in yaml.safe_load_all(path.read_text(encoding="utf-8")) if document]


def _rename(manifest: Manifest, images: Mapping[str, Mapping[str, str]]) -> None:
    for container in containers(manifest):
        if image := images.get(container["image"]):
            container["image"] = f"{image['newName']}:{image['newTag']}"
