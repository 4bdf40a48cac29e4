#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new key while two servers work on one store: nobody is asked to wait, and nobody gets a wrong answer."""
import re
import shutil
import subprocess
import threading
import time
import unittest

from importlib import import_module

from huixiangd import PROGRAM, TIMEOUT

Several = import_module('test-several').Several
OLD, NEW = '19900001111', '19900002222'
SEALED = {'identities': ['value'], 'customers': ['family_name', 'given_name', 'tags'], 'calls': ['number'],
          'contacts': ['summary', 'attributes'], 'wrapups': ['draft'], 'feedback': ['case_text', 'facts']}
INDEXES = {'identities': ['value_index', 'tail_index'], 'customers': ['family_index', 'name_index']}


class Rotation(Several):
    def rotate(self, keys):
        done = subprocess.run([PROGRAM, 'keys', 'rotate', '--store', self.cluster.uri(), '--keys', str(keys), '--recordings',
                               str(self.folder / 'recordings')],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def until(self, what, *happened):
        end, there = time.monotonic() + TIMEOUT, threading.Event()
        while not any(is_so() for is_so in happened):
            self.assertLess(time.monotonic(), end, f'{what}: {[s.stderr() for s in self.servers]}')
            there.wait(0.01)

    def sealed_anew(self):
        return self.cluster.sql("SELECT count(*) FROM store_keys WHERE resealed_at IS NULL OR key_id = 'k2'"
                                " AND resealed_to IS NULL")[0] == ['0']

    def check_one_each(self, name):
        """One number is one customer, whoever is asked, and what one server writes the other reads."""
        token = self.servers[0].sign_in()
        for number in OLD, NEW:
            calls = [server.call(f'{name}-{number}-{i}', number)['call'] for i, server in enumerate(self.servers * 2)]
            self.assertEqual(len({call['customer_id'] for call in calls}), 1, (number, calls))
            for server in self.servers:
                found = server.post('/customers/search', {'identity': number}, token)
                self.assertEqual([c['id'] for c in found.json()['items']], [calls[0]['customer_id']], found.body)
                self.assertEqual(server.get(f'/customers/{calls[0]["customer_id"]}', token).status, 200)
        # The answer to a request is kept: whichever server is asked again gives it again.
        asked = [(server.post('/customers', {'family_name': '欧阳', 'tags': [name]}, token, headers={'Idempotency-Key': f'{name}-{i}'}))
                 for i, server in enumerate(self.servers)]
        again = [(server.post('/customers', {'family_name': '欧阳', 'tags': [name]}, token, headers={'Idempotency-Key': f'{name}-{1 - i}'}))
                 for i, server in enumerate(self.servers)]
        self.assertEqual([(r.status, r.json().get('id')) for r in again], [(201, r.json()['id']) for r in reversed(asked)])

    def check_sealed_with(self, key):
        """All of it, also what was written while the pass went over the rows."""
        for columns, begins in (SEALED, f'v1.{key}.'), (INDEXES, f'{key}.'):
            for table, names in columns.items():
                for name in names:
                    left = self.cluster.sql(f"SELECT {name} FROM {table} WHERE {name} NOT LIKE '{begins}%'")
                    self.assertEqual(left, [], f'{table}.{name}')

    def check_audit(self, keys):
        done = subprocess.run([PROGRAM, 'audit', 'verify', '--store', self.cluster.uri(), '--keys', str(keys), '--recordings', str(self.folder / 'recordings'), '--audit-anchors',
                               str(self.folder / 'one' / 'anchors'), '--other-anchors', str(self.folder / 'two' / 'anchors')],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_together(self):
        """Between the moment one server begins to write with the new key and the other one's next look at it."""
        self.server('one')
        self.server('two')
        self.check_one_each('before')
        self.rotate(self.folder / 'keys')
        self.until('everything is sealed with the new key', self.sealed_anew)
        # Before either reads anything that would make it look for the key.
        for server in self.servers:
            server.cti('newCall', f'at-once-{server.port}', **{'from': OLD, 'to': '4001', 'direction': 'in'})
        self.assertEqual(self.cluster.sql('SELECT count(DISTINCT customer_id), count(*) FROM calls'
                                          " WHERE external_id LIKE 'at-once-%'"), [['1', '2']])
        self.check_one_each('then')
        self.check_sealed_with('k2')
        self.check_audit(self.folder / 'keys')

    def test_key_comes_later(self):
        """A server that has not been given the new key yet goes on, and so do the others, with the one they all have."""
        one, two = self.folder / 'one' / 'keys', self.folder / 'two' / 'keys'
        self.server('one', one)
        two.parent.mkdir()
        shutil.copy(one, two)
        self.server('two', two)
        self.check_one_each('before')
        self.rotate(one)
        self.until('the new key is seen', self.sealed_anew, lambda: re.search('“k2” waits', self.servers[0].stderr()))
        self.check_one_each('without')
        self.check_sealed_with('k1')
        shutil.copy(one, two)
        self.until('everything is sealed with the new key', self.sealed_anew)
        self.check_one_each('with')
        self.check_sealed_with('k2')
        self.check_audit(one)


if __name__ == '__main__':
    unittest.main(verbosity=2)
