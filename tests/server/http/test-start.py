#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a server starts, refuses to start, and ends: locks, damaged and newer stores, the lifeline."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest

from huixiangd import PROGRAM, TIMEOUT, Server


def ground(path):
    """All bytes of a store."""
    return pathlib.Path(path).read_bytes()


class Start(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-'))
        self.addCleanup(shutil.rmtree, self.folder)

    def make_store(self):
        with Server(self.folder) as server:
            server.get('/health')
        return self.folder / 'store.db'

    def refused(self, code, folder=None, **more):
        """Starts a server that must refuse; returns what it said."""
        server = Server(folder or self.folder, **more)
        status = server.process.wait(TIMEOUT)
        server.stop()
        self.assertEqual(server.ready.get('ready'), False, server.ready)
        self.assertEqual(server.ready['code'], code, server.ready)
        self.assertNotEqual(status, 0)
        self.assertRegex(server.stderr(), r'huixiangd: .+\.\n')
        return server.ready['message']

    def test_ready_line_and_order(self):
        begin = time.monotonic()
        with Server(self.folder) as server:
            spent = time.monotonic() - begin
            self.assertGreater(server.port, 0)
            self.assertEqual(server.ready['socket'], server.socket)
            self.assertEqual(server.get('/health').status, 200)
        self.assertEqual(server.stop(), 0)
        self.assertLess(spent, TIMEOUT)
        self.assertFalse(os.path.exists(server.socket), 'the socket is taken away')

    def test_starts_again_with_its_key(self):
        with Server(self.folder) as server:
            key = server.key
        with Server(self.folder) as server:
            self.assertEqual(server.key, key)
            self.assertEqual(server.post('/cti', {'event': 'newCall', 'callId': '1'}, key).status, 204)

    def test_two_servers_one_store(self):
        with Server(self.folder) as first:
            other = self.folder / 'other'
            other.mkdir()
            self.refused('store_in_use', other, store=first.store)
            self.assertEqual(first.get('/health', local=True).status, 200)

    def test_socket_left_by_a_crash(self):
        with Server(self.folder) as server:
            server.stop(signal.SIGKILL)
            self.assertTrue(os.path.exists(server.socket))
            server.start()
            self.assertEqual(server.get('/health', local=True).status, 200)

    def test_newer_store(self):
        store = self.make_store()
        with sqlite3.connect(store) as db:
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            name = next(t for t in tables if 'migration' in t)
            columns = [row[1] for row in db.execute(f'PRAGMA table_info({name})')]
            number = next(c for c in columns if c in ('number', 'version', 'id'))
            row = list(db.execute(f'SELECT * FROM {name} ORDER BY {number} DESC LIMIT 1').fetchone())
            row[columns.index(number)] += 1000
            db.execute(f'INSERT INTO {name} VALUES ({",".join("?" * len(row))})', row)
        db.close()
        before = ground(store)
        self.refused('store_newer')
        self.assertEqual(ground(store), before, 'untouched')

    def test_corrupt_store(self):
        store = self.make_store()
        for damage in b'this is no database, but it is long enough' * 100, None:
            if damage is None:      # the head is right, the rest is not
                store.unlink()
                store = self.make_store()
                whole = ground(store)
                damage = whole[:4096] + bytes(reversed(whole[4096:]))
            for rest in self.folder.glob('store.db-*'):
                rest.unlink()
            store.write_bytes(damage)
            self.refused('store_corrupt')
            self.assertEqual(ground(store), damage, 'untouched')

    def test_read_only_store(self):
        store = self.make_store()
        for path in self.folder.glob('store.db-*'):
            path.unlink()
        store.chmod(0o444)
        who = {}
        if os.geteuid() == 0:       # root may write everything
            who = {'user': 65534}
            for path in [self.folder, *self.folder.rglob('*')]:
                os.chown(path, 65534, -1)
        before = ground(store)
        program = shutil.copy(PROGRAM, self.folder / 'huixiangd')   # where that user may reach it
        done = subprocess.run([program, '--store', f'sqlite:{store}', '--socket', str(self.folder / 's'), '--port', '0'],
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, **who)
        said = json.loads(done.stdout)
        self.assertEqual((said['ready'], said['code']), (False, 'store_read_only'), said)
        self.assertEqual(ground(store), before, 'untouched')

    def test_full_disk(self):
        """A limit of the file's size stands in for the disk's end where no small file system can be mounted."""
        if os.geteuid() or subprocess.run(['unshare', '-m', 'true'], stderr=subprocess.DEVNULL).returncode:
            self.skipTest('needs a mount of its own')
        place = self.folder / 'small'
        place.mkdir()
        script = (f'mount -t tmpfs -o size=1m none {place} && dd if=/dev/zero of={place}/ballast bs=1k count=1000 status=none;'
                  f'exec {PROGRAM} --store sqlite:{place}/store.db --socket {self.folder}/s --port 0')
        done = subprocess.run(['unshare', '-m', 'sh', '-c', script], stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=TIMEOUT)
        said = json.loads(done.stdout)
        self.assertEqual((said['ready'], said['code']), (False, 'store_full'), said)

    def test_disk_fills_while_serving(self):
        """A write that does not fit is refused and harms nothing; with room again it goes on by itself."""
        if os.geteuid() or subprocess.run(['unshare', '-m', 'true'], stderr=subprocess.DEVNULL).returncode:
            self.skipTest('needs a mount of its own')
        place = self.folder / 'small'
        place.mkdir()
        mount = ['unshare', '-m', 'sh', '-c', f'mount -t tmpfs -o size=6m none {place} && exec "$@"', 'sh']
        with Server(self.folder, store=place / 'store.db', before=mount,
                    arguments=['--integration-key-file', str(self.folder / 'key')]) as server:
            ballast = pathlib.Path(f'/proc/{server.process.pid}/root{place}/ballast')
            try:
                ballast.write_bytes(bytes(8 << 20))
            except OSError:
                pass        # as much of it as there was room for
            kept, status = [], 204
            for turn in range(3000):
                reply = server.post('/cti', {'event': 'newCall', 'callId': f'{turn}-' + 'x' * 150}, server.key)
                status = reply.status
                if status != 204:
                    break
                kept.append(f'{turn}-' + 'x' * 150)
            self.assertEqual((status, reply.code), (507, 'store_full'))
            self.assertEqual(server.get('/health').status, 200)
            ballast.unlink()
            server.cti('newCall', 'after')
            token, found, path = server.sign_in('compliance'), [], '/calls?limit=200'
            while path:
                page = server.get(path, token).json()
                found += [c['external_id'] for c in page['items']]
                path = page.get('next') and '/calls?limit=200&cursor=' + page['next']
            self.assertEqual(sorted(found), sorted([*kept, 'after']))

    def test_bad_settings(self):
        for config in '[server]\nport=x\n', '[server]\nports=1\n', '[servers]\nport=1\n', 'nonsense', '[server]\nport=99999\n':
            self.refused('failed', config=config)
        done = subprocess.run([PROGRAM, '--port', '0'], stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b'--store', done.stdout)
        self.assertEqual(subprocess.run([PROGRAM, 'dance'], capture_output=True, timeout=TIMEOUT).returncode, 2)

    def test_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(('127.0.0.1', 0))
            taken.listen()
            self.refused('unavailable', arguments=['--port', str(taken.getsockname()[1])])

    def test_long_socket_path(self):
        self.refused('unavailable', arguments=['--socket', str(self.folder / ('x' * 120))])

    def test_lifeline(self):
        """The server ends when whoever holds its standard input is gone, with what it had acknowledged."""
        read, write = os.pipe()
        server = Server(self.folder, arguments=['--lifeline'], stdin=read)
        os.close(read)
        server.cti('newCall', 'last')
        os.close(write)
        self.assertEqual(server.process.wait(TIMEOUT), 0)
        server.stop()
        with Server(self.folder) as again:
            names = [c['external_id'] for c in again.get('/calls', again.sign_in('compliance')).json()['items']]
            self.assertEqual(names, ['last'])

    def test_stop_ends_streams(self):
        with Server(self.folder) as server:
            sock = server.raw()
            sock.sendall(f'GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.sign_in()}\r\n\r\n'.encode())
            self.assertTrue(sock.recv(10))
            self.assertEqual(server.stop(), 0)
            sock.close()

    def test_help_and_openapi(self):
        said = subprocess.run([PROGRAM, '--help'], capture_output=True, text=True, timeout=TIMEOUT).stdout
        for option in '--store', '--socket', '--lifeline':
            self.assertTrue(re.search(re.escape(option), said))
        api = json.loads(subprocess.run([PROGRAM, 'openapi'], capture_output=True, timeout=TIMEOUT).stdout)
        self.assertEqual(api['openapi'], '3.1.0')


if __name__ == '__main__':
    unittest.main(verbosity=2)
