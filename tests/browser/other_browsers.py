"""Firefox and WebKit, driven by their own remote protocols: no driver has to be downloaded.

Firefox speaks Marionette, WebKit's driver the WebDriver of the W3C (on Debian: firefox-esr, and
webkit2gtk-driver with xvfb). Both know the same commands. A journey asks little: click, type, read.
"""

import http.client
import json
import os
import shutil
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

PATIENCE = 60
"""Seconds that a page may take: the machine may be busy."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
SHIFT, ENTER = "\ue008", "\ue007"


def named(tag, name):
    """Return the XPath of an element by the words in it."""
    return f"//{tag}[contains(normalize-space(.), {json.dumps(name, ensure_ascii=False)})]"


class RefusedError(Exception):
    """The browser could not do what it was asked."""


class TooEarlyError(RefusedError):
    """It could not do it yet: what is asked for is not there, or not in reach."""


TOO_EARLY = {
    "no such element", "stale element reference", "element not interactable",
    "element click intercepted", "javascript error",
}  # fmt: skip


def refusal(said: dict[str, str]) -> RefusedError:
    kind = TooEarlyError if said["error"] in TOO_EARLY else RefusedError
    return kind(f"{said['error']}: {said['message']}")


class Elsewhere(socketserver.ThreadingTCPServer):
    """Every other host: a proxy that answers with a page of its own, so nothing leaves the machine.

    It knows which hosts were asked for, and what their requests said.
    """

    daemon_threads = allow_reuse_address = True

    def __init__(self, certificate: Path):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.requests: list[str] = []
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(socketserver.BaseRequestHandler):
    """One connection: "CONNECT host:443", then TLS, then a request."""

    def handle(self):
        asked = self.read(self.request)
        if not asked.startswith("CONNECT "):
            return
        self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with (
            suppress(OSError),
            self.server.context.wrap_socket(self.request, server_side=True) as secure,
        ):
            self.server.requests.append(f"{asked.split()[1]}\n{self.read(secure)}")
            page = b"<title>Weather</title>Weather"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
            secure.sendall(head + b"Content-Length: %d\r\n\r\n%b" % (len(page), page))

    @staticmethod
    def read(connection):
        said = b""
        while b"\r\n\r\n" not in said and (more := connection.recv(4096)):
            said += more
        return said.decode()


class Browser:
    """What somebody does in a browser. A subclass says how it is asked."""

    def ask(self, command: str, method: str, path: str, **values):
        """Give a command by its name, or by its method and path; return its value."""
        raise NotImplementedError

    def go(self, address):
        self.ask("Navigate", "POST", "/url", url=address)

    @property
    def address(self):
        return self.ask("GetCurrentURL", "GET", "/url")

    def back(self):
        self.ask("Back", "POST", "/back")

    def resize(self, width, height):
        self.ask("SetWindowRect", "POST", "/window/rect", width=width, height=height)

    def run(self, script, *arguments):
        return self.ask("ExecuteScript", "POST", "/execute/sync", script=script, args=arguments)

    def find(self, where):
        """Return an element that is there now: by a selector, or by an XPath."""
        using = "xpath" if where.startswith("/") else "css selector"
        return self.ask("FindElement", "POST", "/element", using=using, value=where)[ELEMENT]

    def click(self, where):
        """Click an element, once it is there, stands still and nothing is before it."""

        def try_it():
            element = self.find(where)
            self.run("arguments[0].scrollIntoView({block: 'center'})", {ELEMENT: element})
            self.ask("ElementClick", "POST", f"/element/{element}/click", id=element)
            return True

        self.until(try_it)

    def write(self, where, text):
        """Type into a field, in the place of what is there."""

        def try_it():
            element = self.find(where)
            self.run("arguments[0].value = ''", {ELEMENT: element})
            self.ask("ElementSendKeys", "POST", f"/element/{element}/value", id=element, text=text)
            return True

        self.until(try_it)

    def press(self, key):
        """Press a key and let it go, wherever the focus is."""
        strokes = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        keys = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self.ask("PerformActions", "POST", "/actions", actions=keys)

    def see(self, words):
        """Wait until words stand on the page."""
        shown = "return document.body ? document.body.innerText : ''"
        self.until(lambda: words in (self.run(shown) or ""))

    def until(self, is_so):
        """Return what ``is_so`` returns, once that is true; asking too early is no fault."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                value = is_so()
            except TooEarlyError as error:
                value, said = None, str(error)
            else:
                said = "It did not happen."
            if value:
                return value
            assert time.monotonic() < end, said
            time.sleep(0.1)


