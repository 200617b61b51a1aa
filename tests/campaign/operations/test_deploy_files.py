"""The files of docs/deploy/: who runs what, and who may read the secrets."""

from pathlib import Path

from tests.campaign.operations.deployment.machine import blocks

DEPLOY = Path(__file__).parents[3] / "docs" / "deploy"
OURS = ("runaways", "runaways-email", "runaways-nightly", "runaways-backup")


def test_every_service_runs_as_a_user_without_rights_and_writes_where_it_must_alone():
    for name in OURS:
        lines = (DEPLOY / "systemd" / f"{name}.service").read_text().splitlines()
        for line in ("User=runaways", "CapabilityBoundingSet=", "NoNewPrivileges=yes",
                     "ProtectSystem=strict", "ProtectHome=yes", "UMask=0077"):  # fmt: skip
            assert line in lines, f"{name}: {line}"
        writes = [line for line in lines if line.startswith("ReadWritePaths=")]
        is_backup = name == "runaways-backup"
        assert writes == ["ReadWritePaths=/var/backups/runaways"] * is_backup
    assert "SUPERUSER" not in (DEPLOY / "database.sql").read_text().upper().replace(
        "SUPERUSER OF POSTGRESQL", ""
    )


def test_secrets_are_in_a_file_that_root_writes_and_the_site_alone_reads():
    installed = [line for block in blocks("Install") for line in block.commands.splitlines()
                 if "/etc/runaways/environment" in line and line.startswith("install")]  # fmt: skip
    assert len(installed) == 1
    assert "-o root -g runaways -m 640" in installed[0]


def test_each_page_on_running_is_one_that_somebody_follows():
    for page in ("deploy", "platform"):
        assert (DEPLOY.parent / f"{page}.md").read_text().count("\n") <= 120
