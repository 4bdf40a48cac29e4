#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A customer's page in the real program: one history over all channels, filtered, paged, and a call that is heard."""
import datetime
import io
import json
import math
import re
import struct
import unittest
import wave

from a11y import (
    activate, active_title, click, find, find_all, key, labels, point, scroll, showing, still, type_text,
    under, wait)
from wrapup_desk import Desk

NUMBER = '13912340001'
OLDEST = 'the very first touch'
CHANNELS = (('sms', 'delivered', 'out'), ('wechat', 'message', 'in'), ('douyin', 'lead', 'in'), ('email', 'message', 'in'))
TOUCHES = 160       # more than one page, whatever its size


def two_speakers(seconds):
    """A stereo WAV file: the customer on the left, the agent on the right."""
    data = io.BytesIO()
    with wave.open(data, 'wb') as out:
        out.setparams((2, 2, 8000, 0, 'NONE', ''))
        out.writeframes(b''.join(struct.pack('<hh', int(9000 * math.sin(i / 3) * (i // 8000 % 2)),
                                             int(9000 * math.sin(i / 5) * (1 - i // 8000 % 2)))
                                 for i in range(8000 * seconds)))
    return data.getvalue()


class Customer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = cls.enterClassContext(Desk())
        cls.app = cls.desk.app
        call = cls.desk.call(NUMBER, audio=two_speakers(12))
        cls.customer = cls.desk.row('select customer_id from calls where external_id = ?', call)[0]
        cls.code = cls.desk.row('select code from customers where id = ?', cls.customer)[0]
        cls.desk.row("select 1 from recordings r join calls c on c.id = r.call_id where c.external_id = ? "
                     "and r.state = 'ready'", call)
        cls.leave_popup()
        cls.fill_history()
        cls.open()

    @classmethod
    def leave_popup(cls):
        cls.desk.popup()
        activate('Wrap-up')
        key('Escape')
        cls.desk.popup_gone()

    @classmethod
    def fill_history(cls):
        now = datetime.datetime.now(datetime.timezone.utc)
        for i in range(1, TOUCHES + 1):
            channel, activity, direction = CHANNELS[i % len(CHANNELS)]
            at = now - datetime.timedelta(hours=7 * i)
            cls.desk.send('contacts', json.dumps({
                'customer_id': cls.customer, 'channel': channel, 'activity': activity, 'direction': direction,
                'at': at.strftime('%Y-%m-%dT%H:%M:%S.%fZ'), 'origin': 'test',
                'summary': OLDEST if i == TOUCHES else f'touch {i}'}).encode())

    @classmethod
    def open(cls):
        """By keys: the finder, the code, Enter."""
        activate('Huixiang')
        key('ctrl+k')
        finder = find(cls.app, 'frame', 'Find')
        wait(lambda: active_title() == 'Find', what='the finder to have the keyboard')
        type_text(cls.code)
        find(finder, 'label', re.compile(re.escape(cls.code)))
        key('Return')
        find(cls.app, 'label', cls.code)
        cls.history = find(cls.app, 'list', 'History')
        find(cls.history, 'label', re.compile('^touch 1$', re.M))

    def shown(self):
        """What the rows say, line by line: each is one label."""
        return [line for words in labels(self.history) for line in words.split('\n')]

    def chip(self, name):
        # The desk, which was shown before, has such a chip too.
        return wait(lambda: find_all(self.app, None, re.compile(rf'^{name}, \d+$')), what=f'the chip {name}')[-1]

    def at_top(self, name):
        """The label, scrolled up to."""
        def look():
            scroll(self.history, -60)
            # Looked for first: GTK names a row at a place only after somebody has asked for the row.
            there = find_all(self.history, 'label', name) and under(self.history, (0.5, 0.08))
            return there if there and name.search(there.get_name() or '') else None
        return still(wait(look, 60, f'{name} at the top'))

    def test_1_history_is_one_timeline_with_days(self):
        words = self.shown()
        self.assertTrue(any(word.startswith('Today') for word in words), words)
        self.assertIn('Inbound call · 0:00', [re.sub(r'\d+:\d+$', '0:00', word) for word in words])
        self.assertLess(words.index('touch 1'), words.index('touch 2'))
        days = [word for word in words if re.search(r'(January|February|March|April|May|June|July|August|September|'
                                                    r'October|November|December) \d', word)]
        self.assertEqual(len(days), len(set(days)), 'a day has one heading')

    def test_2_one_channel(self):
        self.addCleanup(lambda: click(self.chip('All')))
        click(self.chip('SMS'))
        wait(lambda: not find_all(self.history, 'label', re.compile('^WeChat', re.M)), what='other channels to go')
        find(self.history, 'label', re.compile('^SMS', re.M))
        titles = [word for word in self.shown() if ' · ' in word]
        self.assertTrue(titles)
        self.assertEqual({word for word in titles if not word.startswith('SMS')}, set())
        click(self.chip('All'))
        find(self.history, 'label', re.compile('^WeChat', re.M))

    def test_3_pages_to_the_end(self):
        def at_end():
            scroll(self.history, 40)
            return find_all(self.history, 'label', re.compile(f'^{OLDEST}$', re.M))
        wait(at_end, 60, 'the oldest touch')

    def test_4_call_unfolds_and_plays(self):
        point(self.at_top(re.compile('^Inbound call', re.M)))
        player = find(self.history, None, 'Player')
        find(player, 'slider', 'Recording')
        self.assertTrue(showing(find(player, 'label', 'Agent')), 'both speakers have a lane')
        find(player, 'label', re.compile('^0:00 / 0:12$'))
        key('space')
        find(player, 'label', re.compile('^0:0[1-9] / 0:12$'))
        find(player, None, 'Pause')
        key('space')
        find(player, None, 'Play')

    def test_5_new_touch_comes_in_above(self):
        self.desk.send('contacts', json.dumps({
            'customer_id': self.customer, 'channel': 'app', 'activity': 'view', 'direction': 'in', 'summary': 'just now',
            'at': datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.%fZ')}).encode())
        self.at_top(re.compile('^just now$', re.M))
        find(self.app, None, re.compile(r'^App, 1$'))

    def test_6_unknown_caller_is_completed(self):
        find(self.app, 'label', re.compile('^To be completed'))
        family = find(self.app, 'text', 'Family name')
        point(family)
        for letter in 'lin':
            key(letter)
        key('Return')
        agent = self.desk.agent[0]
        wait(lambda: self.desk.ask(agent, f'customers/{self.customer}').get('family_name') == 'lin',
             what='the name in the store')
        self.desk.row("select 1 from customers where id = ? and state = 'known'", self.customer)
        wait(lambda: not find_all(self.app, 'text', 'Family name'), what='the form to go')

    def code_of_caller(self, number):
        """Somebody new calls; returns what the store calls them."""
        known = {code for code, in self.desk.rows('select code from customers')}
        self.desk.missed(number)
        return wait(lambda: {code for code, in self.desk.rows('select code from customers')} - known,
                    what='the new customer').pop()

    def test_7_the_list_knows_what_happened_while_it_was_not_shown(self):
        unseen = self.code_of_caller('13912340002')
        click(find(self.app, 'push button', 'All customers'))
        customers = find(self.app, 'list', 'Customers')
        find(customers, 'label', re.compile(unseen))
        seen = self.code_of_caller('13912340003')

        def look():
            # What comes in above moves nothing that is in sight.
            scroll(customers, -20)
            return find_all(customers, 'label', re.compile(seen))
        wait(look, what='the customer who just called')


if __name__ == '__main__':
    unittest.main(verbosity=2)
