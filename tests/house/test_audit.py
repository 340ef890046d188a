"""The audit of what we depend on finds what is known, and never passes when nobody was asked."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Database(BaseHTTPRequestHandler):
    """Knows something about the packages that its server was told of."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.server.asked = asked
        known = self.server.known
        results = [
            {"vulns": [{"id": known[query["package"]["name"]]}]} if query["package"]["name"] in known else {}
            for query in asked
        ]
        answer = json.dumps({"results": results[: self.server.answers]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def database():
    with HTTPServer(("127.0.0.1", 0), Database) as server:
        server.known, server.answers, server.asked = {}, None, []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def audit(address, root=ROOT):
    return subprocess.run(
        [sys.executable, root / ".ci" / "audit.py"],
        env=os.environ | {"OSV_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )


def address(database):
    return f"http://127.0.0.1:{database.server_port}/"


def test_every_package_of_the_lock_file_is_asked_about(database):
    done = audit(address(database))

    assert (done.returncode, done.stderr) == (0, "")
    names = {query["package"]["name"] for query in database.asked}
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements-test.lock").read_text(), re.MULTILINE)
    assert names == set(pinned)
    assert all(query["version"] for query in database.asked)


def test_what_is_known_is_told_and_fails(database):
    database.known = {"cryptography": "GHSA-test-0001"}

    done = audit(address(database))

    assert done.returncode == 1
    assert re.search(r"^cryptography \S+: GHSA-test-0001$", done.stdout, re.MULTILINE)


def test_what_somebody_accepted_does_not_fail(database, tmp_path):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "audit.py", tmp_path / ".ci")
    shutil.copy(ROOT / "requirements-test.lock", tmp_path)
    accepted = '[tool.zicht.audit]\naccepted = ["GHSA-test-0001"]\n'
    (tmp_path / "pyproject.toml").write_text(accepted, encoding="utf-8")
    database.known = {"cryptography": "GHSA-test-0001"}

    assert audit(address(database), tmp_path).returncode == 0


def test_an_answer_that_is_not_about_everything_is_no_answer(database):
    database.answers = 3

    assert audit(address(database)).returncode == 75


def test_without_a_network_it_says_that_nobody_was_asked():
    done = audit("http://127.0.0.1:9/")

    assert done.returncode == 75
    assert done.stdout.startswith("NIET NAGEGAAN")
