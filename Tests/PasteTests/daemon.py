"""One pullbackd of its own, and one connection to it that speaks the line protocol in JSON."""

import json
import os
import select
import socket
import subprocess
import tempfile
import time

import numpy

from comparison import NUMPY

SECONDS_A_CELL = 60


class Refused(Exception):
    """An `error` reply; the text is the daemon's message."""


class Daemon:
    def __init__(self, program):
        self.program = os.path.join(os.path.dirname(os.path.abspath(program)), "pullbackd")
        self.start()

    def start(self):
        self.folder = tempfile.TemporaryDirectory(prefix="paste")
        os.chmod(self.folder.name, 0o700)
        path = os.path.join(self.folder.name, "run", "socket")
        environment = dict(os.environ, PULLBACK_ARCHIVE=os.path.join(self.folder.name, "archive.sqlite"), PULLBACK_SOCKET=path)
        self.process = subprocess.Popen([self.program], env=environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                self.socket = socket.socket(socket.AF_UNIX)
                self.socket.connect(path)
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"{self.program} does not listen on {path}")
                time.sleep(0.05)
        self.pending = b""
        self.number = 0
        self.line()
        self.request("set format=json")

    def stop(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def receive(self, deadline):
        ready, _, _ = select.select([self.socket], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        piece = self.socket.recv(1 << 20)
        if not piece:
            raise ConnectionError("the daemon hung up")
        self.pending += piece

    def line(self, deadline=None):
        deadline = deadline or time.monotonic() + SECONDS_A_CELL
        while b"\n" not in self.pending:
            self.receive(deadline)
        line, self.pending = self.pending.split(b"\n", 1)
        return line.decode()

    def bytes(self, count):
        deadline = time.monotonic() + SECONDS_A_CELL
        while len(self.pending) < count:
            self.receive(deadline)
        piece, self.pending = self.pending[:count], self.pending[count:]
        return piece

    def request(self, line, body=None):
        """The data objects of the reply and its final object; raises Refused."""
        self.number += 1
        text = f"@{self.number} {line}" + ("\n" if body is None else f" <<PASTE_END\n{body}\nPASTE_END\n")
        self.socket.sendall(text.encode())
        try:
            return self.reply()
        except TimeoutError:
            self.restart()
            raise Refused("the cell takes too long")
        except ConnectionError:
            self.restart()
            raise Refused("the daemon ended")

    def restart(self):
        self.stop()
        self.start()

    def reply(self):
        data, deadline = [], time.monotonic() + SECONDS_A_CELL
        while True:
            reply = json.loads(self.line(deadline))
            if "data" in reply:
                count = reply["data"].get("blob")
                data.append(reply["data"] if not isinstance(count, int) else self.bytes(count + 1)[:-1])
            elif "error" in reply:
                raise Refused(f"{reply['error']['line']}:{reply['error']['column']} {reply['error']['message']}")
            elif "ok" in reply:
                return data, reply["ok"]

    def array(self, name):
        data, ok = self.request(f"get {name}")
        dtype, shape = ok["type"].rstrip("]").split("[")
        shape = [int(n) for n in shape.split(",") if n]
        return numpy.frombuffer(data[0], dtype=NUMPY[dtype]).reshape(shape)
