#!/usr/bin/env python3
"""file_server.py PORT DIRECTORY: serves the directory's files on loopback, as `python3 -m http.server` does, to clients
with many connections at once: that one has a backlog of five, and what does not fit waits for a second."""

import functools
import http.server
import sys


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 1024


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    handler = functools.partial(Handler, directory=sys.argv[2])
    Server(("127.0.0.1", int(sys.argv[1])), handler).serve_forever()
