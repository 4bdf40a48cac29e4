#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PostgreSQL killed under two servers, and they themselves, again and again: what was acknowledged is there once, and nothing by half.

HX_TEST_ROUNDS=100 is the long form.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

from load import LATER, TIMEOUT, Follower, Server, Writers, check_store

sys.path.insert(0, str(pathlib.Path(os.environ['HX_SOURCE_DIR']) / 'tests' / 'support'))
from huixiangd import PROGRAM          # noqa: E402  (load.py has made it known)
from pgcluster import Cluster          # noqa: E402  (needs the path above)

ROUNDS = int(os.environ.get('HX_TEST_ROUNDS', '8'))
AWAY = 0.02     # a client that was told to come again later does not come at once


class Mixed(Writers):
    """Half of the writers tell of calls; the others give feedback, which is counted, and look at a customer in clear, which is audited."""

    def __init__(self, servers, feedback, reveal):
        self.servers, self.feedback, self.reveal = servers, feedback, reveal
        super().__init__(servers[0], count=6)

    def where(self, index):
        return self.servers[index % 2]

    def send(self, connection, name):
        key = {'Idempotency-Key': f'key-{name}'}
        index = int(name.split('-')[0])
        if index < 3:
            return super().send(connection, name)
        if index == 5 and self.reveal:
            return self.where(index).post(*self.reveal, connection=connection)
        return self.where(index).post('/feedback', {**self.feedback[0], 'case_text': name, 'pain_point': name}, self.feedback[1],
                                      connection=connection, headers=key)

    def note(self, name, reply):
        done = super().note(name, reply)
        if not done:
            self.stopping.wait(AWAY)
        return done


