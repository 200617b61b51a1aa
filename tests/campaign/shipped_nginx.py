"""nginx with the file of docs/deploy/: only ports, folders and certificate are the test's."""

import re
import socket
import ssl
import subprocess

from tests.campaign.served import ROOT

SHIPPED = ROOT / "docs" / "deploy" / "nginx.conf"
ANY_CERTIFICATE = ssl._create_unverified_context()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configure(folder, first, second=None):
    """Write a configuration in front of one or two websites; return its file and its TLS port.

    ``first`` and ``second`` are the ports of the websites.
    """
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=runaways.example", "-keyout", folder / "key", "-out", folder / "cert"],
        check=True, capture_output=True,
    )  # fmt: skip
    secure = free_port()
    changes = [
        (r"listen \[::\].*\n", "\n"),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        (r"/etc/nginx/certificate/fullchain.pem", f"{folder}/cert"),
        (r"/etc/nginx/certificate/privkey.pem", f"{folder}/key"),
        (r"/var/www/html", str(folder)),
        (r"/srv/runaways/current", str(ROOT)),
        (r"/var/(cache|log)/nginx", str(folder)),
        (r"server 127\.0\.0\.1:8000 ", f"server 127.0.0.1:{first} "),
    ]
    if second:
        changes.append((r"# server 10\.0\.0\.2:8000 ", f"server 127.0.0.1:{second} "))
    text = SHIPPED.read_text()
    for pattern, mine in changes:
        assert re.search(pattern, text), pattern
        text = re.sub(pattern, mine, text)
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off; user root; pid {folder}/pid; error_log {folder}/start.log;\n"
        f"events {{}}\nhttp {{\nclient_body_temp_path {folder}/bodies;\n{text}\n}}\n"
    )
    return file, secure
