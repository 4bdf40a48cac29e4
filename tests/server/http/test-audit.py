#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit log of a running server: who may read it, what is in it after kill -9, and what verify says."""
import contextlib
import json
import pathlib
import signal
import sqlite3
import subprocess
import unittest

from audio import tone
from huixiangd import PROGRAM, NOBODY, Server, together


class Audit(unittest.TestCase):
    def setUp(self):
        self.server = Server().__enter__()
        self.addCleanup(self.server.close)

    def run_audit(self, what, *arguments):
        return subprocess.run([PROGRAM, '--store', f'sqlite:{self.server.store}', 'audit', what, *arguments],
                              capture_output=True, text=True)

    def verify(self, status=0, *arguments):
        done = self.run_audit('verify', *arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def entries(self, question=''):
        return self.server.get(f'/audit{question}', self.server.sign_in('compliance')).json()['items']

    def test_who_may(self):
        agent = self.server.sign_in('agent')
        self.assertEqual(self.server.get('/audit', agent).status, 403)
        self.assertEqual(self.server.get('/audit').status, 401)
        actions = [entry['action'] for entry in self.entries()]
        self.assertIn('signed_in', actions)
        # The look itself is in the log, once for many.
        self.entries('?action=signed_in')
        self.assertEqual(len(self.entries('?action=audit_read')), 1)
        self.assertEqual(self.entries('?action=audit_read')[0]['origin'], 'loopback')

    def test_refused_sign_in(self):
        self.assertGreaterEqual(self.server.post('/session', {'user_id': NOBODY}, local=True).status, 400)
        refused = self.entries('?action=sign_in_refused')
        self.assertEqual(len(refused), 1)
        self.assertNotIn('actor_id', refused[0])
        self.assertEqual(refused[0]['origin'], 'socket')

    def test_hearing(self):
        """A player asks in many ranges; that is one hearing, and it is written before the first byte leaves."""
        server, agent = self.server, self.server.sign_in('agent')
        server.call('c1')
        made = server.post('/recordings', {'external_id': 'c1'}, server.key).json()['id']
        put = server.ask('PUT', f'/api/v1/recordings/{made}/audio', tone(1), server.key, kind='audio/wav')
        self.assertEqual(put.status, 200, put.body)
        for start in (100, 0, 5000):
            heard = server.get(f'/recordings/{made}/audio', agent, headers={'Range': f'bytes={start}-{start + 99}'})
            self.assertEqual((heard.status, len(heard.body)), (206, 100))
        lines = self.entries(f'?action=recording_heard&record_id={made}')
        self.assertEqual(len(lines), 1)
        self.assertEqual(lines[0]['actor_id'], server.people()['agent']['id'])

    def test_killed(self):
        """A kill between commit and anchor is nobody's doing: no false alarm, and nothing acknowledged is missing."""
        user, done = self.server.people()['agent']['id'], 0
        for _ in range(6):
            acknowledged = together(4, lambda _: [self.server.post('/session', {'user_id': user}, local=True).status
                                                  for _ in range(10)])
            done += sum(status == 201 for part in acknowledged for status in part)
            self.server.stop(signal.SIGKILL)
            self.assertRegex(self.verify(), r'^sound: \d+ rows')
            self.server.start()
            self.assertIn('sound', self.verify())       # while it runs
        self.server.stop()
        rows = int(self.verify().split()[1])
        self.assertEqual(done, 240)
        self.assertGreaterEqual(rows, done)
        # An orderly end leaves nothing unanchored.
        self.assertIn(f'up to {rows}\n', self.verify())

    def cut_off(self):
        """The last line, by somebody who knows SQL and how the head works."""
        with contextlib.closing(sqlite3.connect(self.server.store)) as store, store:
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'").fetchall():
                store.execute(f'DROP TRIGGER {name}')
            [[last]] = store.execute('SELECT number FROM audit_head').fetchall()
            store.execute('DELETE FROM audit WHERE number = ?', (last,))
            store.execute('UPDATE audit_head SET number = ?, code = (SELECT code FROM audit WHERE number = ?)', (last - 1, last - 1))
        return last

    def assert_cut_is_found(self, kill):
        """Once a request is answered its line can not be taken out unseen."""
        user = self.server.people()['agent']['id']
        for _ in range(2):
            self.assertEqual(self.server.post('/session', {'user_id': user}, local=True).status, 201)
        if kill:
            self.server.stop(signal.SIGKILL)
        last = self.cut_off()
        self.assertIn(f'it went to {last}', self.verify(1))
        if kill:
            self.server.start()
        # The log goes on over it.
        self.assertEqual(self.server.post('/session', {'user_id': user}, local=True).status, 201)
        self.assertIn('the log was set back', self.verify(1))

    def test_cut_while_it_runs(self):
        self.assert_cut_is_found(kill=False)

    def test_cut_after_a_kill(self):
        self.assert_cut_is_found(kill=True)

    def test_tampered(self):
        self.server.sign_in('agent')
        self.server.stop()
        with sqlite3.connect(self.server.store) as store:
            with self.assertRaisesRegex(sqlite3.IntegrityError, 'append-only'):
                store.execute("UPDATE audit SET actor_id = 'x'")
            store.execute('DROP TRIGGER audit_stays')
            store.execute('UPDATE audit SET at = at + 1 WHERE number = 1')
        store.close()
        self.assertIn('row 1: ', self.verify(1))
        self.assertEqual(self.run_audit('verify', '--keys', str(self.server.folder / 'none')).returncode, 2)
        self.assertEqual(self.run_audit('nonsense').returncode, 2)

    def test_wrong_key(self):
        self.server.sign_in('agent')
        self.server.stop()
        other = pathlib.Path(self.server.folder / 'other')
        other.write_text('k1 ' + '5a' * 32 + '\n')
        other.chmod(0o600)
        self.assertIn('wrong key', self.verify(1, '--keys', str(other)))

    def test_export(self):
        self.server.sign_in('agent')
        done = self.run_audit('export')
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line['number'] for line in lines], list(range(1, len(lines) + 1)))
        for before, line in zip(lines, lines[1:]):
            self.assertEqual(line['previous'], before['code'])
        self.assertEqual(lines[-1]['action'], 'audit_exported')
        self.verify()


if __name__ == '__main__':
    unittest.main()