class Database(unittest.TestCase):
    def setUp(self):
        self.cluster = Cluster(durable=True)
        self.addCleanup(self.cluster.close)
        folder = tempfile.TemporaryDirectory(prefix='hx-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.shared = ['--recordings', str(self.folder / 'recordings'), '--keys', str(self.folder / 'keys'),
                       '--integration-key-file', str(self.folder / 'integration-key')]
        self.servers = [self.server('one'), self.server('two')]

    def server(self, name):
        folder = self.folder / name
        folder.mkdir()
        server = Server(folder, store=self.cluster.uri(), arguments=[*self.shared, '--audit-anchors', str(folder / 'anchors')])
        self.addCleanup(lambda: server.process.poll() is None and server.close())
        self.assertTrue(server.ready.get('ready'), server.ready)
        return server

    def until_database(self):
        ask = [self.cluster.bin / 'pg_isready', '-q', '-h', self.cluster.folder, '-U', 'huixiang', '-d', 'postgres']
        pause, left = threading.Event(), TIMEOUT * 20
        while subprocess.run(ask).returncode:
            left -= 1
            self.assertGreater(left, 0, 'PostgreSQL never came back')
            pause.wait(0.05)

    # -- the ways to fall --

    def kill_database(self, _):
        self.cluster.restart(signal.SIGKILL)

    def restart_at_once(self, _):
        """As pg_ctl restart -m immediate."""
        self.cluster.restart(signal.SIGQUIT)

    def kill_backend(self, chance):
        """One process of PostgreSQL's: it then ends all others and repairs itself."""
        rows = self.cluster.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'huixiangd'")
        os.kill(int(chance.choice(rows)[0]), signal.SIGKILL)
        self.until_database()

    def kill_server(self, chance):
        server = chance.choice(self.servers)
        self.writers.up.clear()
        server.stop(signal.SIGKILL)
        server.start()
        self.assertTrue(server.ready.get('ready'), server.ready)
        self.writers.up.set()

    # -- what must be true afterwards --

    def check_stream(self, follower):
        self.assertEqual(follower.resets, 0)
        # All of them, but the counts of a team's pool, which are its lead's.
        told = [int(row[0]) for row in self.servers[0].sql(
            f"SELECT number FROM events WHERE number > {follower.first} AND number <= {follower.last} AND thing <> 'access'"
            " AND NOT (thing = 'pool' AND team_id IS NOT NULL) ORDER BY number")]
        self.assertEqual(follower.numbers, told)

    def check_feedback(self, acknowledged):
        found = [row[0] for row in self.servers[0].sql('SELECT pain_point FROM feedback')]
        self.assertEqual(sorted(found), sorted(set(acknowledged)), 'each feedback once, and none that nobody was told of')
        parts = 'channel, category, issue_type'
        counted = f"SELECT coalesce(team_id, '') AS team_id, {parts}, count(*) AS amount FROM feedback WHERE state = 'pool' GROUP BY 1, 2, 3, 4"
        together = f"SELECT '*', {parts}, count(*) FROM feedback WHERE state = 'pool' GROUP BY 1, 2, 3, 4"
        kept = f'SELECT team_id, {parts}, amount FROM pool_counts WHERE amount <> 0 ORDER BY 1, 2, 3, 4'
        self.assertEqual(self.servers[0].sql(kept), self.servers[0].sql(f'{counted} UNION ALL {together} ORDER BY 1, 2, 3, 4'))

    def check_keys(self, names):
        keys = [row[0] for row in self.servers[0].sql("SELECT key FROM idempotency_keys")]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertLessEqual({f'key-{name}' for name in names}, set(keys))

    def check_audit(self, revealed):
        rows = self.servers[0].sql("SELECT count(*) FROM audit WHERE action = 'revealed'")
        self.assertGreaterEqual(int(rows[0][0]), revealed)
        done = subprocess.run([PROGRAM, '--store', self.cluster.uri(), *self.shared, '--audit-anchors', str(self.folder / 'one' / 'anchors'),
                               'audit', 'verify', '--other-anchors', str(self.folder / 'two' / 'anchors')], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r'^sound: \d+ rows')

    def prepare(self):
        one = self.servers[0]
        agent = one.sign_in('agent')
        customer = one.post('/customers', {'family_name': '测试', 'identities': [{'kind': 'phone', 'value': '13900000001'}]}, agent).json()
        feedback = {'customer_id': customer['id'], 'channel': 'phone', 'category': 'lead', 'issue_type': 'no_tag'}
        reveal = (f'/customers/{customer["id"]}/reveal', {'reason': 'looked at for a test'}, one.sign_in('compliance'))
        self.assertEqual(one.post(*reveal).status, 200)
        return Mixed(self.servers, (feedback, agent), reveal)

    def fall(self, chance):
        ways = (self.kill_database, self.kill_server, self.kill_backend, self.restart_at_once)
        for turn in range(ROUNDS):
            self.writers.wait_for(chance.randrange(5, 60))
            ways[turn % len(ways)](chance)
        self.writers.wait_for(30)

    def test_falls(self):
        self.writers = self.prepare()
        token = self.servers[0].sign_in('compliance')
        follower = Follower(self.servers[1], token, self.writers.up)
        try:
            self.fall(random.Random(3))
        finally:
            self.writers.stop()
            follower.finish(self.servers[1].get('/bootstrap', token).json()['event_number'])
        writers, done = self.writers, self.writers.acknowledged
        self.assertEqual(writers.wrong, [])
        self.assertLessEqual({status for status, _ in writers.refused}, set(LATER))
        calls, given, revealed = ([n for n in done if int(n[0]) in which] for which in ((0, 1, 2), (3, 4), (5,)))
        for server in self.servers:
            self.assertEqual(server.close(), 0)
        self.check_stream(follower)
        self.assertEqual(set(check_store(self.servers[0], calls)) - set(calls) - {'the last one'}, set())
        self.check_feedback(given)
        self.check_keys(calls + given)
        self.check_audit(len(revealed))
        print(json.dumps({'rounds': ROUNDS, 'calls': len(calls), 'feedback': len(given), 'reveals': len(revealed),
                          'refused': len(writers.refused), 'events followed': len(follower.numbers)}))


if __name__ == '__main__':
    unittest.main(verbosity=2)
