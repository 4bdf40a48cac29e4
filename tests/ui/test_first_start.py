#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start of the real program: what it makes of a store that is not there yet, also when it is ended half-way."""
import os
import unittest

from a11y import Program, find, wait
from wrapup_desk import BUILD


class FirstStart(unittest.TestCase):
    def test_ended_while_the_sample_is_made(self):
        store = os.path.join(os.environ['HX_DESK_DIR'], 'store')
        argv = [os.path.join(BUILD, 'src/client/huixiang'), '--store-dir', store, '--sample']
        unfinished = os.path.join(store, 'store.db.unfinished')
        with Program(argv, name='first') as first:
            first.app()
            wait(lambda: os.path.exists(unfinished), what='the sample to be begun')
        with Program(argv, name='second') as second:
            find(second.app(), 'label', 'Late lane', timeout=90)
            self.assertFalse(os.path.exists(unfinished))


if __name__ == '__main__':
    unittest.main(verbosity=2)
