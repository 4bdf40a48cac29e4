#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server's whole life, short: start, sign in, a call, its feedback, a stream, what is asked well and badly, stop.

HX_TEST_WRAPPER is put before the program: `./dev test --valgrind` has every byte of it looked at.
"""
import os
import pathlib
import shlex
import tempfile
import unittest

from huixiangd import V1, Server, Stream

WRAPPER = shlex.split(os.environ.get('HX_TEST_WRAPPER', ''))
FEEDBACK = {'outcome': 'feedback', 'channel': 'phone', 'category': 'lead', 'issue_type': 'no_tag', 'case_text': '电话打了三次',
            'pain_point': '打错电话'}


class Life(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='hx-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def ends(self, server):
        status = server.close()
        self.assertEqual(status, 0, (self.folder / 'stderr').read_text(errors='replace'))

    def fine(self, reply, status=200):
        self.assertEqual(reply.status, status, reply.body)
        return reply.json() if reply.body else None

    def password(self, server):
        """Somebody new: a password to be handed over, a password of one's own, a session that goes on, and its end."""
        chief = server.add_person('administrator')
        user = self.fine(server.post('/users', {'name': 'mei', 'number': 'mei', 'role': 'agent', 'login': 'mei'}, chief), 201)
        handed = self.fine(server.post(f'/users/{user["id"]}/password', None, chief))['password']
        self.fine(server.post('/session', {'login': 'mei', 'password': 'not this one'}), 401)
        session = self.fine(server.post('/session', {'login': 'mei', 'password': handed}), 201)
        self.fine(server.ask('PUT', f'{V1}/session/password', {'old_password': handed, 'new_password': 'eight green kites'},
                             session['token']), 204)
        session = self.fine(server.post('/session/refresh', {'refresh_token': session['refresh_token']}))
        self.fine(server.get('/bootstrap', session['token']))
        self.fine(server.ask('DELETE', f'{V1}/session', token=session['token']), 204)

    def work(self, server):
        agent, lead = server.sign_in('agent'), server.sign_in('lead')
        stream = Stream(server, agent, watch='board')
        wrapup = server.call('a')
        self.fine(server.ask('PUT', f'{V1}/wrapups/{wrapup["id"]}/draft', {'draft': {'pain_point': '打错'}}, agent), 204)
        like = {'template_id': wrapup['template_id'], 'channel': 'phone', 'category': 'lead', 'issue_type': 'no_tag', 'q': '打错'}
        self.assertEqual(self.fine(server.post('/matches/search', like, agent)), {'items': [], 'next': None})
        for _ in range(2):
            done = self.fine(server.post(f'/wrapups/{wrapup["id"]}/submit', FEEDBACK, agent, headers={'Idempotency-Key': 'k'}))
        found = self.fine(server.post('/matches/search', like, agent))['items']
        self.assertEqual([(match['feedback_id'], match['pain_point']) for match in found], [(done['feedback_id'], '打错电话')])
        for path in '/matches?q=a', '/matches/search?q=a':
            self.assertGreaterEqual(server.get(path, agent).status, 400, path)
        self.fine(server.post('/matches/search?q=a', {}, agent), 400)
        for _ in server.get('/pool', lead), server.get('/feedback?state=pool', lead), server.get('/board', agent), server.get('/figures', agent):
            self.fine(_)
        self.fine(server.get(f'/customers/{wrapup["customer_id"]}/contacts', agent))
        self.assertEqual(len(self.fine(server.post('/customers/search', {'q': '13800000001'}, agent))['items']), 1)
        self.hears(server, agent, stream, done['feedback_id'])

    def hears(self, server, agent, stream, feedback):
        events = stream.events()
        number = next(event['id'] for event in events if event['event'] == 'feedback.created')
        stream.close()
        again = Stream(server, agent, last=int(number) - 1, watch='')
        event = next(again.events())
        self.assertEqual((event['event'], event['data']['record_id']), ('feedback.created', feedback))
        again.close()

    def watch_over(self, server):
        compliance = server.sign_in('compliance')
        customer = self.fine(server.get('/customers', server.sign_in('agent')))['items'][0]['id']
        shown = self.fine(server.post(f'/customers/{customer}/reveal', {'reason': 'looked at for a test'}, compliance))
        self.assertEqual(shown['identities'][0]['value'][-11:], '13800000001')
        self.fine(server.post(f'/customers/{customer}/erase', {'reason': 'looked at for a test'}, compliance))
        self.fine(server.get('/audit?action=revealed', compliance))
        for path in '/healthz', '/readyz', '/metrics', f'{V1}/openapi.json':
            self.assertEqual(server.ask('GET', path).status, 200)

    def errs(self, server):
        agent = server.sign_in('agent')
        for body in '{', '[]', '{"outcome": 7}', '[' * 100, '{"a": "\\ud800"}':
            self.assertIn(server.post('/feedback', body, agent).status, (400, 422))
        self.fine(server.get('/calls?cursor=x', agent), 422)
        self.fine(server.get('/wrapups/0197a000-0000-7000-8000-000000000000', agent), 404)
        self.fine(server.get('/audit', agent), 403)
        self.fine(server.get('/bootstrap', 'nobody'), 401)

    def test_life(self):
        server = Server(self.folder, before=WRAPPER)
        self.addCleanup(lambda: server.process.poll() is None and server.close())
        self.assertTrue(server.ready.get('ready'), (server.ready, server.stderr()))
        for part in self.work, self.watch_over, self.errs, self.password:
            part(server)
        self.ends(server)
        # Again, on what is there, with a reader that is still listening at the end.
        server = Server(self.folder, before=WRAPPER)
        stream = Stream(server, server.sign_in('agent'))
        server.call('b')
        self.ends(server)
        stream.close()


if __name__ == '__main__':
    unittest.main(verbosity=2)
