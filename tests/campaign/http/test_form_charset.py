"""No charset that a request claims reaches a traceback: forms are read as UTF-8."""

import encodings.aliases
import io

import pytest

from campaign.wsgi import application

CODECS = sorted({*encodings.aliases.aliases.values(), "idna", "punycode", "undefined", "nonsense"})
FORM = "application/x-www-form-urlencoded"
PARTS = (
    '--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nKént\r\n--x\r\n'
    "Content-Disposition: form-data; name=\"f\"; filename*={}''a\r\n"
    "Content-Type: text/csv; charset={}\r\n\r\na,b\r\n--x--\r\n"
)


@pytest.fixture
def post(open_connection):
    """Return a function that posts to the application as a server does: status and page."""

    def posted(address, body, kind):
        said = {}
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": address, "QUERY_STRING": "at=%ff",
            "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http", "REMOTE_ADDR": "203.0.113.7",
        }  # fmt: skip
        page = application(environ, lambda status, headers, *_: said.update(status=status))
        return int(said["status"][:3]), b"".join(page).decode()

    return posted


@pytest.mark.parametrize("address", ["/find/", "/admin/login/"])
def test_a_form_in_any_charset_is_answered(post, address):
    for codec in CODECS:
        parts = PARTS.format(codec, codec).encode()
        for kind, body in ((FORM, b"q=K%C3%A9nt%ff"), ("multipart/form-data; boundary=x", parts)):
            status, _ = post(address, body, f"{kind}; charset={codec}")
            assert status < 500, (codec, kind)


def test_what_was_typed_is_read_as_utf_8_whatever_is_claimed(post):
    body = "q=Kéntish Tówn Nówhere".encode()
    for claimed in ("charset=utf-16", "charset*0=ba; charset*1=se64", "charset=base64"):
        assert "Kéntish Tówn Nówhere" in post("/find/", body, f"{FORM}; {claimed}")[1]
