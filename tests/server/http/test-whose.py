#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that an address, a query or a body can name, asked for by everybody: own, the team's, another team's, nobody's.

Generated from the API table and docs/permissions.md: an operation that names a thing of which things.py knows no maker fails.
"""
import unittest

from audio import tone
from huixiangd import JSON, NOBODY
from things import Things
from twoteams import GIF, REASON, TwoTeams

# What stands in an address is of the kind that the address begins with, but here.
PARTICULAR = {'calls.bookmark': ['calls_going_on'], 'wrapups.undo': ['wrapups_submitted'], 'recordings.upload': ['recordings_to_come'],
              'attachments.content': ['attachments_of_rectifications', 'attachments_of_feedback'],
              'attachments.delete': ['attachments_by']}
# What a query or a body names: the kind, and the operation that says who sees it.
NAMED = {
    ('sessions.list', 'user_id'): ('people_with_sessions', 'sessions.list'),
    ('users.list', 'team_id'): ('teams_with_people', 'users.list'),
    ('users.list', 'department_id'): ('departments_with_people', 'users.list'),
    ('users.create', 'team_id'): ('teams', 'teams.list'), ('users.create', 'department_id'): ('departments', 'departments.list'),
    ('users.update', 'team_id'): ('teams', 'teams.list'), ('users.update', 'department_id'): ('departments', 'departments.list'),
    ('teams.create', 'template_id'): ('templates', 'templates.list'), ('teams.update', 'template_id'): ('templates', 'templates.list'),
    ('departments.create', 'head_id'): ('users', 'users.get'), ('departments.create', 'director_id'): ('directors', 'users.get'),
    ('departments.update', 'head_id'): ('users', 'users.get'), ('departments.update', 'director_id'): ('directors', 'users.get'),
    ('calls.list', 'agent_id'): ('people_with_calls', 'calls.list'),
    ('contacts.create', 'customer_id'): ('customers', 'contacts.create'), ('contacts.create', 'agent_id'): ('users', 'contacts.create'),
    ('recordings.create', 'external_id'): ('names_of_calls', 'recordings.create'),
    ('wrapups.submit', 'joined_id'): ('feedback', 'matches.search'),
    ('feedback.list', 'agent_id'): ('people_with_calls', 'feedback.list'),
    ('feedback.list', 'call_id'): ('calls_with_feedback', 'feedback.list'),
    ('feedback.create', 'customer_id'): ('customers', 'customers.get'), ('feedback.create', 'call_id'): ('calls', 'calls.get'),
    ('feedback.create', 'joined_id'): ('feedback', 'matches.search'),
    ('matches.search', 'template_id'): ('templates', 'templates.list'),
    ('audit.list', 'actor_id'): ('people_with_sessions', 'audit.list'), ('audit.list', 'record_id'): ('sessions', 'audit.list'),
}
# On the private socket of one computer alone, before anybody is somebody: test-team.py.
ELSEWHERE = {('session.create', 'user_id')}


class Whose(TwoTeams):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.people + [('integrator', None, None)]
        cls.tokens = cls.tokens + [cls.server.key]
        cls.things, cls.kept = Things(cls), {}
        cls.api = cls.server.get('/openapi.json').json()

    def bodies(self, name):
        """What makes a request complete, beside what it names."""
        fresh = self.things.fresh
        feedback = {'customer_id': self.customer} | self.words()
        return {
            'feedback.attach': GIF, 'rectifications.attach': GIF, 'recordings.upload': tone(2),
            'users.create': {'name': 'x', 'number': fresh('u'), 'role': 'agent'}, 'users.update': {'name': 'y'},
            'teams.create': {'name': fresh('t')}, 'teams.update': {'name': fresh('t')},
            'departments.create': {'name': fresh('d')}, 'departments.update': {'name': fresh('d')},
            'customers.update': {'region': '上海'}, 'customers.reveal': REASON, 'customers.erase': REASON,
            'contacts.create': {'customer_id': self.customer, 'channel': 'sms', 'activity': 'message', 'direction': 'out',
                                'at': '2026-01-05T08:00:00Z', 'summary': 'x'},
            'clips.create': {'from_ms': 0, 'to_ms': 1000}, 'wrapups.draft': {'draft': {}},
            'wrapups.submit': {'outcome': 'feedback'} | self.words(), 'feedback.create': feedback}.get(name, {})

    def request(self, index, name, item='', query='', **named):
        method, path = self.operations[name]
        body = None if method in ('GET', 'DELETE') else self.bodies(name)
        kind = JSON if body is None or isinstance(body, dict) else 'application/octet-stream'
        return self.server.ask(method, path.replace('{id}', item) + query, body | named if isinstance(body, dict) else body,
                               self.tokens[index], kind, {'If-Match': '"1"'})

    def makers(self, name):
        """The ways to make what stands in the operation's address."""
        kind = self.operations[name][1].split('/')[3].replace('-', '_')
        return [getattr(self.things, maker) for maker in PARTICULAR.get(name, [kind])]

    def thing(self, make, owner):
        key = make.__name__, owner
        if key not in self.kept:
            self.kept[key] = make(owner)
        return self.kept[key]

    def sees_thing(self, index, owner, cell, make):
        if owner is None or cell == 'department':
            return cell == 'all' or (make.department and owner == 0)
        return self.sees(index, owner, cell)

    def compare(self, seen, reply, nothing):
        """What is not seen answers, to the byte but for the request's number, like what does not exist."""
        if seen:
            self.assertLess(reply.status, 300, reply.body)
            self.assertNotEqual((reply.status, reply.body), (nothing.status, nothing.body))
        else:
            self.assertEqual(*[(r.status, r.headers['content-type'], {**r.json(), 'request_id': ''}) for r in (reply, nothing)])

    def check(self, name, make, governs, ask):
        """As everybody, of everybody: `ask` makes the request. Somebody is to see it, and who sees not all is to be refused."""
        asked = set()
        for index, (role, _, _) in enumerate(self.people):
            if self.table[name][role] == '-':
                continue
            for owner in make.owners:
                seen = self.sees_thing(index, owner, self.table[governs][role], make)
                with self.subTest(operation=name, thing=make.__name__, asker=self.people[index], owner=owner):
                    nothing = ask(index, NOBODY)
                    self.compare(seen, ask(index, self.thing(make, owner)), nothing)
                if seen and self.operations[name][0] != 'GET':
                    self.kept.clear()       # it may be another thing now, or none
                asked.add(seen)
        everybodys = set(self.table[governs].values()) <= {'all', '-'}
        self.assertEqual(asked, {True} if everybodys else {True, False}, name)

    def test_addresses(self):
        for name, (_, path) in sorted(self.operations.items()):
            if '{id}' in path:
                for make in self.makers(name):
                    self.check(name, make, name, lambda index, item, name=name: self.request(index, name, item))

    def named(self):
        """(operation, field, whether it stands in the query) of all that name a thing."""
        for methods in self.api['paths'].values():
            for described in methods.values():
                name = described['operationId']
                for parameter in described.get('parameters', ()):
                    if parameter['in'] == 'query' and parameter['name'].endswith('_id'):
                        yield name, parameter['name'], True
                content = described.get('requestBody', {}).get('content', {}).get(JSON, {}).get('schema', {})
                schema = self.api['components']['schemas'][content['$ref'].rsplit('/', 1)[1]] if content else {}
                for field, of in schema.get('properties', {}).items():
                    if field.endswith('_id') and not of.get('readOnly'):
                        yield name, field, False

    def test_queries_and_bodies(self):
        found = list(self.named())
        self.assertEqual({(name, field) for name, field, _ in found}, NAMED.keys() | ELSEWHERE)
        for name, field, in_query in found:
            if (name, field) in ELSEWHERE:
                continue
            kind, governs = NAMED[name, field]

            def ask(index, item, name=name, field=field, in_query=in_query):
                own = ''
                if '{id}' in self.operations[name][1]:
                    make = self.makers(name)[0]
                    own = self.thing(make, None if make.owners == (None,) else index)
                return self.request(index, name, own, f'?{field}={item}' if in_query else '', **({} if in_query else {field: item}))
            self.check(name, getattr(self.things, kind), governs, ask)


if __name__ == '__main__':
    unittest.main(verbosity=2)
