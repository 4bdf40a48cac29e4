#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The last line of ./dev test is honest: nothing run, skipped or dead counts as passed."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

TALLY = pathlib.Path(__file__).resolve().parents[2] / 'tools/tally.py'


class Tally(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix='hx-tally')))

    def tally(self, *results, skippable=(), ci='', options=(), more=()):
        log = self.folder / 'log.json'
        log.write_text(''.join(json.dumps({'name': f'huixiang:core / t{n}', 'result': result,
                                           'stdout': f'words of t{n}\n'}) + '\n' for n, result in enumerate(results)))
        (self.folder / 'may-skip').write_text('\n'.join(skippable))
        done = subprocess.run([sys.executable, TALLY, *options, '--may-skip', self.folder / 'may-skip',
                               f'plain={log}', *more], capture_output=True, text=True, env={**os.environ, 'CI': ci})
        return done.returncode, done.stdout.splitlines()[-1], done.stdout

    def test_all_pass(self):
        self.assertEqual(self.tally('OK', 'EXPECTEDFAIL')[:2], (0, '2 passed, 0 failed, 0 skipped'))

    def test_failures_of_every_kind(self):
        for result in ('FAIL', 'TIMEOUT', 'ERROR', 'INTERRUPT', 'UNEXPECTEDPASS'):
            status, line, said = self.tally('OK', result)
            self.assertEqual((status, line), (1, '1 passed, 1 failed, 0 skipped'))
            self.assertIn('words of t1', said)
            self.assertNotIn('words of t0', said)

    def test_nothing_ran(self):
        self.assertEqual(self.tally()[:2], (1, '0 passed, 0 failed, 0 skipped'))
        self.assertEqual(self.tally('SKIP')[:2], (1, '0 passed, 0 failed, 1 skipped'))

    def test_skips(self):
        self.assertEqual(self.tally('OK', 'SKIP')[:2], (0, '1 passed, 0 failed, 1 skipped'))
        self.assertEqual(self.tally('OK', 'SKIP', ci='true')[:2], (1, '1 passed, 1 failed, 0 skipped'))
        self.assertEqual(self.tally('OK', 'SKIP', ci='true', skippable=['t1 # needs a GPU'])[:2],
                         (0, '1 passed, 0 failed, 1 skipped'))

    def test_a_run_that_left_no_log(self):
        missing = [f'sanitized={self.folder}/none.json']
        self.assertEqual(self.tally('OK', options=['--each'], more=missing)[0], 1)
        self.assertEqual(self.tally('OK', more=missing)[0], 0)


if __name__ == '__main__':
    unittest.main()
