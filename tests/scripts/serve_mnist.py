"""A stand-in for a mirror of MNIST on this machine, with all the ways in which a mirror can fail."""

import contextlib
import gzip
import hashlib
import http.server
import struct
import threading
import time

IMAGES = 192


def idx(magic, sizes, values):
    return struct.pack(f">{1 + len(sizes)}I", magic, *sizes) + bytes(values)


def small_mnist():
    """The four files, unpacked, as {name: bytes}, with 192 pictures each."""
    pictures = [(7 * i) % 256 for i in range(IMAGES * 28 * 28)]
    files = {}
    for part in ("train", "t10k"):
        files[f"{part}-images-idx3-ubyte"] = idx(0x803, (IMAGES, 28, 28), pictures)
        files[f"{part}-labels-idx1-ubyte"] = idx(0x801, (IMAGES,), [i % 10 for i in range(IMAGES)])
    return files


def sums(files):
    """What a list of their SHA-256 sums holds."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        _, kind, name = self.path.split("/")
        data = gzip.compress(self.server.files[name.removesuffix(".gz")])
        with contextlib.suppress(ConnectionError):
            getattr(self, kind)(data, name)

    def answer(self, data, length=None):
        self.send_response(200)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)

    def good(self, data, _):
        self.answer(data)

    def moved(self, _, name):
        self.send_response(302)
        self.send_header("Location", f"/good/{name}")
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")  # or wget may ask again on a connection that is closing
        self.end_headers()

    def missing(self, *_):
        self.send_error(404)

    def slow(self, data, _):
        self.answer(b"", length=len(data))
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.stopped.wait(0.2):
                return

    def silent(self, *_):
        self.server.stopped.wait(30)

    def cut(self, data, _):
        self.answer(data[: len(data) // 2], length=len(data))

    def truncated(self, data, _):
        self.answer(data[: len(data) // 2])

    def wrong(self, *_):
        self.answer(gzip.compress(b"not these digits"))

    def page(self, *_):
        self.answer(b"<html>please log in</html>")

    def last_wrong(self, data, name):
        """All but the last of the four files are right."""
        (self.wrong if name.startswith("t10k-labels") else self.good)(data, name)

    def bomb(self, *_):
        self.answer(gzip.compress(bytes(1 << 28), 1))


@contextlib.contextmanager
def serve(files):
    """Serves for the length of a scope; the value is the address, to which one appends a kind of mirror."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.files, server.stopped = files, threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.stopped.set()
        time.sleep(0.1)
        server.shutdown()
        thread.join()
        server.server_close()
