#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users are called stands beside what they did, and is as it is now: the server knows it by heart."""
import concurrent.futures
import threading
import unittest

from huixiangd import NOBODY, V1, Server

FEEDBACK = {'outcome': 'feedback', 'channel': 'douyin', 'category': 'lead', 'issue_type': 'no_tag',
            'case_text': '客户 C12345，抖音渠道，无需求标签', 'pain_point': '抖音线索无标签'}
VISIT = {'channel': 'store', 'activity': 'visit', 'direction': 'in', 'at': '2026-01-02T03:04:05Z'}
GIF = b'GIF89a\2\0\2\0\0\0\0\x3b'


class Names(unittest.TestCase):
    def setUp(self):
        self.server = Server().__enter__()
        self.addCleanup(self.server.close)
        self.administrator = self.server.add_person('administrator')
        self.agent, self.user = self.server.sign_in('agent'), self.server.people()['agent']['id']
        self.customer = self.server.call('one')['call']['customer_id']

    def fine(self, reply):
        self.assertIn(reply.status, (200, 201), reply.body)
        return reply.json()

    def give_feedback(self):
        """With a picture; it is a contact of the customer, too."""
        wrapup = self.server.get('/wrapups', self.agent).json()['items'][0]
        given = self.fine(self.server.post(f'/wrapups/{wrapup["id"]}/submit', FEEDBACK, self.agent))['feedback_id']
        self.fine(self.server.ask('POST', f'{V1}/feedback/{given}/attachments', GIF, self.agent, 'image/gif'))
        return given

    def rename(self, name):
        user = self.server.get(f'/users/{self.user}', self.administrator).json()
        self.fine(self.server.ask('PATCH', f'{V1}/users/{self.user}', {'name': name}, self.administrator,
                                  headers={'If-Match': f'"{user["rev"]}"'}))

    def contacts(self):
        return self.server.get(f'/customers/{self.customer}/contacts', self.agent).json()['items']

    def visit(self, agent=None):
        more = {'agent_id': agent} if agent else {}
        return self.fine(self.server.post('/contacts', {**VISIT, 'customer_id': self.customer, **more}, self.server.key))

    def test_renamed(self):
        """Wherever the name stands it is the new one as soon as whoever changed it is told so."""
        given = self.give_feedback()
        for name in self.server.people()['agent']['name'], '钱一', '孙二':
            if name != self.server.people()['agent']['name']:
                self.rename(name)
            self.assertEqual(self.server.get(f'/feedback/{given}', self.agent).json()['agent_name'], name)
            self.assertEqual([f['agent_name'] for f in self.server.get('/feedback', self.agent).json()['items']], [name])
            self.assertEqual({c['agent_name'] for c in self.contacts()}, {name})
            attached = self.server.get(f'/feedback/{given}/attachments', self.agent).json()['items']
            self.assertEqual([a['user_name'] for a in attached], [name])
            self.assertEqual(self.visit(self.user)['agent_name'], name, 'and to who writes')

    def test_renamed_while_read(self):
        """A page that is asked for after the answer never has a former name, however many are read meanwhile."""
        given, told, done = self.give_feedback(), [0], threading.Event()
        self.rename('0')

        def read(path):
            connection, seen = self.server.connect(), 0
            while not done.is_set():
                least = max(seen, told[0])
                for item in self.fine(self.server.get(path, self.agent, connection=connection))['items']:
                    seen = int(item['agent_name'])
                    self.assertGreaterEqual(seen, least, path)
            connection.close()
            return seen
        paths = ['/feedback', '/feedback?state=pool', f'/customers/{self.customer}/contacts'] * 2
        with concurrent.futures.ThreadPoolExecutor(len(paths)) as pool:
            readers = [pool.submit(read, path) for path in paths]
            try:
                for number in range(1, 40):
                    self.rename(str(number))
                    told[0] = number
            finally:
                done.set()
            for reader in readers:
                self.assertGreater(reader.result(), 0)
        self.assertEqual(self.server.get(f'/feedback/{given}', self.agent).json()['agent_name'], '39')

    def test_new(self):
        """Who came after the server was started has a name, also who came past it, as by `huixiangd init`."""
        made = self.fine(self.server.post('/users', {'name': '李三', 'number': '8001', 'role': 'agent'}, self.administrator))
        past = NOBODY[:-1] + '7'
        self.server.sql('INSERT INTO users (id, rev, created_at, updated_at, name, number, role, active)'
                        f" VALUES ('{past}', 1, 1, 1, '周四', '8002', 'agent', 1)")
        for user, name in (made['id'], '李三'), (past, '周四'):
            self.assertEqual(self.visit(user)['agent_name'], name)
            self.assertEqual([c['agent_name'] for c in self.contacts() if c.get('agent_id') == user], [name])

    def test_nobody(self):
        """What nobody did has nobody's name."""
        self.assertNotIn('agent_name', self.visit())
        self.assertEqual([c.get('agent_name') for c in self.contacts() if 'agent_id' not in c], [None])


unittest.main()
