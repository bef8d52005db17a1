"""A learner without a browser: speaks to JupyterHub and to a kernel as JupyterLab does."""

import asyncio
import json
import time
import urllib.parse
import uuid
from http.cookies import SimpleCookie

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"  # the one that JupyterLab asks for
PATIENCE = 180  # seconds until a server, a kernel or a cell is taken for lost
FRAME = 1 / 60  # a browser tells of the mouse once a frame

AsyncHTTPClient.configure(None, max_clients=1000)


def bytes_of(part):
    return json.dumps(part).encode()


class Learner:
    """Logs in, starts a server and a kernel, runs a notebook, drags its first live slider."""

    def __init__(self, base, name, password):
        self.base, self.name, self.password = base, name, password
        self.server = f"{base}/user/{name}"
        self.received = 0  # bytes from the kernel's WebSocket
        self._headers = {}
        self._session = uuid.uuid4().hex
        self._waiting = {}

    async def _fetch(self, url, *, accept=(200, 201, 202), **arguments):
        arguments["headers"] = self._headers | arguments.get("headers", {})
        response = await AsyncHTTPClient().fetch(
            url, request_timeout=PATIENCE, raise_error=False, follow_redirects=False, **arguments
        )
        if response.code not in accept:
            raise RuntimeError(
                f"{self.name}: {url} answered {response.code} {response.reason}, "
                f"expected {accept}: {response.body[:300]!r}"
            )
        return response

    async def log_in(self):
        """Log in with the form, as in a browser; then fetch the token of the learner's own."""
        login = f"{self.base}/hub/login"
        page = await self._fetch(login)
        cookies = SimpleCookie()
        for line in page.headers.get_list("Set-Cookie"):
            cookies.load(line)
        secret = cookies["_xsrf"].value
        person = {"username": self.name, "password": self.password}
        await self._fetch(
            login,
            method="POST",
            body=urllib.parse.urlencode(person | {"_xsrf": secret}),
            headers={"Cookie": f"_xsrf={secret}"},
            accept=(302,),
        )
        response = await self._fetch(
            f"{self.base}/hub/api/users/{self.name}/tokens",
            method="POST",
            body=json.dumps({"auth": person}),
        )
        self._headers = {"Authorization": f"token {json.loads(response.body)['token']}"}

    async def start_server(self):
        """Ask the hub for a server and wait until it is ready."""
        me = f"{self.base}/hub/api/users/{self.name}"
        await self._fetch(f"{me}/server", method="POST", body="")
        deadline = time.monotonic() + PATIENCE
        while True:
            servers = json.loads((await self._fetch(me)).body)["servers"]
            if servers.get("", {}).get("ready"):
                return
            if not servers or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name}: the server did not start; see the hub's log")
            await asyncio.sleep(0.2)

    async def open_kernel(self, notebook):
        """Start the kernel of a notebook, connect and wait for its first answer."""
        session = {
            "path": f"notebooks/{notebook}",
            "name": notebook,
            "type": "notebook",
            "kernel": {"name": "python3"},
        }
        response = await self._fetch(
            f"{self.server}/api/sessions", method="POST", body=json.dumps(session)
        )
        kernel = json.loads(response.body)["kernel"]["id"]
        address = self.server.replace("http", "ws", 1)
        self._socket = await websocket_connect(
            HTTPRequest(
                f"{address}/api/kernels/{kernel}/channels?session_id={self._session}",
                headers=self._headers,
            ),
            subprotocols=[PROTOCOL],
            max_message_size=1 << 28,
        )
        if self._socket.selected_subprotocol != PROTOCOL:
            raise RuntimeError(f"The server does not speak {PROTOCOL}")
        self._reader = asyncio.create_task(self._read())
        await self._ask("kernel_info_request", {})

    async def _read(self):
        while True:
            data = await self._socket.read_message()
            if data is None:
                for idle, _ in self._waiting.values():
                    idle.set_exception(RuntimeError(f"{self.name}: the kernel's line was cut"))
                return
            now = time.perf_counter()
            self.received += len(data)
            _, parts = deserialize_msg_from_ws_v1(data)
            header, parent = json.loads(parts[0]), json.loads(parts[1])
            idle, messages = self._waiting.get(parent.get("msg_id"), (None, None))
            if idle is None:
                continue
            kind, content = header["msg_type"], json.loads(parts[3])
            messages.append((kind, content, now))
            if kind == "status" and content["execution_state"] == "idle" and not idle.done():
                idle.set_result(None)

    async def _ask(self, kind, content):
        """Send a message; return what came of it until the kernel was idle, with the times."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self._session,
            "username": self.name,
            "date": "",
            "version": "5.4",
        }
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        idle, messages = asyncio.get_running_loop().create_future(), []
        self._waiting[header["msg_id"]] = idle, messages
        try:
            await self._socket.write_message(
                serialize_msg_to_ws_v1(message, "shell", bytes_of), binary=True
            )
            await asyncio.wait_for(idle, PATIENCE)
        finally:
            del self._waiting[header["msg_id"]]
        return messages

    async def run_all(self, cells):
        """Run the cells; remember the slider and the picture of the first that shows one."""
        self._slider = self._screen = None
        for source in cells:
            content = {
                "code": source,
                "silent": False,
                "store_history": True,
                "allow_stdin": False,
                "user_expressions": {},
                "stop_on_error": True,
            }
            messages = await self._ask("execute_request", content)
            for kind, content, _ in messages:
                if kind == "error":
                    raise RuntimeError(f"{self.name}: {content['ename']}: {content['evalue']}")
            if self._slider is None or self._screen is None:
                self._slider, self._screen = slider_and_screen(messages)
        if self._slider is None or self._screen is None:
            raise RuntimeError("No cell of the notebook opened a slider and a live picture")

    async def drag(self, seconds):
        """Drag to and fro; return the seconds from each move to its picture's message.

        ipywidgets sends the newest value once the kernel is idle again, and a browser tells of the
        mouse 60 times a second at most: so does this.
        """
        comm, state = self._slider
        low, high, step = state["min"], state["max"], state["step"]
        steps = round((high - low) / step)
        waits, count = [], 0
        end = time.perf_counter() + seconds
        while (sent := time.perf_counter()) < end:
            count += 1
            there = steps - abs(count % (2 * steps) - steps)
            content = {
                "comm_id": comm,
                "data": {
                    "method": "update",
                    "state": {"value": low + there * step},
                    "buffer_paths": [],
                },
            }
            messages = await self._ask("comm_msg", content)
            pictures = [
                when
                for kind, content, when in messages
                if kind == "comm_msg"
                and content["comm_id"] == self._screen
                and content["data"]["method"] == "update"
            ]
            if not pictures:
                raise RuntimeError(f"{self.name}: the slider moved, the picture did not")
            waits.append(pictures[-1] - sent)
            await asyncio.sleep(max(0, sent + FRAME - time.perf_counter()))
        return waits

    async def leave(self):
        """Close the line to the kernel."""
        self._reader.cancel()
        self._socket.close()


def slider_and_screen(messages):
    """Return the first slider (comm, state) and the first picture (comm) that a cell opened."""
    opened = [
        (content["comm_id"], content["data"]["state"])
        for kind, content, _ in messages
        if kind == "comm_open" and "state" in content["data"]
    ]
    sliders = [item for item in opened if item[1].get("_model_name") == "FloatSliderModel"]
    screens = [comm for comm, state in opened if {"moving", "words"} <= state.keys()]
    return (sliders[0], screens[0]) if sliders and screens else (None, None)
