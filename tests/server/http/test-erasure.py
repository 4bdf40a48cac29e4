#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An erasure among everything that arrives at the same moment and after it; on PostgreSQL at two servers of one store."""
import pathlib
import tempfile
import threading
import time
import unittest

from audio import tone
from huixiangd import TIMEOUT, V1, Server, together

NAME, NUMBER = '欧阳晓霏', '19900004321'
WORDS = {'channel': 'phone', 'category': 'lead', 'issue_type': 'no_tag', 'case_text': f'{NAME} {NUMBER}', 'pain_point': '短信没到'}
PERSONAL = ('contacts WHERE summary IS NOT NULL OR attributes IS NOT NULL', 'wrapups WHERE draft IS NOT NULL', 'attachments',
            "feedback WHERE case_text <> '' OR facts IS NOT NULL", "files WHERE state = 'kept'",
            "recordings WHERE state <> 'erased' OR file IS NOT NULL")
GIF = b'GIF89a\2\0\2\0\0\0\0\x3b'


class Erasure(unittest.TestCase):
    def setUp(self):
        self.server = Server().__enter__()
        self.addCleanup(self.server.close)
        self.other = self.another() if self.server.on_pgsql else self.server
        self.agent, self.compliance = self.server.sign_in('agent'), self.server.sign_in('compliance')
        self.calls = 0

    def another(self):
        """A second server of the same store."""
        beside = self.server.folder
        folder = tempfile.TemporaryDirectory(prefix='hx-')
        self.addCleanup(folder.cleanup)
        shared = ['--recordings', str(beside / 'recordings'), '--keys', str(beside / 'keys'),
                  '--audit-anchors', str(pathlib.Path(folder.name) / 'anchors'),
                  '--integration-key-file', str(beside / 'integration-key')]
        other = Server(folder.name, store=self.server.store, arguments=shared)
        self.addCleanup(other.close)
        return other

    def event(self, server, name, call):
        people = self.server.people()['agent']
        return server.post('/cti', {'event': name, 'callId': call, 'direction': 'in', 'from': NUMBER, 'to': '4001',
                                    'user': people.get('extension') or people['number']}, server.key)

    def customer(self):
        """Somebody with a call that is over and one that is going on, a draft, a feedback and something attached to it."""
        made = self.server.post('/customers', {'family_name': '欧阳', 'given_name': '晓霏',
                                               'identities': [{'kind': 'phone', 'value': NUMBER}]}, self.agent)
        self.assertEqual(made.status, 201, made.body)
        wrapup = self.server.call('over', NUMBER)
        for name in 'newCall', 'answer':
            self.assertEqual(self.event(self.server, name, 'live').status, 204)
        self.draft(self.server, wrapup['id'])
        feedback = self.feedback(self.server, made.json()['id'])
        reply = self.attach(self.server, feedback.json()['id'])
        self.assertEqual(reply.status, 201, reply.body)
        return made.json()['id'], wrapup['id'], feedback.json()['id']

    def draft(self, server, wrapup):
        return server.ask('PUT', f'{V1}/wrapups/{wrapup}/draft', {'draft': {'case_text': NAME}}, self.agent)

    def feedback(self, server, customer):
        return server.post('/feedback', {'customer_id': customer, **WORDS}, self.agent)

    def contact(self, server, customer):
        return server.post('/contacts', {'customer_id': customer, 'channel': 'sms', 'activity': 'message', 'direction': 'out',
                                         'at': '2026-09-21T00:00:00Z', 'summary': NAME, 'attributes': {'name': NAME}}, server.key)

    def attach(self, server, feedback):
        return server.ask('POST', f'{V1}/feedback/{feedback}/attachments', GIF, self.agent, 'application/octet-stream')

    def audio(self, server, call):
        recording = server.post('/recordings', {'external_id': call}, server.key)
        self.assertEqual(recording.status, 201, recording.body)
        return server.ask('PUT', f'{V1}/recordings/{recording.json()["id"]}/audio', tone(1), server.key, 'audio/wav')

    def erase(self, customer):
        return self.server.post(f'/customers/{customer}/erase', {'reason': '客户要求删除'}, self.compliance)

    def count(self, what):
        return int(self.server.sql(f'SELECT count(*) FROM {what}')[0][0])

    def check_gone(self, customer):
        end, pause = time.monotonic() + TIMEOUT, threading.Event()
        while self.count('erasures WHERE finished_at IS NULL') and time.monotonic() < end:
            pause.wait(0.02)
        for what in PERSONAL:
            self.assertEqual(self.count(what), 0, what)
        self.assertEqual(self.count(f"calls WHERE customer_id = '{customer}' AND number IS NOT NULL"), 0)
        self.assertEqual(self.count(f"contacts WHERE customer_id = '{customer}'"),
                         int(self.server.sql(f"SELECT sum(amount) FROM contact_counts WHERE customer_id = '{customer}'")[0][0]))

    def test_after(self):
        customer, wrapup, feedback = self.customer()
        self.assertEqual(self.erase(customer).status, 200)
        for call in 'over', 'live':
            self.assertEqual(self.event(self.other, 'hangup', call).status, 204)
            reply = self.audio(self.other, call)
            self.assertEqual((reply.status, reply.code), (409, 'conflict'))
        self.assertEqual(self.draft(self.other, wrapup).status, 204)
        reply = self.other.post(f'/wrapups/{wrapup}/submit', {'outcome': 'feedback', **WORDS}, self.agent)
        self.assertEqual(reply.status, 200, reply.body)
        self.assertNotIn(NUMBER.encode(), reply.body)
        self.assertEqual(self.feedback(self.other, customer).status, 201)
        self.assertEqual(self.contact(self.other, customer).status, 201)
        self.assertEqual(self.attach(self.other, feedback).status, 409)
        self.check_gone(customer)
        self.assertEqual(self.count(f"feedback WHERE customer_id = '{customer}'"), 3)
        self.assertEqual(list(pathlib.Path(self.server.folder, 'recordings').rglob('*.wav')), [])

    def test_meanwhile(self):
        """All of it in the same moments: whatever came before is erased, whatever came after is taken without what is personal."""
        customer, wrapup, feedback = self.customer()
        kinds = [lambda s: self.event(s, 'answer', 'live'), lambda s: self.event(s, 'newCall', 'over'),
                 lambda s: self.draft(s, wrapup), lambda s: self.feedback(s, customer), lambda s: self.contact(s, customer),
                 lambda s: self.attach(s, feedback), lambda s: self.audio(s, 'live'), lambda s: self.audio(s, 'over')]

        def work(index):
            if index == 0:
                return [self.erase(customer).status]
            server = (self.server, self.other)[index % 2]
            return [kinds[(index + i) % len(kinds)](server).status for i in range(2 * len(kinds))]
        done = together(13, work)
        self.assertEqual(done[0], [200])
        self.assertEqual({status for statuses in done[1:] for status in statuses} - {200, 201, 204, 409}, set())
        self.check_gone(customer)


if __name__ == '__main__':
    unittest.main(verbosity=2)
