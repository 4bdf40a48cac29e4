#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job from end to end, in Chinese: a PBX tells of a call with real speech, the popup comes, the clip is heard,
keys and pinyin fill it in, and the feedback stands in the pool with everything linked, counted on the screen."""
import csv
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import ime  # noqa: E402
import sound  # noqa: E402
from a11y import Program, click, drag, find, find_all, key, labels, set_text, text, wait  # noqa: E402
from wrapup_desk import BUILD, Desk, choose  # noqa: E402

NAME = 'cn.huixiang.Huixiang'
AUDIO = os.path.join(BUILD, 'data/sample/audio')
PAIN = '抖音线索无需求标签'
CELL = re.compile(r'^抖音[,，] ?无标签[:：] ?(\d+)')


class ChineseDesk(Desk):
    """In its usual place, so that it answers to its name on the bus."""

    def __init__(self, env):
        super().__init__(env=env)
        self.store = os.path.join(os.environ['XDG_DATA_HOME'], 'huixiang')
        self.program = Program([os.path.join(BUILD, 'src/client/huixiang'), '--sample'], env=env)

    def popup(self):
        return find(self.app, 'frame', '话后处理', timeout=20)

    def popup_gone(self):
        wait(lambda: not find_all(self.app, 'frame', '话后处理'), what='the popup to go')

    def pain(self):
        return find(self.popup(), 'text', '痛点')


def recording():
    """A mono sample call, and a passage of it in which somebody talks."""
    with open(os.path.join(AUDIO, 'manifest.tsv'), encoding='utf-8', newline='') as table:
        rows = list(csv.DictReader(table, delimiter='\t', quoting=csv.QUOTE_NONE))
    row = next(r for r in rows if r['state'] == 'ready' and r['channels'] == '1' and r['file'].endswith('.wav'))
    return os.path.join(AUDIO, row['file'])


class Journey(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = cls.enterClassContext(sound.NullSink())
        cls.ime = cls.enterClassContext(ime.Pinyin())
        cls.desk = cls.enterClassContext(ChineseDesk(env={**cls.sink.env, **cls.ime.env}))
        # A lead talks to customers too, and sees the pool in the same window.
        cls.lead = cls.desk.row("select id, name, number from users where role = 'lead' order by number")
        cls.desk.agent = cls.lead
        subprocess.run(['gapplication', 'action', NAME, 'switch-person', f"'{cls.lead[0]}'"], check=True)
        find(cls.desk.app, 'label', cls.lead[1], timeout=30)

    def count(self):
        """What the cell Douyin × no tag says, to the eye and to a screen reader."""
        cells = [CELL.match(e.get_name() or '') for e in find_all(self.desk.app, 'push button')]
        return next((int(m.group(1)) for m in cells if m), None)

    def open_pool(self):
        wait(lambda: subprocess.run(
            ['gdbus', 'call', '--session', '--dest', NAME, '--object-path', '/cn/huixiang/Huixiang/window/1',
             '--method', 'org.gtk.Actions.SetState', 'page', "<'pool'>", '{}'], capture_output=True).returncode == 0)
        return wait(lambda: self.count() is not None and self.count() + 1, 30, 'the matrix') - 1

    def hear_clip(self, popup, speech):
        """The clip of the popup is what comes out of the loudspeaker."""
        with self.sink.record() as heard:
            click(find(popup, 'push button', '播放片段', timeout=20))
            wait(lambda: self.sink.playing() > 0, 20, 'the sound')
            heard.wait_seconds(5)
        begin = self.begin_ms / 1000
        right, _ = sound.correlate(sound.load(speech, begin + 1, begin + 3), heard.samples)
        wrong, _ = sound.correlate(sound.load(speech, begin + 17, begin + 19), heard.samples)
        self.assertGreater(right, 0.9)
        self.assertLess(wrong, 0.5)

    def test_from_call_to_pool(self):
        before = self.open_pool()
        speech = recording()
        with open(speech, 'rb') as file:
            audio = file.read()
        call = self.desk.call('19900008888', channel='douyin', audio=audio)
        popup = self.desk.popup()
        self.begin_ms = self.drag_clip(popup)
        self.hear_clip(popup, speech)
        choose(self.desk, '1', 'q')
        self.ime.switch_on()
        self.ime.type('douyin ')
        wait(lambda: re.search('[\u4e00-\u9fff]', text(self.desk.pain())), what='Chinese from pinyin')
        self.ime.switch_off()
        set_text(self.desk.pain(), PAIN)
        find(popup, name='可以提交')
        key('ctrl+Return')
        self.expect_row(call)
        self.desk.popup_gone()
        wait(lambda: self.count() == before + 1, 15, lambda: f'{before + 1} in the cell, it says {self.count()}')

    def drag_clip(self, popup):
        """Marks a range in the waveform, and returns where it begins."""
        drag(find(popup, 'slider', re.compile('.'), timeout=20), (0.2, 0.5), (0.4, 0.5))
        shown = wait(lambda: next((m for m in (re.match(r'^(\d+):(\d\d)–(\d+):(\d\d)$', w) for w in labels(popup)) if m),
                                  None), 10, lambda: f'the range, {labels(popup)}')
        return (int(shown[1]) * 60 + int(shown[2])) * 1000

    def expect_row(self, call):
        wrapup = self.desk.wrapup(call, 'submitted', timeout=20)
        row = wait(lambda: self.desk.feedback(call), what='the feedback')[0]
        self.assertEqual(row[:4], ('douyin', 'lead', 'no_tag', PAIN))
        code, state = self.desk.row('select code, state from customers where id = ?', row[5])
        self.assertEqual(row[4], f'客户 {code}，抖音渠道，无需求标签')
        self.assertEqual(state, 'to_complete')      # nobody knew this number
        self.assertEqual((row[7], row[6], row[5]), wrapup[:3])
        self.assertEqual(self.desk.rows('select id from recordings where call_id = ?', row[6]), [(row[8],)])
        self.assertAlmostEqual(row[9], self.begin_ms, delta=1000)
        self.assertGreater(row[10], row[9])
        self.assertEqual(row[12:], ('pool', self.lead[0]))


if __name__ == '__main__':
    unittest.main(verbosity=2)
