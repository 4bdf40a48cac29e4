#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and their rows: what a crash leaves is removed, what is gone is told, what is damaged is found."""
import os
import signal
import subprocess
import time
import unittest

from audio import tone
from huixiangd import PROGRAM, TIMEOUT, V1, Server

AT_ONCE = '[files]\ngrace-seconds=0\n'
NOBODYS = 'ab/cd/0197a000-0000-7000-8000-000000000000-abcdef01.wav'


def wait(condition):
    end = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < end
    return True


class Files(unittest.TestCase):
    def recording(self, server, seconds=1, name='one'):
        server.call(name)
        made = server.post('/recordings', {'external_id': name}, server.key).json()['id']
        self.upload(server, made, seconds)
        return made

    def upload(self, server, recording, seconds):
        reply = server.ask('PUT', f'{V1}/recordings/{recording}/audio', tone(seconds), server.key, 'audio/wav')
        self.assertEqual((reply.status, reply.json()['state']), (200, 'ready'), reply.body)

    def files(self, server):
        return sorted(p for p in (server.folder / 'recordings').glob('??/??/*'))

    def state(self, server, recording):
        return server.get(f'/recordings/{recording}', server.sign_in()).json()['state']

    def check(self, server, *more, status=0):
        done = subprocess.run([PROGRAM, 'files', 'check', *more, '--store', f'sqlite:{server.store}'], capture_output=True,
                              text=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def test_of_no_row(self):
        """What was put and never committed goes, once it is old; what has a row stays."""
        with Server(config=AT_ONCE) as server:
            recording = self.recording(server)
            server.stop(signal.SIGKILL)
            orphan, received = server.folder / 'recordings' / NOBODYS, server.folder / 'recordings/.received/half'
            orphan.parent.mkdir(parents=True)
            orphan.write_bytes(b'nobody knows me')
            received.write_bytes(b'half an upl')
            self.assertIn(f'of no row: {NOBODYS}', self.check(server, status=1))
            server.start()
            wait(lambda: not orphan.exists() and not received.exists())
            self.assertEqual(len(self.files(server)), 1)
            self.assertEqual(server.get(f'/recordings/{recording}/audio', server.sign_in()).body, tone(1))
            self.check(server, '--digests')

    def test_young(self):
        """What may still be on its way to a row is left alone: a day, unless it was set otherwise."""
        with Server() as server:
            recording = self.recording(server)
            server.stop()
            orphan = server.folder / 'recordings' / NOBODYS
            orphan.parent.mkdir(parents=True)
            orphan.write_bytes(b'young')
            os.rename(self.files(server)[0 if NOBODYS not in str(self.files(server)[0]) else 1], server.folder / 'aside')
            server.start()
            wait(lambda: self.state(server, recording) == 'missing')     # so it has looked at everything
            self.assertTrue(orphan.exists())

    def test_taken_place_of(self):
        """The file before goes some time after the upload that took its place, also over a crash."""
        with Server() as server:
            recording = self.recording(server)
            first = self.files(server)
            server.stop()
            server.start()
            self.upload(server, recording, 2)
            server.stop(signal.SIGKILL)
            self.assertIn(first[0], self.files(server))
            server.start()
            wait(lambda: not first[0].exists())
            self.assertEqual(server.get(f'/recordings/{recording}/audio', server.sign_in()).body, tone(2))
            self.check(server, '--digests')

    def test_missing(self):
        """A file that is gone is told, and is heard again when it is back."""
        with Server() as server:
            recording = self.recording(server)
            path, aside = self.files(server)[0], server.folder / 'aside'
            server.stop()
            os.rename(path, aside)
            self.assertIn('missing: ', self.check(server, status=1))
            server.start()
            wait(lambda: self.state(server, recording) == 'missing')
            reply = server.get(f'/recordings/{recording}/audio', server.sign_in())
            self.assertEqual((reply.status, reply.code), (409, 'conflict'))
            server.stop()
            os.rename(aside, path)
            server.start()
            wait(lambda: self.state(server, recording) == 'ready')
            self.assertEqual(server.get(f'/recordings/{recording}/audio', server.sign_in()).body, tone(1))

    def test_check(self):
        """It looks while the server works, and changes nothing."""
        with Server() as server:
            self.recording(server)
            path = self.files(server)[0]
            self.assertIn('1 files', self.check(server, '--digests'))
            good = path.read_bytes()
            path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
            self.check(server)
            self.assertIn('changed: ', self.check(server, '--digests', status=1))
            path.write_bytes(good[:-1])
            self.assertIn('changed: ', self.check(server, status=1))
            path.write_bytes(good)
            self.check(server, '--digests')
            self.check(server, 'more', status=2)


if __name__ == '__main__':
    unittest.main(verbosity=2)
