#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stop: what was asked is answered, what was answered is kept, streams end as streams end."""
import fcntl
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from urllib.parse import quote

from huixiangd import PROGRAM, TIMEOUT, V1, Server, Stream

WRITERS = 12


class Writer(threading.Thread):
    """Writes without a pause, on a connection that is kept, until nobody lets it in any more."""

    def __init__(self, server, number, local):
        super().__init__()
        self.server, self.number, self.local = server, number, local
        self.acknowledged, self.broken, self.refused, self.closing = [], [], 0, 0
        self.started = threading.Event()

    def connect(self):
        connection = self.server.connect(self.local)
        try:
            connection.connect()
        except (ConnectionRefusedError, FileNotFoundError):
            return None
        return connection

    def run(self):
        connection, turn = self.connect(), 0
        while connection:
            turn += 1
            name = f'{self.number}-{turn}'
            try:
                reply = self.server.post('/cti', {'event': 'newCall', 'callId': name}, self.server.key,
                                         connection=connection)
            except Exception as failure:     # pylint: disable=broad-except
                self.broken.append(f'{name}: {failure!r}')
                break
            if reply.status == 204:
                self.acknowledged.append(name)
                self.started.set()
            else:
                self.refused += 1
            if reply.headers.get('connection') == 'close':
                self.closing += 1
                connection.close()
                connection = self.connect()
        if connection:
            connection.close()


