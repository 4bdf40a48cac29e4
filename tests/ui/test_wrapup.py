#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The popup after a call, in the real program: a PBX calls, an agent presses keys, the store has what was said."""
import re
import subprocess
import sys
import unittest

from a11y import (
    Program, activate, active_title, click, drag, find, find_all, key, labels, point, pointer_at, pump, set_text, states, text,
    type_text, wait, wait_text)
from ime import Pinyin
from notify import Notifications
from screen import x_windows
from wrapup_desk import Desk, choose, tone

GOOD = '抖音线索无需求标签'
OTHER_PROGRAM = 'Driver test'


def see(root, pattern):
    return find(root, None, re.compile(pattern))


class Popup(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ime = cls.enterClassContext(Pinyin())
        cls.notes = cls.enterClassContext(Notifications())
        cls.desk = cls.enterClassContext(Desk(env=cls.ime.env))
        cls.main = next(e.get_name() for e in find_all(cls.desk.app, 'frame') if e.get_name() != 'Wrap-up')

    def setUp(self):
        self.ime.switch_off()
        activate(self.main)

    def tearDown(self):
        """A test that failed half-way leaves nothing to the next."""
        while find_all(self.desk.app, 'frame', 'Wrap-up'):
            for window in x_windows('Wrap-up'):     # it may go by itself meanwhile
                subprocess.run(['xdotool', 'windowactivate', '--sync', window, 'key', 'Escape'], stderr=subprocess.DEVNULL)
            for _ in range(5):
                pump(20)

    def call(self, number, **more):
        name = self.desk.call(number, **more)
        popup = self.desk.popup()
        wait(lambda: active_title() == 'Wrap-up', what=lambda: f'the popup to have the keyboard, {active_title()} has')
        return name, popup

    def feedback(self, call):
        return self.desk.feedback(call)

    def test_keys_alone_from_call_to_store(self):
        call, popup = self.call('13900001001', channel='douyin', audio=tone(20))
        choose(self.desk, '1', 'q')
        self.ime.switch_on()
        self.ime.type('douyin ')
        wait(lambda: text(self.desk.pain()), what='composed text')
        self.ime.switch_off()
        set_text(self.desk.pain(), GOOD)
        see(popup, 'Ready to submit')
        key('ctrl+Return')      # the confirmation is there for a second only: test_undo_gives_the_form_back holds it
        wrapup = self.desk.wrapup(call, 'submitted')
        (channel, category, kind, pain, case, customer, of_call, of_wrapup, recording, _, _, late, state, _), = \
            self.feedback(call)
        self.assertEqual((channel, category, kind, pain, late, state), ('douyin', 'lead', 'no_tag', GOOD, 0, 'pool'))
        self.assertEqual((of_wrapup, of_call, customer), wrapup[:3])
        code, = self.desk.row('select code from customers where id = ?', customer)
        self.assertIn(code, case)
        self.assertEqual(self.desk.rows('select id from recordings where call_id = ?', of_call), [(recording,)])
        self.desk.popup_gone()

    def test_clip_goes_with_the_feedback(self):
        call, popup = self.call('13900001002', channel='douyin', audio=tone(20))
        bar = find(popup, 'slider', re.compile('.'))
        drag(bar, (0.25, 0.5), (0.75, 0.5))
        see(popup, r'0:0\d–0:1\d')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), GOOD)
        key('ctrl+Return')
        self.desk.wrapup(call, 'submitted')
        (*_, begin, end, _, _, _), = self.feedback(call)
        self.assertAlmostEqual(begin, 5000, delta=600)
        self.assertAlmostEqual(end, 15000, delta=600)
        self.desk.popup_gone()

    def test_no_issue_by_one_key(self):
        call, _ = self.call('13900001003')
        key('0')
        self.desk.wrapup(call, 'no_issue')
        self.assertEqual(self.feedback(call), [])
        self.desk.popup_gone()

    def test_moment_marked_during_the_call(self):
        key('ctrl+b')
        find(self.desk.app, 'label', 'You are in no call that could be marked')
        with self.desk.in_call('13900001017') as call:
            key('ctrl+b')
            find(self.desk.app, 'label', re.compile(r'^Marked at 0:\d\d$'))
            self.desk.row("select 1 from clips k join calls c on c.recording_id = k.recording_id "
                          "where c.external_id = ? and k.kind = 'bookmark' and k.user_id = ?", call, self.desk.agent[0])
        popup = self.desk.popup()
        wait(lambda: active_title() == 'Wrap-up', what='the popup to have the keyboard')
        # Its recording has not come yet, and the moment can be given all the same.
        click(find(popup, 'push button', re.compile(r'^Bookmark at 0:\d\d: take the clip around it$')))
        see(popup, r'not arrived yet · 0:00–0:1\d$')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), GOOD)
        key('ctrl+Return')
        self.desk.wrapup(call, 'submitted')
        (*_, start, end, late, state, _), = self.feedback(call)
        self.assertEqual((start, late, state), (0, 0, 'pool'))
        self.assertTrue(14000 < end < 30000, end)
        self.desk.popup_gone()

    def test_template_cannot_be_got_round(self):
        call, popup = self.call('13900001004', channel='douyin')
        key('ctrl+Return')
        see(popup, 'Choose a category first')
        click(find(popup, 'push button', 'Submit'))
        key('1')
        find(popup, None, 'No tag')
        key('ctrl+Return')
        see(popup, 'Choose an issue type')
        choose(self.desk, 'q')
        key('ctrl+Return')
        see(popup, 'say in one concrete sentence')
        set_text(self.desk.pain(), '这一条痛点实在太长了超过十个字')
        see(popup, 'too long, at most 10')
        key('ctrl+Return', 'Return')
        set_text(self.desk.pain(), '线索不好')
        see(popup, 'A bit vague')
        key('ctrl+Return')
        set_text(find(popup, 'text', 'Case'), '')
        see(popup, 'Case: name the customer')
        key('ctrl+Return', 'Return')
        self.desk.settle()
        self.assertEqual(self.feedback(call), [])
        self.desk.wrapup(call, 'waiting')

    def test_tab_takes_the_proposal_while_it_is_shown(self):
        call, popup = self.call('13900001005', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), '线索不好')
        see(popup, 'Try “')
        key('Tab')
        wait(lambda: 'Douyin' in text(self.desk.pain()), what='the proposal')
        wait(lambda: 'focused' in states(self.desk.pain()), what='the keyboard to stay')
        key('Tab')
        wait(lambda: 'focused' not in states(self.desk.pain()), what='Tab to move on')
        key('ctrl+Return')
        self.desk.wrapup(call, 'submitted')
        self.desk.popup_gone()

    def test_enter_moves_on_and_never_submits(self):
        call, popup = self.call('13900001006', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), GOOD)
        see(popup, 'Ready to submit')
        point(find(popup, 'text', 'Case'))
        wait(lambda: 'focused' in states(find(popup, 'text', 'Case')), what='the case to have the keyboard')
        key('Return')
        wait(lambda: 'focused' in states(self.desk.pain()), what='Enter to move to the pain point')
        key('Return', 'Return')
        self.desk.settle()
        self.desk.wrapup(call, 'waiting')

    def test_nothing_is_sent_while_composing(self):
        call, popup = self.call('13900001007', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), GOOD)
        see(popup, 'Ready to submit')
        key('End')
        self.ime.switch_on()
        self.ime.type('biaoqian')
        key('ctrl+Return')
        self.desk.settle()
        self.desk.wrapup(call, 'waiting')
        key('space')        # what was being composed is still there: the first candidate
        wait(lambda: len(text(self.desk.pain())) > len(GOOD), what=lambda: f'composed text, is {text(self.desk.pain())}')
        self.ime.type('wu')
        key('Return')       # takes the letters as they are
        wait(lambda: text(self.desk.pain()).endswith('wu'), what=lambda: f'letters, is {text(self.desk.pain())}')
        self.desk.settle()
        self.desk.wrapup(call, 'waiting')
        self.assertEqual(self.feedback(call), [])

    def test_several_wait_and_none_hides_another(self):
        first, popup = self.call('13900001008', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), GOOD)
        second = self.desk.call('13900001009')
        find(popup, 'label', '1 / 2')
        third = self.desk.call('13900001010')
        find(popup, 'label', '1 / 3')
        self.assertEqual(text(self.desk.pain()), GOOD)
        key('alt+Right')
        find(popup, 'label', '2 / 3')
        wait_text(self.desk.pain(), '')
        key('alt+Left')
        find(popup, 'label', '1 / 3')
        wait_text(self.desk.pain(), GOOD)
        key('ctrl+Return')
        self.desk.wrapup(first, 'submitted')
        find(popup, 'label', '1 / 2')
        key('0')
        self.desk.wrapup(second, 'no_issue')
        wait(lambda: not find_all(popup, 'label', re.compile(r'^\d / \d$')), what='one to be left')
        key('0')
        self.desk.wrapup(third, 'no_issue')
        self.desk.popup_gone()

    def test_undo_gives_the_form_back(self):
        call, popup = self.call('13900001011', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), GOOD)
        see(popup, 'Ready to submit')
        key('ctrl+Return')
        # A pointer that moves over it keeps the confirmation, however slow the machine is.
        wait(lambda: pointer_at(200, 100) or pointer_at(240, 110) or
             self.desk.rows("select 1 from wrapups w join calls c on c.id = w.call_id where c.external_id = ? "
                            "and w.state = 'submitted'", call), what='the submission')
        for x in (200, 240, 210, 250):
            pointer_at(x, 100)
        see(popup, '^Submitted$')
        key('ctrl+z')
        self.desk.wrapup(call, 'waiting')
        wait_text(self.desk.pain(), GOOD)
        self.assertEqual([row[12] for row in self.feedback(call)], ['withdrawn'])
        key('ctrl+Return')
        self.desk.wrapup(call, 'submitted')
        self.desk.popup_gone()

    def test_later_keeps_what_was_typed(self):
        call, popup = self.call('13900001012', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), '抖音线索')
        key('Escape')
        self.desk.popup_gone()
        draft = wait(lambda: self.desk.draft(call, 'waiting'), what='the draft at the server')
        self.assertEqual(draft['pain_point'], '抖音线索')

    def test_expiry_folds_with_what_was_typed(self):
        call, popup = self.call('13900001013', channel='douyin')
        choose(self.desk, '1', 'q')
        set_text(self.desk.pain(), '抖音线索')
        find(popup, 'alert', 'Late lane in', timeout=40)
        find(popup, 'label', 'Moved to the late lane', timeout=40)
        see(popup, 'Kept: Lead · No tag — 抖音线索')
        key('Return')       # fill in now
        wait(lambda: 'focused' in states(self.desk.pain()), what='the form again')
        wait_text(self.desk.pain(), '抖音线索')
        set_text(self.desk.pain(), GOOD)
        see(popup, '^Ready to submit')
        key('ctrl+Return')
        self.desk.wrapup(call, 'submitted')
        self.assertEqual([row[11] for row in self.feedback(call)], [1])
        self.desk.popup_gone()

    def test_never_takes_the_keyboard_from_another_program(self):
        with Program(['/usr/bin/python3', self.other()], name='other') as other:
            words = find(other.app(), 'text', 'Words')
            activate(OTHER_PROGRAM)
            point(words)
            wait(lambda: 'focused' in states(words), what='the other program to be typed in')
            call = self.desk.call('13900001014')
            note = self.notes.wait_for()
            self.desk.popup()
            for typed in ('0', '0q', '0q1'):    # one by one: an input method in between may change their order
                type_text(typed[-1])
                wait_text(words, typed)
            self.assertEqual(active_title(), OTHER_PROGRAM)
            self.desk.wrapup(call, 'waiting')
            self.notes.invoke(note, 'open')
            wait(lambda: active_title() == 'Wrap-up', what='the popup to come to the front')
            key('0')
            self.desk.wrapup(call, 'no_issue')
            self.desk.popup_gone()
            activate(OTHER_PROGRAM)
            call = self.desk.call('13900001015')
            self.notes.invoke(self.notes.wait_for(lambda n: n.id != note.id), 'no-issue')
            self.desk.wrapup(call, 'no_issue')
            self.desk.popup_gone()

    @staticmethod
    def other():
        import selftest_app
        return selftest_app.__file__


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], '--verbose', *sys.argv[1:]])
