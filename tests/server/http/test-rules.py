#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policy and templates: documents with a version, checked, accounted for, and in force at once."""
import datetime
import json
import unittest

from huixiangd import Server, Stream


def seconds(wrapup):
    """How long a wrap-up was given."""
    opened, until = (datetime.datetime.fromisoformat(wrapup[field].replace('Z', '+00:00')) for field in ('opened_at', 'expires_at'))
    return round((until - opened).total_seconds())


class Rules(unittest.TestCase):
    def setUp(self):
        self.server = Server().__enter__()
        self.addCleanup(self.server.close)
        self.administrator = self.server.add_person('administrator')

    def policy(self, version, document, status=201):
        reply = self.server.post('/policies', {'version': version, 'document': document}, self.administrator)
        self.assertEqual(reply.status, status, reply.body)
        return reply

    def template(self, version, document, pack='telesales', status=201):
        reply = self.server.post('/templates', {'pack': pack, 'version': version, 'document': document}, self.administrator)
        self.assertEqual(reply.status, status, reply.body)
        return reply

    def test_in_force_at_once(self):
        """A wrap-up that runs keeps its clock; the next one has the new one, and everybody is told."""
        stream = Stream(self.server, self.server.sign_in('agent'))
        before = self.server.call('a')
        self.policy(2, {'wrapup': {'seconds': 90}})
        after = self.server.call('b')
        self.assertEqual((seconds(before), seconds(after)), (30, 90))
        self.assertEqual(seconds(self.server.get(f'/wrapups/{before["id"]}', self.server.sign_in()).json()), 30)
        told = next(e for e in stream.events() if e['data']['thing'] == 'policy')
        self.assertEqual(told['data']['record']['document'], {'wrapup': {'seconds': 90}})
        stream.close()

    def test_template(self):
        first = self.server.get('/templates', self.administrator).json()['items'][0]
        document = {**first['document'], 'categories': first['document']['categories'][:1]}
        made = self.template(2, document, first['pack']).json()
        team = self.server.get('/teams', self.administrator).json()['items'][0]
        moved = self.server.ask('PATCH', f'/api/v1/teams/{team["id"]}', {'template_id': made['id']}, self.administrator,
                                headers={'If-Match': f'"{team["rev"]}"'})
        self.assertEqual(moved.status, 200, moved.body)
        wrapup = self.server.call('a')
        self.assertEqual((wrapup['template_id'], wrapup['template_version']), (made['id'], 2))
        self.assertEqual(self.server.get('/bootstrap', self.server.sign_in()).json()['template_id'], made['id'])

    def test_next_version_only(self):
        """Two who decide at once: the second is told, and decides again."""
        self.policy(2, {})
        for version in 2, 1, 4:
            self.policy(version, {}, 409)
        document = self.server.get('/templates', self.administrator).json()['items'][0]['document']
        self.template(1, document, status=409)
        self.template(1, document, pack='of our own')

    def test_refused(self):
        cases = [({'wrapup': {'seconds': 0}}, 'document.wrapup.seconds', 'out_of_range'),
                 ({'wrapup': {'seconds': 10 ** 12}}, 'document.wrapup.seconds', 'out_of_range'),
                 ({'wrapup': {'seconds': '30'}}, 'document.wrapup.seconds', 'wrong_type'),
                 ({'wrapup': {'second': 30}}, 'document.wrapup.second', 'unknown'),
                 ({'wrapups': {'seconds': 30}}, 'document.wrapups.seconds', 'unknown'),
                 ({'wrapup': 30}, 'document.wrapup', 'wrong_type'),
                 ({'wrapup': {'mode': 'whenever'}}, 'document.wrapup.mode', 'unknown'),
                 ({'wrapup': {'queues': {'sales': 'whenever'}}}, 'document.wrapup.queues', 'unknown'),
                 ({'wrapup': {'queues': 1}}, 'document.wrapup.queues', 'wrong_type'),
                 ({'country_code': 'China'}, 'document.country_code', 'invalid'),
                 ({'country_code': 86}, 'document.country_code', 'invalid'),
                 ([], 'document', 'wrong_type'), (3, 'document', 'wrong_type')]
        for document, name, reason in cases:
            with self.subTest(document=document):
                self.assertEqual(self.policy(2, document, 422).params(), {name: reason})
        self.policy(2, {'country_code': '1', 'wrapup': {'mode': 'required', 'queues': {'sales': 'optional'}}, 'keep': {'events_days': 0}})
        for document in {}, [], {'categories': []}, {'categories': [{'id': 'x'}]}, {'categories': 7}:
            with self.subTest(template=document):
                self.template(2, document, status=422)
        document = self.server.get('/templates', self.administrator).json()['items'][0]['document']
        for name in 'wrong number', '', '错号', 'x' * 41:
            for place in 'category', 'type':
                spoilt = json.loads(json.dumps(document))
                (spoilt['categories'][0] if place == 'category' else spoilt['categories'][0]['types'][0])['id'] = name
                with self.subTest(place=place, id=name):
                    self.assertEqual(self.template(2, spoilt, status=422).params(), {'document': 'id'})

    def test_accounted_for(self):
        made = self.policy(2, {}).json()['id']
        lines = self.server.get('/audit?action=policy_changed', self.server.sign_in('compliance')).json()['items']
        self.assertEqual([line['record_id'] for line in lines], [made])


if __name__ == '__main__':
    unittest.main(verbosity=2)