class Stop(unittest.TestCase):
    def names(self, server):
        token, found, path = server.sign_in('compliance'), [], '/calls?limit=200'
        while path:
            page = server.get(path, token).json()
            found += [c['external_id'] for c in page['items']]
            path = page.get('next') and '/calls?limit=200&cursor=' + quote(page['next'])
        return found

    def test_under_load(self):
        with Server() as server:
            key = server.key
            self.assertTrue(key)
            stream = Stream(server, server.sign_in())
            ended = []
            listener = threading.Thread(target=lambda: ended.append(list(stream.blocks())))
            listener.start()
            writers = [Writer(server, n, n % 3 == 0) for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            for writer in writers:
                self.assertTrue(writer.started.wait(TIMEOUT))
            server.process.send_signal(signal.SIGTERM)
            for writer in writers:
                writer.join(TIMEOUT)
            listener.join(TIMEOUT)
            self.assertEqual(server.process.wait(TIMEOUT), 0)
            self.assertEqual([b for w in writers for b in w.broken], [], 'every request that was taken was answered')
            self.assertTrue(all(w.closing for w in writers), 'and was told that the connection ends')
            self.assertEqual(len(ended), 1, 'the stream came to its end')
            acknowledged = sorted(n for w in writers for n in w.acknowledged)
            self.assertGreater(len(acknowledged), WRITERS)
            wal = server.store.with_name(server.store.name + '-wal')
            self.assertEqual(wal.stat().st_size if wal.exists() else 0, 0, 'the log was moved into the store')
            server.stop()
            server.start()
            found = self.names(server)
            self.assertEqual(len(found), len(set(found)))
            self.assertEqual(set(acknowledged) - set(found), set(), 'nothing acknowledged was lost')

    def test_what_is_under_way_is_finished(self):
        with Server() as server:
            body = json.dumps({'event': 'newCall', 'callId': 'late'}).encode()
            slow, others = server.raw(), [server.connect() for _ in range(4)]
            for other in others:
                self.assertEqual(server.ask('GET', '/readyz', connection=other).status, 200)
            slow.sendall((f'POST {V1}/cti HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.key}\r\n'
                          f'Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n').encode() + body[:5])
            server.process.send_signal(signal.SIGTERM)
            reply = None
            for other in others:        # one that was asked just before may still be ready, but ends its connection
                while (reply := server.ask('GET', '/readyz', connection=other)).headers.get('connection') != 'close':
                    pass
                if reply.status != 200:
                    break
            self.assertEqual((reply.status, reply.code), (503, 'unavailable'))
            self.assertEqual(reply.headers['connection'], 'close')
            with self.assertRaises(ConnectionRefusedError):      # it says so first, and then closes the door
                for _ in range(100_000):
                    server.raw().close()
            self.assertIsNone(server.process.poll(), 'it waits')
            slow.sendall(body[5:])
            answer = slow.makefile('rb').readline()
            self.assertIn(b' 204 ', answer)
            self.assertEqual(server.process.wait(TIMEOUT), 0)
            slow.close()
            for other in others:
                other.close()

    def test_who_never_finishes_is_not_waited_for(self):
        with Server(arguments=['--stop-seconds', '1']) as server:
            slow = server.raw()
            slow.sendall(f'POST {V1}/cti HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Length: 9\r\n\r\n{{'.encode())
            server.get('/health')
            begin = time.monotonic()
            self.assertEqual(server.stop(), 0)
            self.assertLess(time.monotonic() - begin, TIMEOUT)
            slow.close()


class Manager(unittest.TestCase):
    """A service manager's side of the protocol, as sd_listen_fds(3) and sd_notify(3) describe it."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='hx-')
        self.addCleanup(self.folder.cleanup)
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.told.close)
        self.told.bind(f'{self.folder.name}/notify')
        self.told.settimeout(TIMEOUT)

    def start(self, sockets, **environment):
        """A shell puts the sockets where they belong and tells its own number, which exec keeps."""
        names = ':'.join(name for name, _ in sockets)
        moves = ' '.join(f'{3 + n}<&{s.fileno()}' for n, (_, s) in enumerate(sockets))
        script = f'exec env LISTEN_PID=$$ LISTEN_FDS={len(sockets)} LISTEN_FDNAMES={names} "$@" {moves}'
        environment = {**os.environ, 'NOTIFY_SOCKET': f'{self.folder.name}/notify', **environment}
        process = subprocess.Popen(
            ['bash', '-c', script, 'bash', PROGRAM, '--config', '/dev/null', '--store', f'sqlite:{self.folder.name}/store.db',
             '--embedded', '--port', '1'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment,
            pass_fds=[s.fileno() for _, s in sockets])
        self.addCleanup(process.stdout.close)
        return process, json.loads(process.stdout.readline())

    def wait_for(self, word):
        while word not in (said := self.told.recv(4096).decode().splitlines()):
            pass
        return said

    def opened(self, family=socket.AF_INET, address=('127.0.0.1', 0)):
        # Far above the numbers that are passed, so that putting one in its place overwrites no other.
        listening = socket.socket(family)
        high = socket.socket(fileno=fcntl.fcntl(listening.fileno(), fcntl.F_DUPFD, 50))
        listening.close()
        high.bind(address)
        high.listen(64)
        self.addCleanup(high.close)
        return high

    def ask(self, address, path):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        with socket.socket(family) as asking:
            asking.settimeout(TIMEOUT)
            asking.connect(address)
            asking.sendall(f'GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'.encode())
            return asking.makefile('rb').read()

    def test_sockets_and_words(self):
        public, private = self.opened(), self.opened(socket.AF_UNIX, f'{self.folder.name}/s')
        pages = self.opened()
        process, ready = self.start([('http', public), ('private', private), ('metrics', pages)], WATCHDOG_USEC='60000')
        self.assertTrue(ready['ready'], ready)
        self.assertEqual(ready['port'], public.getsockname()[1])
        self.wait_for('READY=1')
        self.wait_for('WATCHDOG=1')
        self.assertIn(b' 200 ', self.ask(public.getsockname(), f'{V1}/health'))
        self.assertIn(b'huixiang_build_info', self.ask(pages.getsockname(), '/metrics'))
        self.assertIn(b' 404 ', self.ask(pages.getsockname(), f'{V1}/health'))
        self.assertIn(b' 401 ', self.ask(public.getsockname(), f'{V1}/users'))
        self.assertIn(b' 200 ', self.ask(f'{self.folder.name}/s', f'{V1}/users'), 'the private one is trusted')
        process.send_signal(signal.SIGHUP)
        self.assertRegex('\n'.join(self.wait_for('RELOADING=1')), r'MONOTONIC_USEC=\d+')
        self.wait_for('READY=1')
        process.send_signal(signal.SIGTERM)
        self.wait_for('STOPPING=1')
        self.assertEqual(process.wait(TIMEOUT), 0)
        # Who connects between two servers waits for the second.
        with socket.create_connection(public.getsockname(), TIMEOUT) as early:
            early.sendall(f'GET {V1}/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'.encode())
            process, ready = self.start([('http', public)])
            self.assertTrue(ready['ready'], ready)
            early.settimeout(TIMEOUT)
            self.assertIn(b' 200 ', early.makefile('rb').read())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(TIMEOUT), 0)

    def test_sockets_of_somebody_else(self):
        """The variables are inherited: with another's number they are not for us."""
        environment = {**os.environ, 'LISTEN_PID': '1', 'LISTEN_FDS': '1'}
        process = subprocess.Popen([PROGRAM, '--config', '/dev/null', '--store', f'sqlite:{self.folder.name}/store.db',
                                    '--port', '0'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment)
        self.assertGreater(json.loads(process.stdout.readline())['port'], 0)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(TIMEOUT), 0)
        process.stdout.close()


if __name__ == '__main__':
    unittest.main(verbosity=2)