class Firefox(Browser):
    """Marionette: ``length:[0, id, command, values]`` over TCP, and ``[1, id, error, value]``."""

    name = "Firefox"

    def __init__(self, elsewhere):
        self.folder = Path(tempfile.mkdtemp(prefix="firefox-"))
        port = free_port()
        (self.folder / "user.js").write_text(preferences(port, elsewhere.server_address[1]))
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        self.process = subprocess.Popen(
            [program, "--marionette", "--headless", "--no-remote", "--profile", self.folder],
            env=os.environ | {"HOME": str(self.folder)}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.socket = connect(port)
        self.file = self.socket.makefile("rb")
        self.number = 0
        self.read()  # it says who it is
        self.ask("NewSession", "", "", acceptInsecureCerts=True)

    @staticmethod
    def missing():
        found = shutil.which("firefox-esr") or shutil.which("firefox")
        return "" if found else "firefox-esr is not installed"

    def ask(self, command, method, path, **values):
        self.number += 1
        if "args" in values:
            values["args"] = list(values["args"])
        content = json.dumps([0, self.number, f"WebDriver:{command}", values]).encode()
        self.socket.sendall(b"%d:%b" % (len(content), content))
        _, _, error, value = self.read()
        if error:
            raise refusal(error)
        alone = isinstance(value, dict) and value.keys() == {"value"}
        return value["value"] if alone else value

    def read(self):
        length = b""
        while (byte := self.file.read(1)) != b":":
            assert byte, "Firefox has gone."
            length += byte
        return json.loads(self.file.read(int(length)))

    def quit(self):
        self.socket.close()
        end(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)


class WebKit(Browser):
    """The engine of Safari, in GTK's small browser on a screen that nobody sees."""

    name = "WebKit"

    def __init__(self, elsewhere):
        self.folder = Path(tempfile.mkdtemp(prefix="webkit-"))
        display, self.port = f":{1000 + os.getpid() % 50_000}", free_port()
        self.screen = subprocess.Popen(
            ["Xvfb", display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
            stderr=subprocess.DEVNULL,
        )
        self.process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={self.port}"],
            env=os.environ | {"DISPLAY": display, "HOME": str(self.folder), "GDK_BACKEND": "x11",
                              "WEBKIT_DISABLE_COMPOSITING_MODE": "1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        connect(self.port).close()
        (program,) = list(Path("/").glob(MINI_BROWSER[1:]))[:1]
        proxy = f"--proxy=http://127.0.0.1:{elsewhere.server_address[1]}"
        arguments = ["--automation", proxy, "--ignore-host=localhost", "--ignore-host=127.0.0.1"]
        options = {"binary": str(program), "args": arguments}
        self.path = "/session"
        wanted = {"acceptInsecureCerts": True, "webkitgtk:browserOptions": options}
        session = self.ask("NewSession", "POST", "", capabilities={"alwaysMatch": wanted})
        self.path = f"/session/{session['sessionId']}"

    @staticmethod
    def missing():
        if not list(Path("/").glob(MINI_BROWSER[1:])) or not shutil.which("WebKitWebDriver"):
            return "webkit2gtk-driver is not installed"
        return "" if shutil.which("Xvfb") else "xvfb is not installed"

    def ask(self, command, method, path, **values):
        body = json.dumps(values) if method == "POST" else ""
        place = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with closing(place) as connection:
            connection.request(method, self.path + path, body)
            answer = connection.getresponse()
            value = json.loads(answer.read())["value"]
        if answer.status >= 400:
            raise refusal(value)
        return value

    def click(self, where):
        """Click by script: without a window manager a press of the mouse is lost at times."""

        def try_it():
            self.run("arguments[0].click()", {ELEMENT: self.find(where)})
            return True

        self.until(try_it)

    def back(self):
        """Go back as a page would: the driver's own command hangs on the way from another site."""
        self.run("setTimeout(() => history.back(), 0)")

    def quit(self):
        with suppress(RefusedError, OSError):
            self.ask("DeleteSession", "DELETE", "")
        end(self.process)
        end(self.screen)
        shutil.rmtree(self.folder, ignore_errors=True)


def preferences(port: int, proxy: int) -> str:
    """Return Firefox's user.js: how it is asked, and that it asks no other host for anything."""
    wanted = {
        "marionette.port": port,
        "network.proxy.type": 1,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": proxy,
        "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(wanted[name])});" for name in wanted]
    return "\n".join(lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connect(port: int) -> socket.socket:
    """Connect to what has just been started."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            assert time.monotonic() < end, "It did not start."
            time.sleep(0.1)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
