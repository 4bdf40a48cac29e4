#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main window of the real program: whose pages it shows, by keys; and what it says when the server is gone."""
import os
import re
import signal
import unittest

from a11y import activate, active_title, click, find, find_all, focus_item, gone, key, point, type_text, wait
from wrapup_desk import Desk


class Window(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = cls.enterClassContext(Desk())
        cls.app = cls.desk.app

    def pages(self):
        rows = find_all(find(self.app, 'list', 'Pages'), 'list item')
        return [row.get_name().split(',')[0] for row in rows]

    def become(self, role):
        name, = self.desk.row('select name from users where role = ? order by number', role)
        point(find(self.app, None, 'Change the person'))
        people = find(self.app, 'list', 'People')

        def rows():
            return find_all(people, 'list item')
        find(people, 'list item', name)
        at = [row.get_name() for row in rows()].index(name)
        focus_item(rows, 0, 'Home')
        for position in range(1, at + 1):
            focus_item(rows, position, 'Down')
        key('Return')
        wait(lambda: not find_all(self.app, 'list', 'People'), what='the people to go')
        return name

    def server(self):
        """Process of the server that the client runs for itself."""
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open(f'/proc/{pid}/stat', encoding='utf-8') as stat:
                    name, rest = stat.read().rsplit(')', 1)
            except OSError:
                continue
            if name.endswith('(huixiangd') and int(rest.split()[1]) == self.desk.program.process.pid:
                return int(pid)
        return None

    def test_1_an_agent_has_a_desk(self):
        wait(lambda: self.pages() == ['Desk', 'Customers', 'Board'], what=lambda: f'the pages, {self.pages()}')
        find(self.app, 'label', 'My figures')
        find(self.app, 'label', 'What became of it')

    def test_2_keys_change_the_page(self):
        key('ctrl+2')
        find(self.app, 'list', 'Customers')
        key('ctrl+1')
        find(self.app, 'label', 'My figures')
        key('ctrl+k')
        find(self.app, 'frame', 'Find')
        key('Escape')
        wait(lambda: not find_all(self.app, 'frame', 'Find'), what='the finder to go')

    def test_3_a_long_day_shows_its_newest_calls(self):
        listed = find(self.app, 'list', 'Today’s calls')
        for call in range(40):
            self.desk.missed(f'1390000{call:04d}')
        more = find(self.app, 'push button', re.compile(r'^Show All \d+ Calls$'))
        wait(lambda: len(find_all(listed, 'list item')) == 30, what='the newest of the calls')
        of_all = int(re.search(r'\d+', more.get_name())[0])
        self.assertGreaterEqual(of_all, 40)
        click(more)
        wait(lambda: len(find_all(listed, 'list item')) == of_all, what='all of the calls')
        gone(self.app, 'push button', re.compile('^Show All'))

    def test_4_another_person_has_other_pages(self):
        self.become('lead')
        wait(lambda: self.pages() == ['Desk', 'Customers', 'Pool', 'Board'], what=lambda: f'the pages, {self.pages()}')
        self.become('compliance')
        wait(lambda: self.pages() == ['Customers', 'Pool', 'Board'], what=lambda: f'the pages, {self.pages()}')
        self.become('agent')
        wait(lambda: self.pages() == ['Desk', 'Customers', 'Board'], what=lambda: f'the pages, {self.pages()}')

    def test_5_only_what_is_possible_is_offered(self):
        def offers(word, *commands):
            key('ctrl+k')
            finder = find(self.app, 'frame', 'Find')
            wait(lambda: active_title() == 'Find', what='the finder to have the keyboard')
            type_text(word)
            wait(lambda: [row.get_name() for row in find_all(finder, 'list item')] == list(commands),
                 what=f'{commands} and nothing else')
            key('Escape')
            gone(self.app, 'frame', 'Find')
        offers('mark', 'Mark this moment of the call')
        self.become('compliance')
        offers('mark')
        self.become('agent')

    def test_6_a_simulated_call_reaches_the_desk(self):
        before = self.desk.rows('select count(*) from calls')[0][0]
        find(self.app, 'label', 'Connected')
        activate('Huixiang')
        key('ctrl+k')
        finder = find(self.app, 'frame', 'Find')
        point(find(finder, 'label', 'Simulate a call from a known customer'))
        wait(lambda: self.desk.rows('select count(*) from calls')[0][0] > before, what='the call in the store')

    def test_7_the_server_comes_back(self):
        killed = wait(self.server, what='the server')
        os.kill(killed, signal.SIGKILL)
        wait(lambda: self.server() not in (None, killed), 30, 'another server')
        find(self.app, 'label', 'Connected', timeout=30)
        self.assertFalse(find_all(self.app, 'label', re.compile('cannot work')))


if __name__ == '__main__':
    unittest.main(verbosity=2)
