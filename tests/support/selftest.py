#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drivers of this folder against a real GTK window.  Run inside desk-session.sh."""
import os
import pathlib
import subprocess
import sys
import time
import unittest

import a11y
import ime
import notify
import sound

HERE = pathlib.Path(__file__).resolve().parent
APP = ['/usr/bin/python3', HERE / 'selftest_app.py']
TITLE = 'Driver test'


def start(env=None):
    return a11y.Program(APP, name='driver-test', env=env)


class Window(unittest.TestCase):
    def setUp(self):
        self.program = self.enterContext(start())
        self.root = self.program.app()
        self.said = lambda: a11y.labels(self.root)[-1]

    def expect(self, words):
        a11y.wait(lambda: self.said() == words, what=lambda: f'{words!r}, is {self.said()!r}')

    def test_click(self):
        a11y.click(a11y.find(self.root, 'push button', 'Greet'))
        self.expect('hello')

    def test_pointer(self):
        a11y.point(a11y.find(self.root, 'push button', 'Greet'))
        self.expect('hello')

    def test_keys_and_text(self):
        entry = a11y.find(self.root, 'text')
        a11y.point(entry)
        a11y.type_text('abc 12')
        a11y.wait_text(entry, 'abc 12')
        a11y.key('Return')
        self.expect('entered abc 12')
        a11y.set_text(entry, '')
        a11y.paste('抖音线索无需求标签')
        a11y.wait_text(entry, '抖音线索无需求标签')

    def test_combo(self):
        row = a11y.find(self.root, name='Channel')
        a11y.combo_select(row, 3)
        self.expect('chose 3')
        self.assertEqual(a11y.combo_value(row), '抖音')
        a11y.combo_select(row, 1)
        self.expect('chose 1')

    def test_drag(self):
        scale = a11y.find(self.root, 'slider')
        a11y.drag(scale, (0.05, 0.5), (0.95, 0.5))
        a11y.wait(lambda: a11y.value(scale) > 80, what=lambda: f'the slider near its end, {a11y.value(scale)}')

    def test_activate_and_shot(self):
        a11y.activate(TITLE)
        picture = a11y.shot(pathlib.Path(os.environ['HX_DESK_DIR']) / 'shot.png')
        colours = subprocess.run(['identify', '-format', '%k', picture], capture_output=True, text=True, check=True)
        self.assertGreater(int(colours.stdout), 20)

    def test_missing_element_says_what_is_there(self):
        with self.assertRaisesRegex(AssertionError, 'Greet'):
            a11y.find(self.root, 'push button', 'Absent', timeout=0.2)


class Session(unittest.TestCase):
    def test_language(self):
        said = subprocess.run(['date', '-d', '2026-11-22', '+%A'], capture_output=True, text=True, check=True)
        self.assertEqual(said.stdout.strip(), '星期日')

    def test_early_end_is_said(self):
        with self.assertRaisesRegex(AssertionError, 'ended early'):
            with a11y.Program(['/bin/false']) as program:
                program.app()

    def test_sessions_leave_nothing(self):
        session = HERE / 'desk-session.sh'
        script = 'setsid sleep 600 & echo $HX_DESK_DIR; exit 3'
        done = subprocess.run([session, 'bash', '-c', script], capture_output=True, text=True)
        self.assertEqual(done.returncode, 3, done.stderr)
        folder = done.stdout.strip()
        self.assertFalse(os.path.exists(folder))
        left = subprocess.run(f'grep -lza "^HX_DESK_DIR={folder}$" /proc/[0-9]*/environ 2>/dev/null', shell=True,
                              capture_output=True, text=True)
        self.assertEqual(left.stdout, '')


class Pinyin(unittest.TestCase):
    def test_real_pinyin(self):
        with ime.Pinyin() as pinyin, start(pinyin.env) as program:
            root = program.app()
            entry = a11y.find(root, 'text')
            a11y.point(entry)
            a11y.wait(lambda: 'focused' in a11y.states(entry), what='focus in the entry')
            pinyin.switch_on()
            pinyin.type('nihao ')
            a11y.wait_text(entry, '你好')
            pinyin.type('xiansuo')
            a11y.key('Return')      # Return while composing gives the letters, and does not activate the entry
            a11y.wait_text(entry, '你好xiansuo')
            self.assertEqual(a11y.labels(root)[-1], 'nothing yet')
            pinyin.switch_off()
            a11y.key('Return')
            a11y.wait(lambda: a11y.labels(root)[-1] == 'entered 你好xiansuo')


class Sound(unittest.TestCase):
    def tone(self, name, *effect):
        path = pathlib.Path(os.environ['HX_DESK_DIR']) / name
        subprocess.run(['sox', '-n', '-r', '48000', '-c', '1', path, 'synth', '2', *effect], check=True)
        return path

    def test_right_clip_is_recognised(self):
        played = self.tone('played.wav', 'sine', '300-1200')
        other = self.tone('other.wav', 'sine', '1500-2500')
        with sound.NullSink() as sink:
            with sink.record() as recording:
                subprocess.run(['paplay', played], env=sink.env, check=True)
                recording.wait_seconds(recording.seconds() + 0.3)
        began = time.monotonic()
        score, place = sound.correlate(sound.load(played, 0.3, 1.8), recording.samples)
        wrong, _ = sound.correlate(sound.load(other, 0.3, 1.8), recording.samples)
        print(f'right {score:.3f} at {place:.2f} s, wrong {wrong:.3f}, both in {time.monotonic() - began:.1f} s')
        self.assertGreater(score, 0.9)
        self.assertLess(wrong, 0.3)
        self.assertGreater(sound.loudness(recording.samples), 500)

    def test_silence_matches_nothing(self):
        score, _ = sound.correlate([1, -1, 5, 7] * 100, [0] * 4000)
        self.assertEqual(score, 0.0)


class Notices(unittest.TestCase):
    def test_action_reaches_the_program(self):
        with notify.Notifications() as desktop, start() as program:
            root = program.app()
            a11y.click(a11y.find(root, 'push button', 'Notify'))
            note = desktop.wait_for(lambda n: n.title == '通话结束')
            self.assertEqual(note.body, '王女士')
            self.assertEqual(note.actions, {'open': 'Open', 'no-issue': 'No issue'})
            desktop.invoke(note, 'no-issue')
            a11y.wait(lambda: a11y.labels(root)[-1] == 'no issue')


if __name__ == '__main__':
    if 'HX_DESK_DIR' not in os.environ:
        sys.exit('run me inside desk-session.sh')
    unittest.main(verbosity=2)
