# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of connections in one thread: kept ones that ask, streams that listen, and a clock of what comes next."""
import collections
import heapq
import itertools
import re
import select
import socket
import time

V1 = '/api/v1'
EVENT = re.compile(rb'id: (\d+)\nevent: (\S+)\ndata: (.*)')


class Loop:
    """What is ready, and what is due."""

    def __init__(self):
        self.poll, self.handlers = select.epoll(), {}
        self.due, self.order = [], itertools.count()

    def add(self, sock, handler):
        self.handlers[sock.fileno()] = handler
        self.poll.register(sock, select.EPOLLIN)

    def drop(self, sock):
        self.poll.unregister(sock)
        del self.handlers[sock.fileno()]
        sock.close()

    def at(self, when, work, *given):
        heapq.heappush(self.due, (when, next(self.order), work, given))

    def run(self, until, done=lambda: False):
        """Until the clock says so or done() does; returns whether it was done()."""
        while not (is_done := done()) and (now := time.perf_counter()) < until:
            while self.due and self.due[0][0] <= now:
                _, _, work, given = heapq.heappop(self.due)
                work(*given)
            first = min(self.due[0][0], until) if self.due else until
            for number, _ in self.poll.poll(max(min(first - time.perf_counter(), 0.2), 0)):
                if number in self.handlers:
                    self.handlers[number]()
        return is_done


class Line:
    """One kept connection, opened when there is something to ask: a request after the other, each answered to who asked."""

    def __init__(self, loop, port, token):
        self.loop, self.port, self.sock = loop, port, None
        self.head = f' HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n'
        self.waiting, self.asked, self.buffer = collections.deque(), None, b''

    def ask(self, method, path, answered, body=b'', key=None):
        """answered (status, body, seconds, when) is called with the answer; the seconds begin here, waiting in this line included."""
        head = f'{method} {V1}{path}{self.head}'
        if key:
            head += f'Idempotency-Key: {key}\r\n'
        if body:
            head += f'Content-Type: application/json\r\nContent-Length: {len(body)}\r\n'
        self.waiting.append((head.encode() + b'\r\n' + body, answered, time.perf_counter()))
        if self.asked is None:
            self.send()

    def send(self):
        data, *self.asked = self.waiting.popleft()
        if self.sock is None:
            self.sock = socket.create_connection(('127.0.0.1', self.port))
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.loop.add(self.sock, self.on_bytes)
        self.sock.sendall(data)

    def on_bytes(self):
        got = self.sock.recv(262144)
        if not got:
            assert self.asked is None, 'a connection was closed instead of an answer'
            self.close()
            return
        self.buffer += got
        head, end, body = self.buffer.partition(b'\r\n\r\n')
        if not end:
            return
        _, found, rest = head.partition(b'Content-Length: ')
        length = int(rest.partition(b'\r\n')[0]) if found else 0
        if len(body) < length:
            return
        assert self.asked, f'an answer to nothing: {self.buffer[:600]}'
        self.buffer = body[length:]
        (answered, begin), self.asked = self.asked, None
        if self.waiting:
            self.send()
        now = time.perf_counter()
        answered(int(head[9:12]), body[:length], now - begin, now)

    def close(self):
        self.loop.drop(self.sock)
        self.sock = None


class Listener:
    """One stream; hears (name, number, data) of each event, and remembers the numbers of each thing that is looked for."""

    def __init__(self, loop, port, token, watch, heard):
        self.loop, self.heard, self.open = loop, heard, False
        self.chunks, self.text = b'', b''
        self.sock = socket.create_connection(('127.0.0.1', port))
        self.sock.sendall(f'GET {V1}/events?watch={watch} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n'.encode())
        loop.add(self.sock, self.on_bytes)

    def on_bytes(self):
        got, now = self.sock.recv(262144), time.perf_counter()
        assert got, 'the server ended a stream'
        self.chunks += got
        if not self.open:
            head, end, rest = self.chunks.partition(b'\r\n\r\n')
            if not end:
                return
            assert head.startswith(b'HTTP/1.1 200'), head
            self.open, self.chunks = True, rest
        self.take_chunks()
        *blocks, self.text = self.text.split(b'\n\n')
        for block in blocks:
            if found := EVENT.match(block):
                self.heard(found[2], int(found[1]), found[3], now)
            assert b'event: reset' not in block, 'a listener was cut off'

    def take_chunks(self):
        while True:
            size, end, rest = self.chunks.partition(b'\r\n')
            length = int(size, 16) if end else 0
            if not end or len(rest) < length + 2:
                return
            self.text += rest[:length]
            self.chunks = rest[length + 2:]

    def close(self):
        self.loop.drop(self.sock)
