#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pool and board in the real window, on the program's own server: what the screen says against what the store holds.

Run inside desk-session.sh, in English; the environment says where the build is (HX_BUILD_DIR …).
"""
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import unittest

import a11y

BUILD = pathlib.Path(os.environ['HX_BUILD_DIR'])
NAME = 'cn.huixiang.Huixiang'
WINDOW = '/cn/huixiang/Huixiang/window/1'
TOGGLE = 'push button'     # what GTK 4.8 calls a toggle button
COLUMNS = {'Pending': ['pending'], 'In progress': ['in_progress', 'verifying', 'tracking'], 'Done': ['done']}
CELL = re.compile(r'^(.+), (.+): (\d+)$')


def number(words):
    return int(re.search(r'\d+', words).group())


class Api:
    """The private socket, as one person."""

    def __init__(self, socket, user_id=None):
        self.socket, self.token = socket, None
        if user_id:
            self.token = self.call('POST', '/session', {'user_id': user_id})['token']

    def call(self, method, path, body=None):
        argv = ['curl', '-s', '-X', method, '--unix-socket', self.socket, f'http://local/api/v1{path}']
        if self.token:
            argv += ['-H', f'Authorization: Bearer {self.token}']
        if body is not None:
            argv += ['-H', 'Content-Type: application/json', '-d', json.dumps(body)]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        return json.loads(done.stdout) if done.stdout else None


class PoolAndBoard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run(['gsettings', 'set', NAME, 'window-maximized', 'true'], check=True)
        cls.program = cls.enterClassContext(a11y.Program([BUILD / 'src/client/huixiang', '--sample']))
        cls.root = cls.program.app(timeout=60)
        runtime, data = pathlib.Path(os.environ['XDG_RUNTIME_DIR']), pathlib.Path(os.environ['XDG_DATA_HOME'])
        socket = a11y.wait(lambda: next((str(p) for p in runtime.rglob('*') if p.is_socket() and 'huixiang' in str(p)),
                                        None), 60, 'the private socket')
        users = a11y.wait(lambda: Api(socket).call('GET', '/users?limit=200').get('items'), 60, 'people')
        cls.lead = next(u for u in users if u['role'] == 'lead')
        cls.agent = next(u for u in users if u['role'] == 'agent' and u['team_id'] == cls.lead['team_id'])
        cls.director = next(u for u in users if u['role'] == 'director')
        cls.api = Api(socket, cls.agent['id'])
        cls.store = next(data.rglob('*.db'))
        # Nobody is switched while somebody is still being signed in.
        a11y.find(cls.root, 'label', 'Connected', timeout=60)
        subprocess.run(['gapplication', 'action', NAME, 'switch-person', f"'{cls.lead['id']}'"], check=True)
        a11y.find(cls.root, 'label', cls.lead['name'], timeout=30)

    def page(self, name):
        a11y.wait(lambda: subprocess.run(
            ['gdbus', 'call', '--session', '--dest', NAME, '--object-path', WINDOW, '--method',
             'org.gtk.Actions.SetState', 'page', f"<'{name}'>", '{}'], capture_output=True).returncode == 0)

    def ask(self, sql, *values):
        with sqlite3.connect(f'file:{self.store}?mode=ro', uri=True) as store:
            return store.execute(sql, values).fetchall()

    def waiting(self):
        return self.ask("SELECT count(*) FROM feedback WHERE state = 'pool' AND team_id = ?", self.lead['team_id'])[0][0]

    def cells(self):
        """Channel and issue type of every cell, with its number, as a screen reader hears them."""
        found = [CELL.match(e.get_name() or '') for e in a11y.find_all(self.root, TOGGLE)]
        return [(m.group(1), m.group(2), int(m.group(3))) for m in found if m]

    def cell(self, channel, issue_type):
        pattern = re.compile(rf'^{re.escape(channel)}, {re.escape(issue_type)}: \d+$')
        return a11y.find(self.root, TOGGLE, pattern)

    def title(self):
        return a11y.find(self.root, 'label', re.compile(r'^\d+ waiting$')).get_name()

    def rows(self):
        found = a11y.find(self.root, 'list', 'Feedback in the pool')
        return [e for e in a11y.walk(found) if e.get_role_name() == 'list item']

    def open_pool(self):
        self.page('pool')
        a11y.wait(lambda: sum(n for _, _, n in self.cells()) == self.waiting(),
                  what=lambda: f'{self.waiting()} in the matrix, {self.cells()}')

    def test_1_matrix_is_the_store(self):
        self.open_pool()
        sums = {}
        for channel, _, n in self.cells():
            sums[channel] = sums.get(channel, 0) + n
        stored = self.ask("SELECT channel, count(*) FROM feedback WHERE state = 'pool' AND team_id = ? GROUP BY channel",
                          self.lead['team_id'])
        self.assertEqual(sorted(sums.values()), sorted(n for _, n in stored))
        by_type = self.ask("SELECT channel, category, issue_type, count(*) FROM feedback WHERE state = 'pool'"
                           " AND team_id = ? GROUP BY 1, 2, 3", self.lead['team_id'])
        self.assertEqual(sorted(n for _, _, n in self.cells() if n), sorted(n for *_, n in by_type))
        self.assertEqual(number(self.title()), self.waiting())

    def test_2_cell_row_and_column_filter(self):
        self.open_pool()
        channel, issue_type, n = max(self.cells(), key=lambda c: c[2])
        all_of_channel = sum(c[2] for c in self.cells() if c[0] == channel)
        whole = self.waiting()
        a11y.click(self.cell(channel, issue_type))
        a11y.wait(lambda: number(self.title()) == n and len(self.rows()) == n, what=lambda: f'{n} rows, {self.title()}')
        a11y.find(self.root, 'push button', f'Clear filter: {channel} × {issue_type}')
        a11y.click(a11y.find(self.root, TOGGLE, channel))
        a11y.wait(lambda: number(self.title()) == all_of_channel, what='the whole channel')
        a11y.click(a11y.find(self.root, 'push button', f'Clear filter: {channel}'))
        a11y.wait(lambda: number(self.title()) == whole, what='everything again')

    def test_3_live(self):
        self.open_pool()
        before = self.waiting()
        raised = self.ask("SELECT channel, category, issue_type, customer_id FROM feedback WHERE state = 'pool'"
                          " AND team_id = ? LIMIT 1", self.lead['team_id'])[0]
        answer = self.api.call('POST', '/feedback', {
            'customer_id': raised[3], 'channel': raised[0], 'category': raised[1], 'issue_type': raised[2],
            'case_text': 'Customer waited for a code twice', 'pain_point': 'code came too late twice'})
        self.assertEqual(answer.get('state'), 'pool', answer)
        a11y.wait(lambda: sum(n for _, _, n in self.cells()) == before + 1, what='the cell to count it')
        a11y.wait(lambda: number(self.title()) == before + 1, what=lambda: self.title())
        a11y.find(self.root, 'list item', f'Pool, {before + 1}')
        self.assertEqual(self.waiting(), before + 1)

    def test_4_detail(self):
        self.open_pool()
        top = a11y.extents(a11y.find(self.root, 'label', re.compile(r'^\d+ waiting$')))[1]
        a11y.point(next(row for row in self.rows() if top + 20 < a11y.extents(row)[1] < top + 300))
        customer = re.compile('^Customer C')
        a11y.find(self.root, 'push button', customer)
        a11y.key('Escape')
        a11y.gone(self.root, 'push button', customer)

    def rectifications(self, column):
        """How many the lead may see: what the own feedback or the team's led to."""
        names = COLUMNS[column]
        return self.ask(f'SELECT count(*) FROM rectifications r WHERE state IN ({", ".join("?" * len(names))}) AND EXISTS (SELECT 1'
                        " FROM feedback f WHERE f.rectification_id = r.id AND f.state <> 'withdrawn' AND (f.agent_id = ? OR f.team_id = ?))",
                        *names, self.lead['id'], self.lead['team_id'])[0][0]

    def cards(self, column):
        return [e for e in a11y.walk(a11y.find(self.root, 'list', column)) if e.get_role_name() == 'list item']

    def counted(self, column, n):
        panel = a11y.find(self.root, 'panel', column)
        a11y.wait(lambda: str(n) in a11y.labels(panel) and len(self.cards(column)) == n,
                  what=lambda: f'{n} and so many cards in {a11y.labels(panel)}')

    def test_5_board_counts(self):
        """Above the cards stands how many there are: the team's, not everybody's."""
        self.page('board')
        for column, names in COLUMNS.items():
            everybodys = self.ask(f'SELECT count(*) FROM rectifications WHERE state IN ({", ".join("?" * len(names))})', *names)[0][0]
            if column == 'Pending':
                self.assertLess(self.rectifications(column), everybodys)
            self.counted(column, self.rectifications(column))

    def test_5_board_live(self):
        """Who says "me too" to another team's makes it the own team's, card and count, until it is taken back."""
        self.page('board')
        before = self.rectifications('Pending')
        self.counted('Pending', before)
        channel, category, issue_type = self.ask("SELECT channel, category, issue_type FROM feedback WHERE team_id = ? LIMIT 1",
                                                 self.lead['team_id'])[0]
        joined = self.ask(
            "SELECT f.id FROM feedback f JOIN rectifications r ON r.id = f.rectification_id"
            " WHERE f.joined_id IS NULL AND f.state = 'rectification' AND r.state = 'pending' AND NOT EXISTS (SELECT 1 FROM feedback o"
            " WHERE o.rectification_id = r.id AND o.state <> 'withdrawn' AND (o.team_id = ? OR o.agent_id = ?)) LIMIT 1",
            self.lead['team_id'], self.lead['id'])[0][0]
        for event in 'newCall', 'answer', 'hangup':
            self.api.call('POST', '/cti', {'event': event, 'callId': 'me-too', 'from': '19900001234', 'to': '4001', 'direction': 'in',
                                           'user': self.agent['number']})
        wrapup = self.api.call('GET', '/wrapups')['items'][0]['id']
        answer = self.api.call('POST', f'/wrapups/{wrapup}/submit', {
            'outcome': 'feedback', 'channel': channel, 'category': category, 'issue_type': issue_type, 'joined_id': joined,
            'case_text': 'Customer waited for a code twice', 'pain_point': 'code came too late twice'})
        self.assertEqual(answer.get('state'), 'submitted', answer)
        self.counted('Pending', before + 1)
        self.assertEqual(self.rectifications('Pending'), before + 1)
        self.assertEqual(self.api.call('POST', f'/wrapups/{wrapup}/undo', {}).get('state'), 'waiting')
        self.counted('Pending', before)

    def test_6_board_keys(self):
        self.page('board')
        cards = a11y.find(self.root, 'list', 'Pending')
        first = a11y.wait(lambda: [e for e in a11y.walk(cards) if e.get_role_name() == 'list item'], what='cards')[0]
        a11y.point(first)
        numbers = re.compile(r'^ZG-\d+$')
        shown = a11y.find(self.root, 'label', numbers).get_name()
        a11y.key('Right', 'Return')
        a11y.wait(lambda: a11y.find(self.root, 'label', numbers).get_name() != shown, what='the card beside it')
        a11y.key('Escape')
        a11y.gone(self.root, 'label', numbers)

    def test_7_everything_has_a_name(self):
        for page in ('pool', 'board'):
            self.page(page)
            a11y.find(self.root, 'list', {'pool': 'Feedback in the pool', 'board': 'Pending'}[page])
            nameless = [e.get_role_name() for e in a11y.find_all(self.root, TOGGLE) if not e.get_name()]
            self.assertEqual(nameless, [], page)

    def test_8_counts_alone(self):
        """A director sees how many wait in all teams, and none of them."""
        everybodys = "SELECT count(*) FROM feedback WHERE state = 'pool'"
        self.assertGreater(self.ask(everybodys)[0][0], self.waiting())
        subprocess.run(['gapplication', 'action', NAME, 'switch-person', f"'{self.director['id']}'"], check=True)
        a11y.find(self.root, 'label', self.director['name'], timeout=30)
        said = len(self.program.text())
        self.page('pool')
        a11y.wait(lambda: sum(n for _, _, n in self.cells()) == self.ask(everybodys)[0][0], what=lambda: f'{self.cells()}')
        a11y.find(self.root, 'label', str(self.ask(everybodys)[0][0]))
        a11y.gone(self.root, 'list', 'Feedback in the pool')
        # There is no list that a cell could filter, so nothing can be chosen: neither by a screen reader nor by keys.
        channel, issue_type, _ = max(self.cells(), key=lambda c: c[2])
        for cell in self.cell(channel, issue_type), a11y.find(self.root, TOGGLE, channel), a11y.find(self.root, TOGGLE, issue_type):
            self.assertNotIn('sensitive', a11y.states(cell))
            a11y.Atspi.Action.do_action(cell, 0)
            self.assertNotIn('checked', a11y.states(cell))
        for _ in range(6):
            a11y.key('Tab', 'Escape')
        self.page('board')      # comes after the keys; it has no cards for a director, so no lists
        a11y.find(self.root, 'panel', 'Pending')
        self.assertTrue(self.program.running())
        self.assertNotRegex(self.program.text()[said:], 'CRITICAL|WARNING')


if __name__ == '__main__':
    if 'HX_DESK_DIR' not in os.environ:
        sys.exit('run me inside desk-session.sh')
    unittest.main(verbosity=2)
