# SPDX-License-Identifier: GPL-3.0-or-later
"""A real input method: IBus with libpinyin, for programs started with the environment `env`.

Needs ibus, ibus-libpinyin, ibus-gtk4."""
import os
import subprocess

from screen import type_text
from waiting import wait

MEMCONF = '/usr/libexec/ibus-memconf'       # settings of IBus in memory: nothing to clean up, no dconf service


class Pinyin:
    """IBus on the session's bus; ends with the block."""

    def __enter__(self):
        base = {k: v for k, v in os.environ.items() if k != 'GSETTINGS_BACKEND'}
        self.env = {**os.environ, 'GTK_IM_MODULE': 'ibus', 'XMODIFIERS': '@im=ibus', 'IBUS_ENABLE_SYNC_MODE': '1'}
        self.log = open(os.path.join(os.environ['HX_DESK_DIR'], 'ibus.log'), 'wb')
        self.process = subprocess.Popen(['ibus-daemon', '--xim', '--panel', 'disable', '--config', MEMCONF],
                                        env={**base, 'IBUS_ENABLE_SYNC_MODE': '1'}, stdout=self.log,
                                        stderr=subprocess.STDOUT)
        wait(lambda: 'unix:' in self._ibus('address'), what='ibus-daemon')
        wait(lambda: 'libpinyin' in self._ibus('list-engine', '--name-only'), what='the pinyin engine')
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def _ibus(self, *arguments):
        done = subprocess.run(['ibus', *arguments], capture_output=True, text=True)
        return done.stdout.strip()

    def switch_on(self):
        """Chooses pinyin for the entry that has the keyboard; the engine is known only once something has it."""
        def chosen():
            if self._ibus('engine') == 'libpinyin':
                return True
            self._ibus('engine', 'libpinyin')
            return False
        wait(chosen, what=lambda: f'engine libpinyin, is {self._ibus("engine")!r}')

    def switch_off(self):
        """Back to plain keys."""
        self._ibus('engine', 'xkb:us::eng')
        wait(lambda: self._ibus('engine') == 'xkb:us::eng', what='plain keys')

    def type(self, syllables):
        """Types pinyin as a person does: 'nihao ' gives 你好 (the space takes the first candidate)."""
        type_text(syllables, delay=60)
