"""Image, compose file, manifests and units say the same, and name only what the site knows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
MANIFESTS = [
    each for file in sorted((DEPLOY / "kubernetes").glob("*.yaml")) for each in yaml.safe_load_all(file.read_text())
]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
USER, DATA, PORT = "10001", "/var/lib/collega", 8000
EXPOSURE = 20
"""The most that systemd may find open, in tenths: 13 was measured; 96 is a service without any of it."""


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    for each in MANIFESTS:
        spec = each.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield each["metadata"]["name"], spec["template"]["spec"]


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return pod.get("initContainers", []) + pod["containers"]


def test_every_variable_is_one_that_the_site_reads() -> None:
    reference = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| `([A-Z_]+)` \|", reference, re.MULTILINE))
    texts = [file.read_text(encoding="utf-8") for file in DEPLOY.rglob("*") if file.is_file()]
    named = {name for text in texts for name in re.findall(r"\b(?:COLLEGA_[A-Z_]+|DATABASE_URL)\b", text)}
    assert len(named) > 6
    assert named <= known


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert f"\nUSER {USER}:{USER}\n" in CONTAINERFILE
    assert f"--uid {USER} " in CONTAINERFILE
    assert f"COLLEGA_DATA={DATA} " in CONTAINERFILE
    assert f"\nVOLUME {DATA}\n" in CONTAINERFILE
    assert f"\nEXPOSE {PORT}\n" in CONTAINERFILE
    assert f"http://127.0.0.1:{PORT}/health/ready/" in CONTAINERFILE
    assert CONTAINERFILE.count("\nFROM ") == 2  # what builds is not in what runs
    for copied in re.findall(r"^COPY (?!--)(.*) \S+$", CONTAINERFILE, re.MULTILINE):
        assert [name for name in copied.split() if not (ROOT / name).exists()] == []


def test_the_compose_file_agrees_with_the_image() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"database", "prepare", "web", "worker"}
    for name in ("prepare", "web", "worker"):
        service = services[name]
        assert service["user"] == f"{USER}:{USER}"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["volumes"] == [f"data:{DATA}"]
        assert service["env_file"] == "collega.env"
        assert "environment" not in service  # secrets stand in a file that is not in the repository
    assert services["web"]["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert services["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert set(COMPOSE["volumes"]) == {"data", "database"}
    assert {"collega.env", "database.env"} <= set((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_the_database_gets_its_own_password_alone() -> None:
    assert COMPOSE["services"]["database"]["env_file"] == "database.env"
    given = {file: re.findall(r"^(\w+)=", (DEPLOY / file).read_text(encoding="utf-8"), re.MULTILINE)
             for file in ("database.env.example", "collega.env.example")}  # fmt: skip
    assert given["database.env.example"] == ["POSTGRES_PASSWORD"]
    assert "POSTGRES_PASSWORD" not in given["collega.env.example"]


def test_back_ups_of_the_manifests_can_be_encrypted() -> None:
    (known,) = [each for each in MANIFESTS if each["kind"] == "ConfigMap"]
    assert "COLLEGA_BACKUP_KEY" in known["data"]


@pytest.mark.parametrize(("name", "pod"), list(pods()))
def test_every_pod_is_restricted(name: str, pod: dict[str, Any]) -> None:
    """The Restricted profile of Pod Security Standards."""
    assert pod["automountServiceAccountToken"] is False
    safe = pod["securityContext"]
    assert safe["runAsNonRoot"] is True
    assert {str(safe[key]) for key in ("runAsUser", "runAsGroup", "fsGroup")} == {USER}
    assert safe["seccompProfile"] == {"type": "RuntimeDefault"}
    volumes = {volume["name"] for volume in pod["volumes"]}
    for one in containers(pod):
        assert one["securityContext"] == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        mounts = {mount["name"]: mount["mountPath"] for mount in one["volumeMounts"]}
        assert mounts["data"] == DATA
        assert mounts["tmp"] == "/tmp"
        assert set(mounts) <= volumes
        assert one["envFrom"] == [{"configMapRef": {"name": "collega"}}, {"secretRef": {"name": "collega"}}]
        assert one["resources"]["limits"]["memory"]


def test_probes_and_service_lead_to_the_pages() -> None:
    (web,) = [pod for name, pod in pods() if name == "collega-web"]
    (one,) = web["containers"]
    assert one["ports"] == [{"name": "http", "containerPort": PORT}]
    assert {name: one[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")} == {
        "startupProbe": "/health/live/", "livenessProbe": "/health/live/", "readinessProbe": "/health/ready/",
    }  # fmt: skip
    (service,) = [each for each in MANIFESTS if each["kind"] == "Service"]
    labels = next(each for each in MANIFESTS if each["metadata"]["name"] == "collega-web")["spec"]["template"][
        "metadata"
    ]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    assert service["spec"]["ports"][0]["targetPort"] == "http"
    claims = {each["metadata"]["name"] for each in MANIFESTS if each["kind"] == "PersistentVolumeClaim"}
    assert {volume["persistentVolumeClaim"]["claimName"] for _n, pod in pods() for volume in pod["volumes"]
            if "persistentVolumeClaim" in volume} == claims  # fmt: skip
    (secret,) = [each for each in MANIFESTS if each["kind"] == "Secret"]
    assert set(secret["stringData"].values()) == {"", "postgres://collega:PASSWORD@database/collega"}


def commands() -> Iterator[list[str]]:
    yield from (service["command"] for service in COMPOSE["services"].values() if "command" in service)
    yield from (one["command"] for _name, pod in pods() for one in containers(pod))
    for unit in UNITS:
        for line in re.findall(r"^Exec\w+=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE):
            yield line.removeprefix("/opt/collega/.venv/bin/").split()


def test_every_command_is_one_that_there_is() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    django = {file.stem for file in (ROOT / "src/collega/web/jobs/management/commands").glob("*.py")} | {"migrate"}
    reference = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
    seen = set()
    for command in commands():
        for one in command[2].split(" && ") if command[:2] == ["sh", "-c"] else [" ".join(command)]:
            words = one.split()
            seen.add(words[0])
            if words[0] in scripts:
                assert f"## `collega {words[1]}`" in reference
            elif words[0] in ("python", "python3"):
                assert words[1:3] == ["-m", "django"]
                assert words[3] in django
            else:
                assert words[0] == "granian"
                assert words[-1] == "collega.web.wsgi:application"
                assert words[words.index("--port") + 1] == str(PORT)
                assert "--no-access-log" in words  # personal links stand in addresses
    assert seen == {"collega", "python", "python3", "granian"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_hardened(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    assert "\nUser=collega\n" in text
    assert "\nEnvironmentFile=/etc/collega.env\n" in text
    assert "\nStateDirectory=collega\n" in text  # that is DATA
    if shutil.which("systemd-analyze") is None:
        assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="} <= set(text.splitlines())
        return
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", str(unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    for file in (DEPLOY / "systemd").iterdir():  # with programs that are there on this machine
        content = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(re.sub(r"/opt/collega/\.venv/bin/\w+", "/bin/true", content))
    told = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_the_part_of_the_lock_that_a_site_needs() -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "setup/site_lock.py")], capture_output=True, text=True, check=True
    )
    names = {re.split(r"[=\[]", line)[0] for line in told.stdout.splitlines() if re.match("[a-z]", line)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {re.split(r"[\[<>=]", each)[0].lower().replace(".", "-") for each in project["project"]["dependencies"]}
    assert asked | {"django", "granian", "psycopg-binary", "llvmlite", "pydantic-core", "sqlparse", "fido2"} <= names
    assert not names & {"pytest", "sphinx", "mypy", "playwright", "hatchling", "ruff"}
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z0-9])", told.stdout.strip()))
