#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup of a server that works, and what becomes of it: killed, damaged, restored."""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from audio import tone
from huixiangd import PROGRAM, TIMEOUT, V1, Server, Stream

LARGE = 4 << 30


def run(*words, store, status=0):
    done = subprocess.run([PROGRAM, *words, '--store', f'sqlite:{store}'], capture_output=True, text=True, timeout=TIMEOUT * 4)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    return done


def rewrite(manifest, change):
    """The manifest with another header, and a last line that is right for it."""
    lines = manifest.read_text().splitlines(keepends=True)[:-1]
    lines[0] = json.dumps({**json.loads(lines[0]), **change}) + '\n'
    digest = hashlib.blake2b(''.join(lines).encode(), digest_size=32).hexdigest()
    manifest.write_text(''.join(lines) + f'{{"blake2b":"{digest}","lines":{len(lines)}}}\n')


class Backup(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-backup-'))
        self.addCleanup(shutil.rmtree, self.folder)
        self.target = self.folder / 'backup'

    def record(self, server, name):
        """A call with a recording; returns the recording's id."""
        server.call(name)
        made = server.post('/recordings', {'external_id': name}, server.key).json()['id']
        reply = server.ask('PUT', f'{V1}/recordings/{made}/audio', tone(1), server.key, 'audio/wav')
        self.assertEqual(reply.status, 200, reply.body)
        return made

    def make(self):
        """A backup, of a server that had one call with a recording; returns the recording's id."""
        with Server() as server:
            recording = self.record(server, 'one')
            done = run('backup', '--to', str(self.target), store=server.store)
            self.assertEqual(json.loads(done.stdout)['files'], 2)
            shutil.copy(server.folder / 'keys', self.folder / 'keys')
        return recording

    def place(self):
        """Where nothing is yet but the keys."""
        place = pathlib.Path(tempfile.mkdtemp(prefix='place-', dir=self.folder))
        if (self.folder / 'keys').exists():
            shutil.copy(self.folder / 'keys', place / 'keys')
        return place

    def test_under_load(self):
        """Whatever was answered before it began is in it, and the server goes on meanwhile."""
        with Server() as server:
            stop, lock, done = threading.Event(), threading.Lock(), []

            def write(thread):
                connection, n = server.connect(), 0
                while not stop.is_set():
                    name = f'call-{thread}-{n}'
                    n += 1
                    reply = server.post('/cti', {'event': 'newCall', 'callId': name, 'from': '13800000009', 'to': '4001',
                                                 'direction': 'in'}, server.key, connection=connection)
                    assert reply.status == 204, reply.body
                    with lock:
                        done.append(name)

            def wait_for(count):
                end = time.monotonic() + TIMEOUT
                while len(done) < count:
                    self.assertLess(time.monotonic(), end)

            threads = [threading.Thread(target=write, args=(t,)) for t in range(4)]
            for thread in threads:
                thread.start()
            wait_for(200)
            for number in range(3):
                with lock:
                    before = list(done)
                target = self.folder / f'backup-{number}'
                run('backup', '--to', str(target), store=server.store)
                wait_for(len(before) + 50)
                with sqlite3.connect(f'file:{target}/store.db?mode=ro&immutable=1', uri=True) as copy:
                    self.assertEqual(copy.execute('PRAGMA integrity_check').fetchone(), ('ok',))
                    found = {row[0] for row in copy.execute('SELECT external_id FROM calls')}
                    events = copy.execute("SELECT count(*), max(number), (SELECT value FROM counters WHERE name = 'event')"
                                          " FROM events").fetchone()
                copy.close()
                self.assertEqual(set(before) - found, set())
                self.assertEqual(len(set(events)), 1, events)
                run('backup', '--check', str(target), store=server.store)
            stop.set()
            for thread in threads:
                thread.join()

    def test_killed(self):
        """Whatever ends it leaves nothing that looks like a backup, and the next one begins anew."""
        with Server() as server:
            self.record(server, 'one')
            name = 'ab/cd/0197a000-0000-7000-8000-000000000000-abcdef01.wav'
            path = server.folder / 'recordings' / name
            path.parent.mkdir(parents=True)
            with open(path, 'wb') as file:
                file.truncate(LARGE)
            with sqlite3.connect(server.store, timeout=TIMEOUT) as store:
                store.execute("INSERT INTO files VALUES (?, ?, 'x', 'kept', 1)", (name, LARGE))
            store.close()
            partial = self.folder / 'backup.partial'
            for how in signal.SIGKILL, signal.SIGTERM:
                process = subprocess.Popen([PROGRAM, 'backup', '--to', str(self.target), '--store', f'sqlite:{server.store}'])
                end = time.monotonic() + TIMEOUT
                while not (partial / 'files' / name).exists():
                    self.assertLess(time.monotonic(), end)
                    self.assertIsNone(process.poll())
                if how == signal.SIGKILL:
                    other = run('backup', '--to', str(self.target), store=server.store, status=1)
                    self.assertIn('Somebody else is making', other.stderr)
                process.send_signal(how)
                self.assertEqual(process.wait(TIMEOUT), -how)
                self.assertFalse(self.target.exists())
                self.assertTrue((partial / 'store.db').exists())
                run('backup', '--check', str(partial), store=server.store, status=1)
                place = self.place()
                run('restore', '--from', str(partial), store=place / 'store.db', status=1)
                self.assertFalse((place / 'store.db').exists())
            path.unlink()
            done = run('backup', '--to', str(self.target), store=server.store)
            self.assertEqual(json.loads(done.stdout)['missing'], 1)
            self.assertIn(name, done.stderr)
            self.assertFalse(partial.exists())

    def test_flipped_byte(self):
        """Wherever one byte is another one it is found, and nothing of it is restored."""
        self.make()
        run('backup', '--check', str(self.target), store='none')
        damaged = 0
        for path in sorted(p for p in self.target.rglob('*') if p.is_file()):
            good = path.read_bytes()
            path.unlink()       # it may be a link to the recording itself
            for at in 0, len(good) // 2, len(good) - 1:
                path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
                run('backup', '--check', str(self.target), store='none', status=1)
                place = self.place()
                run('restore', '--from', str(self.target), store=place / 'store.db', status=1)
                self.assertFalse((place / 'store.db').exists(), path)
                damaged += 1
            path.write_bytes(good[:-1])
            run('backup', '--check', str(self.target), store='none', status=1)
            path.write_bytes(good)
        self.assertEqual(damaged, 9)
        run('backup', '--check', str(self.target), store='none')

    def test_restored(self):
        """The server starts on it, recordings can be heard, and streams go on where they were."""
        with Server() as server:
            agent = server.sign_in()
            recording = self.record(server, 'one')
            last = server.get('/bootstrap', agent).json()['event_number']
            run('backup', '--to', str(self.target), '--with-keys', store=server.store)
            server.call('after the backup')
            later = server.get('/bootstrap', agent).json()['event_number']
            self.assertGreater(later, last)
        place = self.place()
        done = run('restore', '--from', str(self.target), store=place / 'store.db')
        self.assertEqual(json.loads(done.stdout)['restored'], True)
        self.assertNotIn('audit log', done.stderr)
        with Server(folder=place) as server:
            got = server.get(f'/recordings/{recording}/audio', agent)
            self.assertEqual((got.status, got.body), (200, tone(1)))
            self.assertEqual(len(server.get('/calls', agent).json()['items']), 1)
            stream, lost = Stream(server, agent, last), Stream(server, agent, later)
            self.assertEqual(next(lost.events())['event'], 'reset')
            server.call('after the restore')
            first = next(stream.events())
            self.assertGreater(int(first['id']), later)
            stream.close()
            lost.close()

    def test_refused(self):
        self.make()
        done = run('backup', '--to', str(self.target), store=self.target / 'store.db', status=1)
        self.assertIn('is there already', done.stderr)
        place = self.place()
        (place / 'store.db').write_bytes(b'')
        done = run('restore', '--from', str(self.target), store=place / 'store.db', status=1)
        self.assertIn('is there already', done.stderr)
        self.assertEqual((place / 'store.db').read_bytes(), b'')
        (place / 'store.db').unlink()
        (place / 'recordings').mkdir(exist_ok=True)
        (place / 'recordings' / 'mine').write_text('mine')
        done = run('restore', '--from', str(self.target), store=place / 'store.db', status=1)
        self.assertIn('is not empty', done.stderr)
        self.assertEqual((place / 'recordings' / 'mine').read_text(), 'mine')
        self.assertFalse((place / 'store.db').exists())
        manifest = self.target / 'manifest.ndjson'
        rewrite(manifest, {'form': 9999})
        done = run('restore', '--from', str(self.target), store=self.place() / 'store.db', status=1)
        self.assertIn('form 9999', done.stderr)
        rewrite(manifest, {'format': 'something else'})
        run('restore', '--from', str(self.target), store=self.place() / 'store.db', status=1)

    def test_in_use(self):
        """A store that is served is never restored over, not even when its file is gone for a moment."""
        self.make()
        with Server() as server:
            os.rename(server.store, server.folder / 'aside')
            done = run('restore', '--from', str(self.target), store=server.store, status=1)
            self.assertIn('another server has this store open', done.stderr)
            os.rename(server.folder / 'aside', server.store)
            self.assertEqual(server.get('/health').status, 200)

    def test_keys(self):
        """They stay where they are unless asked for."""
        with Server() as server:
            run('backup', '--to', str(self.target), store=server.store)
            run('backup', '--with-keys', '--to', str(self.folder / 'both'), store=server.store)
            keys = (server.folder / 'keys').read_bytes()
        self.assertFalse((self.target / 'keys').exists())
        for path in self.target.rglob('*'):
            self.assertFalse(path.is_file() and keys.strip() in path.read_bytes())
        self.assertEqual((self.folder / 'both' / 'keys').read_bytes(), keys)
        self.assertEqual((self.folder / 'both').stat().st_mode & 0o777, 0o700)
        place = self.place()
        run('restore', '--from', str(self.folder / 'both'), store=place / 'store.db')
        self.assertEqual((place / 'keys').read_bytes(), keys)


if __name__ == '__main__':
    unittest.main(verbosity=2)
