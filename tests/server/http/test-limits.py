#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one client may cost: connections, streams, speed, and time; and that the others do not feel it."""
import os
import pathlib
import socket
import statistics
import threading
import time
import unittest

from huixiangd import TIMEOUT, V1, Server, Stream, together

HEALTH = f'GET {V1}/health HTTP/1.1\r\nHost: x\r\n'
# Enough to find what is lost with each connection; a run by hand can ask for more.
CONNECTIONS = int(os.environ.get('HX_TEST_CONNECTIONS', '50000'))


def everything(sock):
    sock.settimeout(TIMEOUT)
    data = b''
    try:
        while part := sock.recv(65536):
            data += part
    except ConnectionResetError:
        pass
    return data


class Limits(unittest.TestCase):
    def serve(self, *limits, **more):
        server = Server(config='\n'.join(['[server]', 'heartbeat-seconds=1', '[limits]', *limits]), **more).__enter__()
        self.addCleanup(server.close)
        return server

    def resident(self, server):
        status = pathlib.Path(f'/proc/{server.process.pid}/status').read_text()
        return int(next(line for line in status.splitlines() if line.startswith('VmRSS')).split()[1])

    def test_connections_of_one_address(self):
        server = self.serve('connections-per-address=5')
        held = [server.raw() for _ in range(5)]
        with server.raw() as sock:
            said = everything(sock)
        self.assertIn(b' 429 ', said.split(b'\r\n')[0])
        self.assertIn(b'Retry-After: ', said)
        self.assertEqual(server.get('/health', local=True).status, 200, 'the private socket is not counted')
        held.pop().close()
        self.eventually(lambda: b' 200 ' in self.once(server))
        for sock in held:
            sock.close()

    def test_connections_in_all(self):
        server = self.serve('connections=8', 'connections-per-address=0')
        held = [server.raw() for _ in range(8)]
        with server.raw() as sock:
            said = everything(sock)
        self.assertIn(b' 503 ', said.split(b'\r\n')[0])
        for sock in held:
            sock.close()
        self.eventually(lambda: b' 200 ' in self.once(server))

    def once(self, server):
        with server.raw() as sock:
            try:
                sock.sendall(f'{HEALTH}Connection: close\r\n\r\n'.encode())
            except (BrokenPipeError, ConnectionResetError):
                pass
            return everything(sock).split(b'\r\n')[0]

    def eventually(self, condition):
        end = time.monotonic() + TIMEOUT
        while not condition():
            self.assertLess(time.monotonic(), end)

    def test_streams_of_one_person(self):
        server = self.serve('streams-per-person=3')
        agent = server.sign_in('agent')
        streams = [Stream(server, agent) for _ in range(3)]
        reply = server.get('/events', agent)
        self.assertEqual((reply.status, reply.code), (429, 'too_many'))
        self.assertTrue(reply.headers['retry-after'])
        Stream(server, server.sign_in('lead')).close()
        streams.pop().close()

        def opens():
            sock = server.raw()
            sock.sendall(f'GET {V1}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {agent}\r\n\r\n'.encode())
            opened = b' 200 ' in sock.recv(64)
            sock.close()
            return opened
        self.eventually(opens)
        for stream in streams:
            stream.close()

    def test_speed(self):
        """Each token has its own pace; whoever goes faster is told to wait, and is served again after that."""
        server = self.serve('requests-per-second=25')
        agent, lead, connection = server.sign_in('agent'), server.sign_in('lead'), server.connect()
        statuses = [server.get('/session', agent, connection=connection) for _ in range(150)]
        slow = [r for r in statuses if r.status == 429]
        self.assertGreaterEqual(sum(r.status == 200 for r in statuses), 90)
        self.assertGreater(len(slow), 0)
        self.assertEqual((slow[0].code, slow[0].headers['retry-after']), ('too_many', '1'))
        self.assertEqual(server.get('/session', lead, connection=connection).status, 200, 'others are not held up')
        self.assertEqual(server.get('/health', connection=connection).status, 200, 'nor is the address')
        self.assertEqual(server.get('/session', agent, local=True).status, 200, 'nor the private socket')
        self.eventually(lambda: server.get('/session', agent, connection=connection).status == 200)
        connection.close()

    def test_speed_behind_a_proxy(self):
        server = self.serve('requests-per-second=25', 'behind-proxy=true')
        connection = server.connect()

        def ask(address):
            return server.get('/health', connection=connection, headers={'X-Forwarded-For': f'198.51.100.1, {address}'}).status
        self.assertIn(429, [ask('192.0.2.1') for _ in range(150)])
        self.assertEqual(ask('192.0.2.2'), 200)
        connection.close()

    def test_slow_headers_in_hundreds(self):
        """Slowloris: hundreds that never finish their headers are cut, and honest requests are answered meanwhile."""
        server = self.serve('request-milliseconds=2000')
        agent, count = server.sign_in('agent'), 400
        slow = [server.raw() for _ in range(count)]
        for sock in slow:
            sock.sendall(HEALTH.encode())
        done, times = threading.Event(), []

        def drip():
            while not done.wait(0.2):
                for sock in slow:
                    try:
                        sock.send(b'X')
                    except OSError:
                        pass
        dripping = threading.Thread(target=drip)
        dripping.start()
        connection = server.connect()
        for _ in range(300):
            begin = time.perf_counter()
            self.assertEqual(server.get('/calls', agent, connection=connection).status, 200)
            times.append(time.perf_counter() - begin)
        connection.close()
        said = [everything(sock) for sock in slow]
        done.set()
        dripping.join()
        self.assertEqual(sum(s.startswith(b'HTTP/1.1 408 ') or not s for s in said), count)
        self.assertGreater(sum(s.startswith(b'HTTP/1.1 408 ') for s in said), count / 2)
        self.assertLess(statistics.median(times), 0.05 if 'HX_TEST_TIMEOUT' not in os.environ else 0.5)
        for sock in slow:
            sock.close()

    def test_slow_body(self):
        server = self.serve('request-milliseconds=600')
        sock = server.raw()
        sock.sendall(f'POST {V1}/cti HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n'
                     'Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{'.encode())
        sock.settimeout(0.05)
        begin, said = time.monotonic(), b''
        while not said and time.monotonic() < begin + TIMEOUT:
            try:
                sock.send(b' ')
                said = sock.recv(4096)
            except TimeoutError:
                pass
            except OSError:
                break
        self.assertLess(time.monotonic() - begin, TIMEOUT, 'a byte now and then is no progress')
        self.assertTrue(not said or b' 408 ' in said.split(b'\r\n')[0], said)
        sock.close()

    def test_reader_who_does_not_read(self):
        """Answers pile up for nobody: the connection of a client that sends requests and reads nothing is cut."""
        server = self.serve('request-milliseconds=600')
        agent = server.sign_in('agent')
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(0.2)
        sock.connect(('127.0.0.1', server.port))
        before, cut, end = self.resident(server), False, time.monotonic() + TIMEOUT
        request = f'GET {V1}/openapi.json HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {agent}\r\n\r\n'.encode()
        while not cut and time.monotonic() < end:
            try:
                sock.send(request * 10)
            except TimeoutError:
                pass
            except OSError:
                cut = True
        self.assertTrue(cut)
        self.assertLess(self.resident(server) - before, 20000)
        self.assertEqual(server.get('/health').status, 200)
        sock.close()

    def test_stream_that_nobody_reads_ends(self):
        """Thousands of events for a reader that stands still: a bounded rest is kept, then the socket is closed."""
        server = self.serve('request-milliseconds=600')
        token, key = server.sign_in('compliance'), server.key
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(('127.0.0.1', server.port))
        slow.sendall(f'GET {V1}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n'.encode())
        slow.settimeout(TIMEOUT)
        self.assertTrue(slow.recv(1))

        def streams():
            text = server.ask('GET', '/metrics', local=True).body.decode()
            return int(next(line for line in text.splitlines() if line.startswith('huixiang_streams ')).split()[1])
        self.assertEqual(streams(), 1)

        def write(index):
            connection = server.connect()
            for turn in range(500):
                assert server.post('/cti', {'event': 'newCall', 'callId': f'{index}-{turn}'}, key,
                                   connection=connection).status == 204
            connection.close()
        together(4, write)
        self.eventually(lambda: streams() == 0)
        slow.close()

    def test_a_stream_is_gone_with_its_client(self):
        server = self.serve()
        stream = Stream(server, server.sign_in('agent'))
        stream.close()
        self.eventually(lambda: b'huixiang_streams 0' in server.ask('GET', '/metrics').body)

    def test_thousands_of_connections(self):
        """Connections that come and go, some in the middle of a request, leave nothing behind."""
        server = self.serve('requests-per-second=0')
        kinds = [b'', b'GET / HT', f'{HEALTH}Connection: close\r\n\r\n'.encode(), f'{HEALTH}\r\n'.encode(), b'\x16\x03\x01']

        def loop(count):
            for turn in range(count):
                sock = server.raw()
                kind = kinds[turn % len(kinds)]
                sock.send(kind)
                if kind.endswith(b'\r\n\r\n'):
                    self.assertTrue(sock.recv(12).startswith(b'HTTP/1.1 200'))
                # No closing handshake: a loop like this one would run out of ports.
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\x01\0\0\0\0\0\0\0')
                sock.close()
        loop(2000)
        before = self.resident(server)
        together(4, lambda _: loop((CONNECTIONS - 2000) // 4))
        # A sanitizer keeps what was freed for a while, and looks for leaks itself.
        self.assertLess(self.resident(server) - before, 8192 if 'HX_TEST_TIMEOUT' not in os.environ else 500000, 'KiB')
        self.eventually(lambda: len(os.listdir(f'/proc/{server.process.pid}/fd')) < 60)
        self.assertEqual(server.get('/health').status, 200)


if __name__ == '__main__':
    unittest.main(verbosity=2)
