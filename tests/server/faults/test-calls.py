#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""EIO and ENOSPC in the system calls of a real server under load: clear refusals, no half writes, and it recovers."""
import collections
import errno
import os
import random
import subprocess
import tempfile
import time
import unittest

from faulty import MAKE, MODE, NAMES, OPEN, REMOVE, RENAME, SYNC, WRITE, Page
from load import Server, Writers, check_store
from huixiangd import PROGRAM, TIMEOUT
from senders import Senders

ROUNDS = int(os.environ.get('HX_TEST_ROUNDS', '100'))
KINDS = (WRITE, SYNC, WRITE | SYNC, OPEN, MAKE, MODE, RENAME, REMOVE)
ERRORS = (errno.EIO, errno.ENOSPC)


class Calls(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix='hx-faults-')
        self.addCleanup(self.folder.cleanup)
        self.page = Page(self.folder.name + '/page')
        self.addCleanup(self.page.close)
        self.store = self.folder.name + '/store/store.db'
        os.mkdir(self.folder.name + '/store')

    def start(self, config='', before=()):
        return Server(store=self.store, config=config, before=before)

    def one_round(self, chance, turn, writers, senders):
        """One round, which goes on until a call has failed; returns which kind, with what, and how many did."""
        kind, error = KINDS[turn % len(KINDS)], ERRORS[turn // len(KINDS) % len(ERRORS)]
        # Each upload makes these once or twice, and each commit many of the others.
        after = chance.randrange(0, 12) if kind & (WRITE | SYNC) else chance.randrange(0, 4)
        self.page.arm(kind, after, chance.randrange(1, 8), error)
        self.assertTrue(senders.wait_until(lambda: self.page.failed() > 0), f'no {NAMES[kind]} in all that time')
        writers.wait_for(4)
        return kind, error, self.page.disarm()

    def check_files(self):
        """Each file that is named is there, whole; and once the sweep was there no other one."""
        check = [PROGRAM, 'files', 'check', '--digests', '--store', f'sqlite:{self.store}']
        with self.start('[files]\ngrace-seconds=0\n') as server:
            end = time.monotonic() + TIMEOUT
            while (found := subprocess.run(check, capture_output=True, text=True, timeout=TIMEOUT)).returncode != 0 \
                    or os.listdir(os.path.dirname(self.store) + '/recordings/.received'):
                self.assertLess(time.monotonic(), end, found.stderr)
            counted = server.sql("SELECT value FROM counters WHERE name = 'file_bytes'")
            self.assertEqual(counted, server.sql("SELECT coalesce(sum(size), 0) FROM files WHERE state <> 'doomed'"))

    def test_system_calls_that_fail(self):
        chance, failed, rounds, stopped = random.Random(2), 0, collections.Counter(), 0
        with self.start(before=self.page.before(self.folder.name + '/store/')) as server:
            senders = Senders(server)
            writers = Writers(server)
            try:
                for turn in range(ROUNDS):
                    writers.wait_for(4)
                    senders.wait_for(1)
                    kind, error, count = self.one_round(chance, turn, writers, senders)
                    failed, rounds[kind, error] = failed + count, rounds[kind, error] + 1
                    stopped += server.process.poll() is not None
            finally:
                self.page.disarm()
                writers.stop()
                senders.stop()
            self.assertEqual((stopped, writers.wrong, senders.wrong), (0, [], []))
            # Every kind in its turn, with every error.
            for kind in KINDS:
                for error in ERRORS:
                    self.assertGreaterEqual(rounds[kind, error], ROUNDS // len(KINDS) // len(ERRORS), (NAMES[kind], error))
            for refused in writers.refused, senders.refused:
                self.assertLessEqual(set(refused), {(503, 'unavailable'), (503, 'store_busy'), (507, 'store_full')})
                self.assertIn((503, 'unavailable'), refused)
                self.assertIn((507, 'store_full'), refused)
            self.assertEqual(server.ask('GET', '/readyz').status, 200)
            senders.check()
            server.stop()
            found = check_store(server, writers.acknowledged)
            self.assertEqual(set(found) - senders.calls(), set(writers.acknowledged))
            print(f'{ROUNDS} rounds, {failed} calls failed, {len(writers.refused)} + {len(senders.refused)} requests refused,'
                  f' {len(writers.acknowledged)} + {len(senders.acknowledged)} acknowledged')
        self.check_files()


if __name__ == '__main__':
    unittest.main(verbosity=2)
