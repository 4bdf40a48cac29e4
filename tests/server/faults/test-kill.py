#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 under load, again and again: what was acknowledged is there once, and the stream has neither gap nor double."""
import os
import random
import signal
import unittest

from load import Follower, Server, Writers, check_store

ROUNDS = int(os.environ.get('HX_TEST_ROUNDS', '20'))


class Kill(unittest.TestCase):
    def test_kill(self):
        chance = random.Random(1)
        with Server() as server:
            token = server.sign_in('compliance')
            writers = Writers(server)
            follower = Follower(server, token, writers.up)
            try:
                for _ in range(ROUNDS):
                    writers.wait_for(chance.randrange(5, 120))
                    writers.up.clear()
                    server.stop(signal.SIGKILL)
                    server.start()
                    self.assertTrue(server.ready.get('ready'), server.ready)
                    writers.up.set()
                writers.wait_for(20)
            finally:
                writers.stop()
                follower.finish(server.get('/bootstrap', token).json()['event_number'])
            self.assertEqual(writers.wrong, [])
            self.assertEqual(writers.refused, [])
            self.assertEqual(follower.resets, 0)
            self.assertEqual(follower.numbers[:len(follower.numbers)],
                             list(range(follower.first + 1, follower.first + 1 + len(follower.numbers))))
            server.stop()
            found = check_store(server, writers.acknowledged)
            # A client that hears nothing asks again with its key: nothing is there that was not acknowledged in the end.
            self.assertEqual(set(found) - set(writers.acknowledged) - {'the last one'}, set())
            print(f'{ROUNDS} kills, {len(writers.acknowledged)} writes, {len(follower.numbers)} events followed')


if __name__ == '__main__':
    unittest.main(verbosity=2)
