#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""EIO and ENOSPC in the system calls of a real server under load: clear refusals, no half writes, and it recovers."""
import errno
import mmap
import os
import random
import struct
import tempfile
import unittest

from load import Server, Writers, check_store

ROUNDS = int(os.environ.get('HX_TEST_ROUNDS', '100'))
LIBRARY = os.environ['HX_FAULTY_CALLS']
WRITE, SYNC, TRUNCATE, OPEN = 1, 2, 4, 8


class Page:
    """What the library in the server reads: which calls fail, after how many, how often, and how."""

    def __init__(self, path):
        with open(path, 'w+b') as file:
            file.truncate(mmap.PAGESIZE)
            self.memory = mmap.mmap(file.fileno(), mmap.PAGESIZE)

    def arm(self, calls, after, times, error):
        self.memory[4:20] = struct.pack('iiiI', after, times, error, 0)
        self.memory[0:4] = struct.pack('I', calls)

    def disarm(self):
        self.memory[0:4] = struct.pack('I', 0)
        return self.failed()

    def failed(self):
        return struct.unpack('I', self.memory[16:20])[0]


class Calls(unittest.TestCase):
    def test_system_calls_that_fail(self):
        chance, failed, stopped = random.Random(2), 0, 0
        folder = tempfile.TemporaryDirectory(prefix='hx-faults-')
        self.addCleanup(folder.cleanup)
        page = Page(folder.name + '/page')
        os.mkdir(folder.name + '/store')
        # The address sanitizer wants to be first, and does as well when it is second.
        before = ['env', f'LD_PRELOAD={LIBRARY}', f'ASAN_OPTIONS={os.environ.get("ASAN_OPTIONS", "")}:verify_asan_link_order=0',
                  f'HX_FAULT_PAGE={folder.name}/page', f'HX_FAULT_FOLDER={folder.name}/store/']
        with Server(store=folder.name + '/store/store.db', before=before) as server:
            writers = Writers(server)
            try:
                for turn in range(ROUNDS):
                    writers.wait_for(4)
                    calls = (WRITE, SYNC, WRITE | SYNC, TRUNCATE, OPEN)[turn % 5]
                    error = (errno.EIO, errno.ENOSPC)[turn // 5 % 2]
                    # Truncations and openings are rare: a round does not wait for them, they meet a later one.
                    page.arm(calls, chance.randrange(0, 12), chance.randrange(1, 8), error)
                    writers.wait_for(20) if calls in (TRUNCATE, OPEN) else writers.wait_for(12)
                    failed += page.disarm()
                    stopped += server.process.poll() is not None
            finally:
                page.disarm()
                writers.stop()
            self.assertEqual((stopped, writers.wrong), (0, []))
            self.assertGreater(failed, ROUNDS / 2)
            self.assertGreater(len(writers.refused), 0)
            self.assertLessEqual(set(writers.refused), {(503, 'unavailable'), (503, 'store_busy'), (507, 'store_full')})
            self.assertIn((507, 'store_full'), writers.refused)
            self.assertEqual(server.ask('GET', '/readyz').status, 200)
            server.stop()
            found = check_store(server, writers.acknowledged)
            self.assertEqual(set(found), set(writers.acknowledged))
            print(f'{ROUNDS} rounds, {failed} calls failed, {len(writers.refused)} requests refused,'
                  f' {len(writers.acknowledged)} acknowledged')


if __name__ == '__main__':
    unittest.main(verbosity=2)
