#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that means something to SQL, shells, paths, HTML or formats, in every text of every operation: it is text."""
import sqlite3
import unittest
import urllib.parse

from huixiangd import NOBODY, V1, Server

TEXTS = ("'; DROP TABLE users; --", '" OR ""="', "1' UNION SELECT token FROM sessions --", "x'||(SELECT 1)||'", '%', '_', '\\', '$1',
         '?', '%s%n%x', '{{7*7}}', '${jndi:x}', '<script>alert(1)</script>', '../../etc/passwd', '`id`', '$(id)', '|id', ';id', 'a\tb',
         '\u202e反', '\ufeff', '👩‍👩‍👧', 'null', 'NaN', '-1', '0x10', '1e999', "';--" * 30)
TIMES = ('2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:01Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:00+25:00',
         '2026-01-01T00:00:00 Asia/Nowhere', '2026-01-01T00:00:00[Mars/Olympus]', '0000-00-00T00:00:00Z', '10000-01-01T00:00:00Z',
         '2026-01-01', '1e9', '', 'now', '2026-03-29T02:30:00 Europe/Berlin')
NUMBERS = ('NaN', 'Infinity', '-Infinity', '1e400', '-1e400', '01', '+1', '.5', '1.', '0x1', '9223372036854775808', '1e', '--1', '٣')


class Strings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.tokens = [cls.server.sign_in(role) for role in ('agent', 'lead', 'compliance')] + [cls.server.key]
        cls.wrapup = cls.server.call('a')
        cls.api = cls.server.get('/openapi.json').json()
        cls.connection = cls.server.connect()

    @classmethod
    def tearDownClass(cls):
        cls.connection.close()
        cls.server.close()

    def ids(self):
        """A real id for each kind of path, so that the body is what is looked at."""
        agent = self.tokens[0]
        customer = self.server.get('/customers?limit=1', agent).json()['items'][0]['id']
        call = self.server.get('/calls?limit=1', self.tokens[2]).json()['items'][0]['id']
        return {'customers': customer, 'calls': call, 'wrapups': self.wrapup['id']}

    def schema(self, node):
        while '$ref' in node:
            node = self.api['components']['schemas'][node['$ref'].rsplit('/', 1)[1]]
        return node

    def texts_of(self, node):
        """The paths to every text in a body."""
        for name, child in self.schema(node).get('properties', {}).items():
            child = self.schema(child)
            if child.get('type') == 'array':
                yield from ([name, 0, *rest] for rest in self.texts_of(child.get('items', {})))
            elif child.get('type') in ('string', None) or isinstance(child.get('type'), list):
                yield [name]

    def body_with(self, path, value):
        body = inner = {}
        for part, following in zip(path, path[1:]):
            new = [] if following == 0 else {}
            if part == 0:
                inner.append(new)
            else:
                inner[part] = new
            inner = new
        inner[path[-1]] = value
        return body

    def operations(self):
        for path, methods in self.api['paths'].items():
            for method, operation in methods.items():
                # Wrong passwords are slow on purpose, and have tests of their own.
                if operation['operationId'].split('.')[0] not in ('session', 'openapi', 'events'):
                    yield path, method.upper(), operation

    def ask(self, method, path, token, body=None, **more):
        reply = self.server.ask(method, path, body, token, connection=self.connection, headers={'If-Match': '"1"'}, **more)
        self.assertLess(reply.status, 500, (method, path, body, reply.body))
        return reply

    def test_bodies(self):
        ids, sent = self.ids(), 0
        for path, method, operation in self.operations():
            content = operation.get('requestBody', {}).get('content', {}).get('application/json')
            if content is None:
                continue
            place = path.replace('{id}', ids.get(path.split('/')[3], NOBODY))
            for where in self.texts_of(content['schema']):
                for text in TEXTS:
                    for token in self.tokens[:1] + self.tokens[3:] if method != 'PATCH' else self.tokens[:1]:
                        self.ask(method, place, token, self.body_with(where, text))
                        sent += 1
        self.assertGreater(sent, 1000)
        self.check_store()

    def test_queries_and_ids(self):
        for path, method, operation in self.operations():
            if method != 'GET':
                continue
            for text in TEXTS:
                quoted = urllib.parse.quote(text, safe='')
                if '{id}' in path:
                    reply = self.ask(method, path.replace('{id}', quoted), self.tokens[2])
                    self.assertEqual(reply.status, 404, (path, text))
                for parameter in operation.get('parameters', []):
                    if parameter['in'] == 'query':
                        self.ask(method, f'{path.replace("{id}", NOBODY)}?{parameter["name"]}={quoted}', self.tokens[2])
        self.check_store()

    def test_headers(self):
        for text in TEXTS:
            value = text.encode().replace(b'\t', b' ')
            for name in 'Idempotency-Key', 'If-Match', 'Last-Event-ID', 'If-None-Match', 'Authorization', 'X-Forwarded-For':
                reply = self.server.ask('POST', V1 + '/cti', {'event': 'newCall', 'callId': 'h'}, connection=self.connection,
                                        headers={'Authorization': f'Bearer {self.server.key}', name: value})
                self.assertLess(reply.status, 500, (name, text))

    def test_written_text_is_the_same(self):
        agent = self.tokens[0]
        for text in TEXTS:
            reply = self.server.post('/customers', {'family_name': '张', 'region': text[:80]}, agent)
            if reply.status != 422:
                self.assertEqual(reply.status, 201, reply.body)
                again = self.server.get('/customers/' + reply.json()['id'], agent).json()
                self.assertEqual(again['region'], text[:80])

    def test_times_that_do_not_exist(self):
        customer = self.ids()['customers']
        body = {'customer_id': customer, 'channel': 'sms', 'activity': 'message', 'direction': 'out', 'summary': 'x'}
        for time in TIMES:
            reply = self.server.post('/contacts', body | {'at': time}, self.server.key)
            self.assertEqual(reply.status, 422, (time, reply.body))
            self.assertIn('at', reply.params(), time)
            for path in f'/customers/{customer}/contacts?before=', '/calls?since=':
                reply = self.server.get(path + urllib.parse.quote(time), agent := self.tokens[0])
                self.assertEqual(reply.status, 422, (agent[:0], path, time, reply.body))

    def test_numbers_that_are_none(self):
        for number in NUMBERS:
            reply = self.server.post('/recordings', f'{{"external_id":"a","duration_ms":{number}}}', self.server.key)
            self.assertEqual((reply.status, reply.code), (400, 'malformed'), (number, reply.body))
        for number in '-0', '1e2', '1.5', '-0.0', '1e-999', '12345678901234567890.5':
            reply = self.server.post('/recordings', f'{{"external_id":"a","channels":{number}}}', self.server.key)
            self.assertLess(reply.status, 500, (number, reply.body))

    def check_store(self):
        with sqlite3.connect(self.server.store) as store:
            tables = {row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            self.assertLessEqual({'users', 'sessions', 'customers', 'calls', 'events'}, tables)
            self.assertEqual(store.execute('PRAGMA integrity_check').fetchone()[0], 'ok')
            self.assertGreaterEqual(store.execute('SELECT count(*) FROM users').fetchone()[0], 3)
        store.close()


if __name__ == '__main__':
    unittest.main(verbosity=2)
