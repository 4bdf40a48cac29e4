#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads to a disk that fails, and uploads that are slow to be looked at: clear refusals, nothing by half, and others go on."""
import errno
import queue
import signal
import tempfile
import threading
import time
import unittest

from faulty import HOLD, MAKE, MODE, NAMES, OPEN, RENAME, SYNC, WRITE, Page
from load import TIMEOUT, V1, Server
from audio import noise, silence, tone
from senders import FEEDBACK

ANSWERS = {errno.ENOSPC: (507, 'store_full'), errno.EDQUOT: (507, 'store_full'), errno.EIO: (503, 'unavailable'),
           errno.EROFS: (503, 'store_read_only')}
# What one file may unfold to: four hours of two channels at 48 kHz.
MOST = 4 * 3600 * 48000 * 2


class Uploads(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='hx-faults-')
        self.addCleanup(self.folder.cleanup)
        self.page = Page(self.folder.name + '/page')
        self.addCleanup(self.page.close)
        self.server = Server(self.folder.name, before=self.page.before(self.folder.name + '/recordings')).__enter__()
        self.addCleanup(self.server.close)
        self.agent = self.server.sign_in()
        wrapup = self.server.call('c')
        self.recording = self.server.post('/recordings', {'external_id': 'c'}, self.server.key).json()['id']
        reply = self.server.post(f'/wrapups/{wrapup["id"]}/submit', FEEDBACK, self.agent)
        self.attachments = f'/feedback/{reply.json()["feedback_id"]}/attachments'

    def record(self, data):
        return self.server.ask('PUT', f'{V1}/recordings/{self.recording}/audio', data, self.server.key, 'audio/wav')

    def attach(self, data):
        return self.server.ask('POST', V1 + self.attachments, data, self.agent, 'audio/wav')

    def until(self, condition, what):
        end = time.monotonic() + TIMEOUT
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            self.server.get('/health')

    def files(self):
        top = self.server.folder / 'recordings'
        return {str(f.relative_to(top)) for f in top.rglob('*') if f.is_file() and f.name != '.lock'}

    def check_files(self):
        """What lies there is what has a row, and as many bytes are counted."""
        rows = self.server.sql("SELECT name, size FROM files WHERE state <> 'doomed'")
        doomed = {row[0] for row in self.server.sql("SELECT name FROM files WHERE state = 'doomed'")}
        self.until(lambda: self.files() - doomed == {row[0] for row in rows}, (self.files(), rows))
        counted = self.server.sql("SELECT value FROM counters WHERE name = 'file_bytes'")
        self.assertEqual(int(counted[0][0]), sum(int(row[1]) for row in rows))

    def fail_each(self, send, kind, error, data):
        """Each call of that kind fails in turn, until the upload makes no more of them; returns how many it made."""
        after = 0
        while True:
            self.page.arm(kind, after, 1, error)
            reply = send(data)
            if self.page.disarm() == 0:
                self.assertIn(reply.status, (200, 201), reply.body)
                return after
            # A file that is there is not full when it cannot be opened.
            answers = (ANSWERS[error], (503, 'unavailable')) if kind == OPEN else (ANSWERS[error],)
            self.assertIn((reply.status, reply.code), answers, (NAMES[kind], after))
            self.check_files()
            after += 1

    def test_each_call_fails(self):
        """Each refusal says what it is, leaves nothing behind, and the same upload goes through afterwards."""
        for send in (self.record, self.attach):
            for kind in (WRITE, SYNC, OPEN, MAKE, MODE, RENAME):
                for error in ANSWERS if kind == WRITE else (errno.EIO, errno.ENOSPC):
                    with self.subTest(send=send.__name__, kind=NAMES[kind], error=errno.errorcode[error]):
                        data = tone(4)[:-2] + noise()[-2:]
                        self.assertGreater(self.fail_each(send, kind, error, data), 1 if kind in (WRITE, SYNC, OPEN) else 0)
                        if send == self.record:
                            path = f'/recordings/{self.recording}/audio'
                        else:
                            path = f'/attachments/{self.server.get(self.attachments, self.agent).json()["items"][-1]["id"]}/content'
                        got = self.server.get(path, self.agent)
                        self.assertEqual((got.status, got.body), (200, data))

    def test_much_is_sent_to_a_full_disk(self):
        """Whoever sends more than the answer waits for hears it too."""
        self.page.arm(WRITE, 3, 1, errno.ENOSPC)
        reply = self.record(bytes(12 << 20))
        self.assertEqual((self.page.disarm(), reply.status, reply.code), (1, 507, 'store_full'))
        self.check_files()

    def test_others_go_on(self):
        """While uploads are being looked at, more than there are readers, others are answered."""
        replies = []
        threads = [threading.Thread(target=lambda send=send: replies.append(send(noise()).status))
                   for send in (self.record, self.attach) * 3]
        self.page.arm(HOLD)
        for thread in threads:
            thread.start()
        try:
            self.until(lambda: self.page.failed() >= 2, 'nobody looks at the uploads')
            for turn in range(8):
                self.assertEqual(self.server.get('/calls', self.agent).status, 200)
                self.server.cti('newCall', f'meanwhile-{turn}')
            self.assertEqual((self.page.failed(), replies), (2, []), 'two are looked at, and none is answered')
        finally:
            self.page.disarm()
            for thread in threads:
                thread.join()
        self.assertEqual(sorted(replies), [200] * 3 + [201] * 3)
        self.check_files()

    def test_a_stop_does_not_wait_for_those_that_wait(self):
        """At a stop what is being looked at is finished; what waits for its turn hears at once that it is to come again."""
        replies = queue.SimpleQueue()
        threads = [threading.Thread(target=lambda send=send: replies.put(send(noise()))) for send in (self.record, self.attach) * 3]
        self.page.arm(HOLD)
        for thread in threads:
            thread.start()
        try:
            self.until(lambda: self.page.failed() == 2 and len([f for f in self.files() if f.startswith('.received/')]) == len(threads),
                       'they are not all there')
            self.server.process.send_signal(signal.SIGTERM)
            for _ in range(len(threads) - 2):
                reply = replies.get(timeout=TIMEOUT)
                self.assertEqual(reply.status, 503, reply.body)
                self.assertIn('retry-after', reply.headers)
            self.assertEqual((self.page.failed(), self.server.process.poll()), (2, None), 'two are still being looked at')
        finally:
            self.page.disarm()
            for thread in threads:
                thread.join()
        for _ in range(2):
            self.assertIn(replies.get(timeout=TIMEOUT).status, (200, 201))
        self.assertEqual(self.server.process.wait(TIMEOUT), 0)

    def test_little_that_unfolds_to_much(self):
        """Every channel counts that is decoded, also when a recording has but two."""
        bomb = silence(MOST + 1, channels=8)
        self.assertLess(len(bomb), 100_000)
        for send in (self.record, self.attach):
            reply = send(bomb)
            self.assertEqual((reply.status, reply.code), (413, 'too_large'))
            self.assertIn('too long', reply.json()['detail'])
        self.assertEqual(self.server.get(f'/recordings/{self.recording}', self.agent).json()['state'], 'pending')
        self.check_files()
        reply = self.record(silence(60 * 48000 * 2, 48000))
        self.assertEqual((reply.status, reply.json()['duration_ms'] // 1000), (200, 60))


if __name__ == '__main__':
    unittest.main(verbosity=2)
