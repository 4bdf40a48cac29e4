#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording on its way in and out: what is not audio, too much of it, parts of it."""
import os
import time
import unittest

from audio import tone
from huixiangd import NOBODY, TIMEOUT, V1, Server

SECONDS = 3


class Recordings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[limits]\nupload-bytes=400000\n').__enter__()
        cls.agent = cls.server.sign_in('agent')
        cls.audio = tone(SECONDS)
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def announce(self):
        type(self).count += 1
        name = f'call-{self.count}'
        self.server.call(name)
        reply = self.server.post('/recordings', {'external_id': name}, self.server.key)
        self.assertEqual(reply.status, 201, reply.body)
        return reply.json()['id']

    def upload(self, recording, data, token=None, kind='audio/wav', **more):
        return self.server.ask('PUT', f'{V1}/recordings/{recording}/audio', data, token or self.server.key, kind, **more)

    def ready(self):
        recording = self.announce()
        reply = self.upload(recording, self.audio)
        self.assertEqual((reply.status, reply.json()['state']), (200, 'ready'), reply.body)
        return recording

    def hear(self, recording, **headers):
        return self.server.get(f'/recordings/{recording}/audio', self.agent,
                               headers={k.replace('_', '-'): v for k, v in headers.items()})

    def leftovers(self):
        """Received files that nobody took; one goes just after its answer is sent."""
        end = time.monotonic() + TIMEOUT
        names = None
        while names is None or (names and time.monotonic() < end):
            self.server.get('/health')
            names = [n for n in os.listdir(self.server.folder / 'recordings' / '.received')]
        return names

    def test_there_and_back(self):
        recording = self.ready()
        got = self.hear(recording)
        self.assertEqual((got.status, got.body), (200, self.audio))
        self.assertEqual(got.headers['accept-ranges'], 'bytes')
        self.assertTrue(got.headers['content-type'].startswith('audio/'))
        facts = self.server.get(f'/recordings/{recording}', self.agent).json()
        self.assertEqual((facts['size'], facts['duration_ms']), (len(self.audio), SECONDS * 1000))
        self.assertEqual(got.headers['etag'], f'"{facts["digest"]}"')
        peaks = self.server.get(f'/recordings/{recording}/peaks', self.agent).json()
        self.assertTrue(peaks['data'])
        self.assertEqual(self.leftovers(), [])

    def test_ranges(self):
        recording, size = self.ready(), len(self.audio)
        for asked, begin, end in (('0-9', 0, 9), ('100-', 100, size - 1), ('-50', size - 50, size - 1),
                                  (f'10-{size * 2}', 10, size - 1), (f'{size - 1}-', size - 1, size - 1)):
            got = self.hear(recording, Range=f'bytes={asked}')
            self.assertEqual((got.status, got.body), (206, self.audio[begin:end + 1]), asked)
            self.assertEqual(got.headers['content-range'], f'bytes {begin}-{end}/{size}')
        for asked in f'{size}-', '-0', f'{size + 5}-{size + 9}':
            got = self.hear(recording, Range=f'bytes={asked}')
            self.assertEqual((got.status, got.code), (416, 'range'))
            self.assertEqual(got.headers['content-range'], f'bytes */{size}')
        for asked in 'bytes=5-2', 'bytes=1-2,4-5', 'lines=1-2', 'bytes=x-y':
            self.assertEqual(self.hear(recording, Range=asked).status, 200, asked)

    def test_conditions(self):
        recording = self.ready()
        tag = self.hear(recording).headers['etag']
        self.assertEqual(self.hear(recording, If_None_Match=tag).status, 304)
        self.assertEqual(self.hear(recording, Range='bytes=0-3', If_Range=tag).status, 206)
        self.assertEqual(self.hear(recording, Range='bytes=0-3', If_Range='"older"').status, 200)
        head = self.server.ask('HEAD', f'{V1}/recordings/{recording}/audio', token=self.agent)
        self.assertEqual((head.status, head.headers['content-length'], head.body), (200, str(len(self.audio)), b''))

    def test_not_audio(self):
        for data in b'this is a text, not a sound' * 100, os.urandom(5000), b'RIFF\x00\x00\x00\x00WAVE', self.audio[:30]:
            recording = self.announce()
            reply = self.upload(recording, data)
            state = self.server.get(f'/recordings/{recording}', self.agent).json()['state']
            self.assertIn(state, ('corrupt', 'pending'), (reply.status, reply.body))
            self.assertNotEqual(self.hear(recording).status, 200)
        self.assertEqual(self.leftovers(), [])

    def test_too_large(self):
        recording = self.announce()
        reply = self.upload(recording, b'x' * 400001)
        self.assertEqual((reply.status, reply.code), (413, 'too_large'))
        reply = self.upload(recording, b'')
        self.assertEqual((reply.status, reply.code), (400, 'malformed'))
        self.assertEqual(self.leftovers(), [])

    def test_no_room(self):
        """Who announces more than there is room for is told before sending it; who does not, after."""
        with Server(config='[files]\nquota-bytes=60000\n') as server:
            call = server.call('full')
            self.assertTrue(call)
            recording = server.post('/recordings', {'external_id': 'full'}, server.key).json()['id']
            path = f'{V1}/recordings/{recording}/audio'
            reply = server.ask('PUT', path, tone(1), server.key, 'audio/wav')
            self.assertEqual(reply.status, 200, reply.body)
            reply = server.ask('PUT', path, tone(3), server.key, 'audio/wav')
            self.assertEqual((reply.status, reply.code), (507, 'quota'))
            reply = server.ask('PUT', path, iter([tone(4)]), server.key, 'audio/wav')
            self.assertEqual((reply.status, reply.code), (507, 'quota'))
            got = server.get(f'/recordings/{recording}/audio', server.sign_in())
            self.assertEqual((got.status, got.body), (200, tone(1)))
            files = [f for f in (server.folder / 'recordings').rglob('*') if f.is_file() and f.name[0] != '.']
            self.assertEqual(len(files), 1, files)
            self.assertEqual(files[0].stat().st_mode & 0o777, 0o600)
            self.assertEqual(files[0].parent.stat().st_mode & 0o777, 0o700)

    def test_who_may_send(self):
        recording = self.announce()
        reply = self.upload(recording, self.audio, 'wrong')
        self.assertEqual((reply.status, reply.code), (401, 'unauthenticated'))
        reply = self.upload(NOBODY, self.audio)
        self.assertEqual((reply.status, reply.code), (404, 'not_found'))
        self.assertEqual(self.leftovers(), [])

    def test_sender_leaves(self):
        recording = self.announce()
        sock = self.server.raw()
        sock.sendall(f'PUT {V1}/recordings/{recording}/audio HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.server.key}\r\n'
                     f'Content-Type: audio/wav\r\nContent-Length: {len(self.audio)}\r\n\r\n'.encode() + self.audio[:3000])
        sock.close()
        reply = self.upload(recording, self.audio)
        self.assertEqual((reply.status, reply.json()['state']), (200, 'ready'))

    def test_clips(self):
        recording = self.ready()
        reply = self.server.post(f'/recordings/{recording}/clips', {'from_ms': 500, 'to_ms': 1500}, self.agent)
        self.assertEqual(reply.status, 201, reply.body)
        for begin, end in (2000, 1000), (0, SECONDS * 1000 + 5000), (SECONDS * 1000 + 1, SECONDS * 1000 + 2), (-1, 5), \
                (500, 500):
            reply = self.server.post(f'/recordings/{recording}/clips', {'from_ms': begin, 'to_ms': end}, self.agent)
            self.assertEqual((reply.status, reply.code), (422, 'invalid'), (begin, end, reply.body))
            self.assertTrue(set(reply.params()) & {'from_ms', 'to_ms'})


if __name__ == '__main__':
    unittest.main(verbosity=2)
