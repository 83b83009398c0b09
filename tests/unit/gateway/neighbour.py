"""A stand-in for the processes beside the gateway."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from conversations.brain import PATH

TURN = Path("tests/contract/turn_answer_quote.json")


class Neighbour(ThreadingHTTPServer):
    """Answers GET with `status` and POST with a recorded turn; stands for Rasa and the action server.

    `asked` is set by a turn's POST, which waits for `go_on`; a report's are `report_asked` and
    `report_go_on`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.status = 200
        self.turn: dict[str, Any] = json.loads(TURN.read_text())
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.report_asked, self.report_go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self.report_go_on.set()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Neighbour

    def do_GET(self) -> None:
        self._send(self.server.status, {"status": "ok"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/report":
            self.server.report_asked.set()
            self.server.report_go_on.wait(20)
            said: dict[str, Any] = {"text": f"报告 {body['key']}", "buttons": [], "image": None}
            self._send(200, {"messages": [said]})
            return
        if self.path != PATH:  # what watchers and briefs ask for
            self._send(404, {"error": "nothing_to_tell"})
            return
        self.server.asked.set()
        self.server.go_on.wait(20)
        self._send(200, self.server.turn.get("body", self.server.turn))

    def _send(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""
