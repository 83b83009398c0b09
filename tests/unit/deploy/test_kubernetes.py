"""The manifests: valid for Kubernetes, one with the product's settings, and closed to whom they must be.

No cluster runs here. What is checked: each manifest, as an overlay makes it, against the schemas of the API
(strict: no unknown field) in both versions below; that what refers to something finds it; the settings by the
code that reads them. What is not: that a controller or a node does as it is told.
"""

import pytest
from kubernetes_validate.utils import ValidationError, validate

from actions.settings import Settings as ActionSettings
from tests.unit.deploy.cluster import (
    BUILT,
    FOLDERS,
    PARTS,
    container,
    environment,
    find,
    pod,
    secrets,
    workloads,
)
from tests.unit.deploy.kustomize import Manifest, containers, merged, name_of, pod_of
from tests.unit.deploy.needs import seconds_to_leave, settings_of

VERSIONS = ("1.31", "1.37")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_manifest_is_one_of_kubernetes(folder: str, version: str) -> None:
    for manifest in BUILT[folder]:
        validate(manifest, version, strict=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_example_of_the_secrets_is_one_too(version: str) -> None:
    for manifest in secrets().values():
        validate(manifest, version, strict=True)


def test_the_schemas_refuse_a_misspelt_field() -> None:
    wrong = merged(find("Deployment", "rasa"), {"spec": {"tempalte": {}}})
    with pytest.raises(ValidationError):
        validate(wrong, VERSIONS[-1], strict=True)


def test_the_gateway_starts_with_these_settings_and_makes_up_none() -> None:
    settings = settings_of(environment(container("gateway")))
    assert settings.database_url
    assert settings.public_url
    assert (settings.host, settings.port) == ("0.0.0.0", PARTS["gateway"])  # noqa: S104
    assert settings.rasa_port is None
    assert settings.actions_port is None
    assert settings.rasa_url.endswith(":5005")


def test_the_action_server_starts_with_these_settings() -> None:
    settings = ActionSettings.read(environment(container("actions")))
    assert (settings.host, settings.port) == ("0.0.0.0", PARTS["actions"])  # noqa: S104
    assert settings.database_url


def test_rasa_has_what_its_files_name() -> None:
    wanted = {"RASA_TOKEN", "ACTIONS_URL", "INTERNAL_TOKEN"}
    assert wanted <= set(environment(container("rasa")))


def test_each_secret_reaches_only_who_needs_it() -> None:
    assert "DATABASE_URL" not in environment(container("rasa"))
    assert {"SESSION_SECRET", "RASA_TOKEN", "DESK_SECRET_KEY"}.isdisjoint(environment(container("actions")))
    for manifest in workloads():
        if manifest["kind"] == "Job":
            assert [set(environment(each)) for each in containers(manifest)] == [{"DATABASE_URL"}]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_referred_to_is_there(folder: str) -> None:
    names = {name_of(each) for each in BUILT[folder]}
    for manifest in BUILT[folder]:
        if manifest["kind"] == "HorizontalPodAutoscaler":
            assert ("Deployment", manifest["spec"]["scaleTargetRef"]["name"]) in names
        for volume in pod_of(manifest).get("volumes", ()):
            claim = volume.get("persistentVolumeClaim")
            assert not claim or ("PersistentVolumeClaim", claim["claimName"]) in names
        for rule in manifest.get("spec", {}).get("rules", ()) if manifest["kind"] == "Ingress" else ():
            for path in rule["http"]["paths"]:
                assert ("Service", path["backend"]["service"]["name"]) in names


@pytest.mark.parametrize(("part", "port"), PARTS.items())
def test_a_service_leads_to_its_process(part: str, port: int) -> None:
    service, template = find("Service", part)["spec"], find("Deployment", part)["spec"]["template"]
    assert service["selector"].items() <= template["metadata"]["labels"].items()
    assert service["ports"] == [{"name": "http", "port": port, "targetPort": "http"}]
    assert container(part)["ports"] == [{"name": "http", "containerPort": port}]
    budget = find("PodDisruptionBudget", part)["spec"]
    assert budget["selector"]["matchLabels"] == find("Deployment", part)["spec"]["selector"]["matchLabels"]


def test_the_gateway_is_looked_at_in_two_ways() -> None:
    """A gateway whose database is away is left alone and gets no traffic; it is not started again."""
    gateway = container("gateway")
    assert gateway["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert gateway["livenessProbe"]["httpGet"]["path"] == "/health/live"
    for part in PARTS:
        ready, live = container(part)["readinessProbe"], container(part)["livenessProbe"]
        assert (
            ready["periodSeconds"] * ready["failureThreshold"]
            < live["periodSeconds"] * live["failureThreshold"]
        )
        assert "startupProbe" in container(part)


def test_a_gateway_has_the_time_it_needs_to_leave() -> None:
    notice = int(find("ConfigMap", "wenpan")["data"]["DRAIN_NOTICE"])
    assert pod("gateway")["terminationGracePeriodSeconds"] >= seconds_to_leave(notice)
    ready = container("gateway")["readinessProbe"]
    assert notice > ready["periodSeconds"] * ready["failureThreshold"]


def test_nobody_runs_as_root_or_writes_where_nothing_is_written() -> None:
    for manifest in workloads():
        spec = pod_of(manifest)
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["automountServiceAccountToken"] is False
        for each in containers(manifest):
            inner = each["securityContext"]
            assert inner["readOnlyRootFilesystem"] is True
            assert inner["allowPrivilegeEscalation"] is False
            assert inner["capabilities"] == {"drop": ["ALL"]}
            assert {"memory"} <= set(each["resources"]["limits"])
            assert {"cpu", "memory"} <= set(each["resources"]["requests"])
            assert "/tmp" in {mount["mountPath"] for mount in each["volumeMounts"]}  # noqa: S108
            assert {mount["name"] for mount in each["volumeMounts"]} <= {
                volume["name"] for volume in [*spec["volumes"], *claims(manifest)]
            }


def claims(manifest: Manifest) -> list[Manifest]:
    return [each["metadata"] for each in manifest["spec"].get("volumeClaimTemplates", ())]


def test_folders_that_all_must_see_are_mounted_where_the_settings_say() -> None:
    for part, variables in {"gateway": ("MEDIA_DIR", "RECEIVED_DIR"), "actions": ("MEDIA_DIR",)}.items():
        mounted = {mount["mountPath"] for mount in container(part)["volumeMounts"]}
        assert {environment(container(part))[name] for name in variables} <= mounted
    for name in ("media", "received"):
        assert find("PersistentVolumeClaim", name)["spec"]["accessModes"] == ["ReadWriteMany"]


def callers(part: str) -> set[str]:
    """Who may open a connection to it: components of ours, or namespaces. No other policy adds to them."""
    chosen = [each["spec"] for each in BUILT["wenpan"] if each["kind"] == "NetworkPolicy"]
    [rule] = [rule for spec in chosen if admits(spec, part) for rule in spec.get("ingress", ())]
    assert [port["port"] for port in rule["ports"]] == [PARTS[part]]
    found = set()
    for peer in rule["from"]:
        [(kind, selector)] = peer.items()
        [name] = selector["matchLabels"].values()
        found.add(f"{kind.removesuffix('Selector')} {name}")
    return found


def admits(spec: Manifest, part: str) -> bool:
    """Whether a policy is one for the pods of a part."""
    selector = spec["podSelector"]
    named = [value for each in selector.get("matchExpressions", ()) for value in each["values"]]
    return not selector or part in {*named, *selector.get("matchLabels", {}).values()}


def test_rasa_and_actions_are_reached_by_nobody_else() -> None:
    everybody = find("NetworkPolicy", "nobody")["spec"]
    assert everybody == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert callers("rasa") == {"pod gateway", "namespace monitoring"}
    assert callers("actions") == {"pod gateway", "pod rasa", "namespace monitoring"}
    assert callers("gateway") == {"namespace ingress-nginx", "namespace monitoring"}


def test_the_public_reaches_neither_health_nor_metrics() -> None:
    for folder in FOLDERS:
        [rule] = find("Ingress", "wenpan", folder)["spec"]["rules"]
        paths = {path["path"]: path["pathType"] for path in rule["http"]["paths"]}
        assert paths.pop("/") == "Exact"
        assert set(paths) == {"/api", "/static", "/media", "/channels", "/desk"}
        host = find("ConfigMap", "wenpan", folder)["data"]["PUBLIC_URL"]
        assert host == f"https://{rule['host']}"


def test_an_overlay_names_its_images_by_version() -> None:
    for folder in FOLDERS[1:]:
        ours = {
            each["image"]
            for manifest in BUILT[folder]
            for each in containers(manifest)
            if "wenpan" in each["image"]
        }
        assert len(ours) == 2
        assert all(":" in image and not image.endswith(":latest") for image in ours)


def test_autoscalers_alone_say_how_many() -> None:
    for part in PARTS:
        assert "replicas" not in find("Deployment", part)["spec"]
        for folder in FOLDERS:
            spec = find("HorizontalPodAutoscaler", part, folder)["spec"]
            assert spec["minReplicas"] <= spec["maxReplicas"]


@pytest.mark.parametrize("part", PARTS)
def test_an_autoscaler_aims_at_a_share_of_a_core(part: str) -> None:
    """Its percentage is one of what is asked for, and no process of ours uses more than a core."""
    assert container(part)["resources"]["requests"]["cpu"] == "1"
    [metric] = find("HorizontalPodAutoscaler", part)["spec"]["metrics"]
    assert metric["resource"]["target"] == {"type": "Utilization", "averageUtilization": 60}
