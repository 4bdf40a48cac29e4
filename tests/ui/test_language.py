#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever writes Chinese as people of another region do reads their words: no region has a catalogue but China and Taiwan."""
import os
import subprocess
import unittest

from a11y import Program, find
from wrapup_desk import BUILD

HERE = os.path.dirname(os.path.abspath(__file__))
LOCALES = os.path.join(HERE, '..', 'support', 'locales.sh')


class Language(unittest.TestCase):
    def reads(self, words, lang, *arguments, **env):
        """The program of that locale says these words."""
        path = subprocess.run([LOCALES, f'{lang}.UTF-8'], check=True, capture_output=True, text=True).stdout.strip()
        store = os.path.join(os.environ['HX_DESK_DIR'], f'store-{self._testMethodName}')
        argv = [os.path.join(BUILD, 'src/client/huixiang'), '--store-dir', store, '--no-sample', *arguments]
        with Program(argv, name=self._testMethodName, env={'LANG': f'{lang}.UTF-8', 'LOCPATH': path, **env}) as program:
            find(program.app(), 'label', words, timeout=30)

    def test_hong_kong(self):
        self.reads('已連線', 'zh_HK')

    def test_hong_kong_by_name(self):
        self.reads('已連線', 'en_US', '--locale=zh_HK')

    def test_singapore(self):
        self.reads('已连接', 'zh_SG')

    def test_english_where_it_is_asked_for(self):
        self.reads('Connected', 'zh_HK', LANGUAGE='en_HK:zh_HK')


if __name__ == '__main__':
    unittest.main(verbosity=2)
