"""A bare Debian that boots with its own systemd, in a network of its own, as root of this one.

It needs debootstrap and systemd-nspawn (on Debian: debootstrap, systemd-container) and Debian's
archive. Nothing of the machine that runs the tests is changed but /run/netns.
"""

import os
import re
import shlex
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[4]
DOCUMENT = ROOT / "docs" / "deploy.md"
BLOCK = re.compile(r"^```\n# as (\w+)(?: on the (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ARCHIVE = "http://deb.debian.org/debian"
NEEDED = ("debootstrap", "systemd-nspawn", "nsenter", "unshare", "ip", "git")
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8",
}  # fmt: skip
NETNS = "runaways-{}"


@dataclass(frozen=True)
class Block:
    """A block of commands on the page, and who runs it on which machine."""

    user: str
    machine: str
    commands: str


def blocks(heading: str) -> list[Block]:
    """Return the blocks of commands below a heading of docs/deploy.md, in order."""
    text = f"\n{DOCUMENT.read_text('utf-8')}"
    section = re.split(r"\n#{2,3} ", text.partition(f"# {heading}\n")[2])[0]
    return [Block(*found) for found in BLOCK.findall(section)]


def call(*command: str | Path, **options) -> str:
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}\n"
                             f"{done.stderr[-3000:]}")  # fmt: skip
    return done.stdout


@dataclass
class Network:
    """A switch with the visitors of the site at 10.0.0.254, in a network namespace."""

    name: str = NETNS.format("visitors")
    names: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.add(self.name)
        self.ip("link", "add", "switch", "type", "bridge")
        self.ip("addr", "add", "10.0.0.254/24", "dev", "switch")
        self.ip("link", "set", "switch", "up")

    def ip(self, *command: str, name: str = "") -> None:
        call("ip", "-n", name or self.name, *command)

    def add(self, name: str) -> None:
        subprocess.run(["ip", "netns", "del", name], capture_output=True)
        call("ip", "netns", "add", name)
        self.names.append(name)
        self.ip("link", "set", "lo", "up", name=name)

    def join(self, name: str, address: str) -> None:
        """Connect a new namespace to the switch."""
        self.add(name)
        plug = f"to{address.replace('.', '')}"[:15]
        self.ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", name)
        self.ip("link", "set", plug, "master", "switch", "up")
        self.ip("addr", "add", f"{address}/24", "dev", "eth0", name=name)
        self.ip("link", "set", "eth0", "up", name=name)

    @contextmanager
    def inside(self, name: str):
        """Let this thread, and those that it starts, be in a namespace for a while."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{name}", os.O_RDONLY)
        os.setns(there, os.CLONE_NEWNET)
        try:
            yield
        finally:
            os.setns(home, os.CLONE_NEWNET)
            os.close(there)
            os.close(home)

    def close(self) -> None:
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


class Machine:
    """A Debian in a folder. ``prepare`` runs before it boots, with the network of this machine."""

    def __init__(self, folder: Path, name: str, address: str):
        self.folder, self.name, self.address = folder, name, address
        self.netns = NETNS.format(name)
        self.nspawn: subprocess.Popen[bytes] | None = None

    def make(self, code: Path) -> None:
        """Put a bare Debian in the folder; git.example is ``code``."""
        with_systemd = "--include=systemd-sysv,dbus"
        call("debootstrap", "--variant=minbase", with_systemd, "trixie", self.folder, ARCHIVE)
        shutil.copytree(code, self.folder / "mnt/runaways.git")
        (self.folder / "etc/gitconfig").write_text(
            '[url "/mnt/runaways.git"]\n insteadOf = https://git.example/runaways.git\n'
            "[safe]\n directory = *\n"
        )
        if certificates := os.environ.get("PIP_CERT"):  # as this machine reaches PyPI
            shutil.copy(certificates, self.folder / "mnt/certificates")
            (self.folder / "etc/pip.conf").write_text("[global]\ncert = /mnt/certificates\n")

    def prepare(self, user: str, commands: str) -> None:
        """Run commands before the machine boots; no package starts its service."""
        policy = self.folder / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        environment = [f"--setenv={name}={value}" for name, value in ENVIRONMENT.items()]
        call(
            "systemd-nspawn", "-q", "-D", self.folder, "--register=no", "--keep-unit", "--pipe",
            *environment, *self.shell(user, commands),
        )  # fmt: skip
        policy.unlink()

    @staticmethod
    def shell(user: str, commands: str) -> list[str]:
        shell = ["bash", "-e", "-o", "pipefail", "-c", f"cd\n{commands}"]
        return shell if user == "root" else ["su", "-", user, "-c", shlex.join(shell)]

    def boot(self) -> None:
        own_cgroups = (
            "umount -R -l /sys/fs/cgroup; mkdir -p /sys/fs/cgroup;"
            " mount -t cgroup2 none /sys/fs/cgroup; exec systemd-nspawn"
            f" -q -D {self.folder} -M {self.name} --register=no --keep-unit --boot"
            f" --network-namespace-path=/run/netns/{self.netns} --console=pipe"
        )
        with (self.folder.parent / f"{self.name}.console").open("wb") as console:
            self.nspawn = subprocess.Popen(
                ["unshare", "-m", "sh", "-c", own_cgroups],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console,
            )  # fmt: skip
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with suppress(AssertionError, ValueError):
                if self.run("systemctl is-system-running || true").strip() in (
                    "running",
                    "degraded",
                ):
                    return
            time.sleep(0.3)
        raise TimeoutError("The machine does not boot.")

    @property
    def leader(self) -> str:
        """The process that is systemd in the machine."""
        pid = self.nspawn.pid
        (leader,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return leader

    def run(self, commands: str, user: str = "root") -> str:
        """Run commands on the booted machine, and return what they say."""
        environment = ["env", "-i", *(f"{name}={value}" for name, value in ENVIRONMENT.items())]
        return call(
            "nsenter", "-t", self.leader, "-a", *environment, *self.shell(user, commands),
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def follow(self, todo: list[Block]) -> str:
        """Run blocks of the page, and return what they say."""
        return "".join(self.run(block.commands, block.user) for block in todo)

    def stop(self) -> None:
        if self.nspawn is not None:
            self.nspawn.send_signal(15)
            self.nspawn.wait(timeout=60)
