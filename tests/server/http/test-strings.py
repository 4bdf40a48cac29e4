#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that means something to SQL, shells, paths, HTML or formats, in every text of every operation: it is text."""
import collections
import concurrent.futures
import functools
import re
import unittest
import urllib.parse

from bodies import FREE, Bodies
from huixiangd import NOBODY, V1, Server

TEXTS = ("'; DROP TABLE users; --", '" OR ""="', "1' UNION SELECT token FROM sessions --", "x'||(SELECT 1)||'", '%', '_', '\\', '$1',
         '?', '%s%n%x', '{{7*7}}', '${jndi:x}', '<script>alert(1)</script>', '../../etc/passwd', '`id`', '$(id)', '|id', ';id', 'a\tb',
         '\u202e反', '\ufeff', '👩‍👩‍👧', 'null', 'NaN', '-1', '0x10', '1e999', "';--" * 30)
TIMES = ('2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:01Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:00+25:00',
         '2026-01-01T00:00:00 Asia/Nowhere', '2026-01-01T00:00:00[Mars/Olympus]', '0000-00-00T00:00:00Z', '10000-01-01T00:00:00Z',
         '2026-01-01', '1e9', '', 'now', '2026-03-29T02:30:00 Europe/Berlin')
NUMBERS = ('NaN', 'Infinity', '-Infinity', '1e400', '-1e400', '01', '+1', '.5', '1.', '0x1', '9223372036854775808', '1e', '--1', '٣')

# Operations that take texts, and are not sent them here; and fields that are not.
ELSEWHERE = {'session.refresh': 'takes nothing but a token of ours: test-sign-in.c',
             'session.password': 'test_passwords: each password is asked for by the next'}
LEFT_OUT = {('session.create', 'login'): 'test_passwords', ('session.create', 'password'): 'test_passwords',
            ('customers.search', 'cursor'): 'of an answer only; test_queries_and_ids', ('contacts.search', 'cursor'): 'the same',
            ('matches.search', 'cursor'): 'the same'}
# What no two may have: the text is followed by a number.
UNIQUE = re.compile(r'(users\.\w+ (name|number|extension|login)|(teams|departments)\.\w+ name|api_keys\.create label'
                    r'|customers\.\w+ (identities 0 value|identity|q))$')


def speaks(text):
    """Whether it has a word, a sign or a picture."""
    return any(c.isalnum() or c == '👩' for c in text)


# Rules beside those of the schema: which texts are taken.
RULES = [(re.compile(pattern), rule) for pattern, rule in (
    (r'users\.\w+ (team_id|department_id)$|(teams|departments)\.\w+ (template_id|head_id|director_id)$', lambda text: False),
    (r'users\.\w+ login$', lambda text: re.fullmatch(r'[A-Za-z0-9._@-]+', text)),
    (r'api_keys\.create permissions$|cti\.receive event$|log\.update rooms$', lambda text: False),
    (r'policies\.create document (country_code|wrapup mode|wrapup queues free_name)$', lambda text: False),
    (r'templates\.create document categories 0 (types 0 )?id$', lambda text: re.fullmatch('[a-z0-9_-]{1,40}', text)),
    (r'customers\.\w+ tags 0$', lambda text: len(text) <= 40),
    (r'(wrapups\.submit|feedback\.create) (category|issue_type)$', lambda text: False),
    (r'(wrapups\.submit|feedback\.create) (case_text|pain_point)$', speaks))]
# A reason is to say something, so each text is followed by some words.
ADDED = {'reason': ' 核对来电号码'}
# Operations whose texts are all of a form that no text here has: the whole body is accepted, each text is refused.
NO_TEXTS = {'calls.bookmark': 'a time', 'log.update': 'words of two lists'}
# What is taken, and not kept as it was said, or only looked for.
NOT_KEPT = re.compile(r'session\.create locale$|cti\.receive (from|user|answeringNumber)$|matches\.search (category|issue_type)$')

Operation = collections.namedtuple('Operation', 'name method path make')


class Name(str):
    """In a path: the member's name itself, not its value."""


class Strings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[limits]\nrequests-per-second=0\n').__enter__()
        cls.addClassCleanup(cls.server.close)
        cls.bodies = Bodies(cls.server)
        cls.api = cls.server.get('/openapi.json').json()
        cls.connection = cls.server.connect()
        cls.addClassCleanup(cls.connection.close)
        cls.threads = concurrent.futures.ThreadPoolExecutor(len(TEXTS) // 2)
        cls.addClassCleanup(cls.threads.shutdown)

    def schema(self, node):
        while '$ref' in node:
            node = self.api['components']['schemas'][node['$ref'].rsplit('/', 1)[1]]
        return node

    def fields(self, node, where=()):
        """{path: schema} of everything in a body that is a text, or may be."""
        node = self.schema(node)
        if node.get('readOnly'):
            return {}
        if 'properties' in node:
            return {p: s for name, child in node['properties'].items() for p, s in self.fields(child, (*where, name)).items()}
        if node.get('type') == 'array':
            return self.fields(node['items'], (*where, 0))
        return {where: node} if node.get('type', 'string') == 'string' else {}

    def texts_of(self, value, where=()):
        """The paths to every text in a body that is there."""
        if isinstance(value, dict):
            for name, child in value.items():
                if name == FREE:
                    yield *where, Name(name)
                yield from self.texts_of(child, (*where, name))
        elif isinstance(value, list):
            for index, child in enumerate(value):
                yield from self.texts_of(child, (*where, index))
        elif isinstance(value, str):
            yield where

    def put(self, body, where, text):
        for part in where[:-1]:
            body = body[part]
        if isinstance(where[-1], Name):
            body[text] = body.pop(where[-1])
        else:
            body[where[-1]] = text

    def find(self, kept, where, text):
        for part in where[:-1]:
            kept = kept[part]
        if isinstance(where[-1], Name):
            return text if text in kept else list(kept)
        return kept[where[-1]]

    def admits(self, place, field, text):
        """Whether the rules take this text: those of the API table, and the few beside them."""
        if 'format' in field or 'enum' in field:
            return False
        return (field.get('minLength', 0) <= len(text) <= field.get('maxLength', len(text))
                and all(rule(text) for pattern, rule in RULES if pattern.match(place)))

    def check_text(self, operation, place, where, field, text):
        """Sends one text in one place of a whole body. Returns None for refused, else what is still to be compared."""
        ask = operation.make()
        if ask.prepare:
            ask.prepare(text)
        self.put(ask.body, where, text)
        reply = self.bodies.send(operation.method, operation.path, ask)
        if not self.admits(place, field, text):
            self.assertEqual(reply.status, 422, (place, text, reply.body))
            self.assertTrue(set(where) & {word for name in reply.params() for word in re.split(r'[.[]', name)}, (place, text, reply.body))
            return None
        self.assertIn(reply.status, (200, 201, 204), (place, text, reply.body))
        made = reply.json() if reply.body else {}
        if ask.listed or NOT_KEPT.match(place):
            return [(made['id'], where, text)] if ask.listed else []
        self.compare(ask.back(made), place, where, text)
        return []

    def compare(self, kept, place, where, text):
        self.assertEqual(self.find(kept, where, text), text.lower() if where[-1] == 'login' else text, place)

    def check_operation(self, operation, fields):
        """Each text in each place; returns how many of these requests were accepted."""
        whole = operation.make()
        reply = self.bodies.send(operation.method, operation.path, whole)
        self.assertIn(reply.status, (200, 201, 204), (whole.body, reply.body))
        accepted, later, reached = 0, [], set()
        for where in self.texts_of(whole.body):
            field = next(path for path in fields if where[:len(path)] == path)
            place = ' '.join((operation.name, *('*' if isinstance(part, Name) else str(part) for part in where)))
            reached.add(field)
            texts = [text + (self.bodies.fresh() if UNIQUE.match(place) else ADDED.get(where[-1], '')) for text in TEXTS]
            # Several at once wait together for the store's disk.
            for done in (map if whole.alone else self.threads.map)(
                    functools.partial(self.check_text, operation, place, where, fields[field]), texts):
                accepted += done is not None
                later += [(place, *what) for what in done or []]
        self.assertEqual(set(fields) - reached, {(field,) for name, field in LEFT_OUT if name == operation.name})
        kept = self.bodies.listing(whole.listed, whole.reader or whole.token) if later else {}
        for place, item, where, text in later:
            self.compare(kept[item], place, where, text)
        return accepted

    def operations(self):
        for path, methods in self.api['paths'].items():
            for method, operation in methods.items():
                yield path, method.upper(), operation

    def test_bodies(self):
        """Each operation that takes texts takes each that its rules admit, keeps it as it was, and refuses the others by name."""
        takers = set()
        for path, method, described in self.operations():
            content = described.get('requestBody', {}).get('content', {}).get('application/json')
            fields, name = content and self.fields(content['schema']), described['operationId']
            if not fields or name in ELSEWHERE:
                continue
            takers.add(name)
            with self.subTest(operation=name):
                make = getattr(self.bodies, name.replace('.', '_'))
                accepted = self.check_operation(Operation(name, method, path, make), fields)
                self.assertEqual(accepted > 0, name not in NO_TEXTS)
        self.assertLessEqual({*NO_TEXTS, *(name for name, _ in LEFT_OUT)}, takers)
        self.check_store()

    def test_passwords(self):
        """Each text is a password, if it is long enough: the next is taken for it, and the last one opens the door."""
        person = self.bodies.made('/users', self.bodies.user() | {'login': 'passwords'}, self.bodies.chief)['id']
        old = self.server.post(f'/users/{person}/password', None, self.bodies.chief).json()['password']
        token = self.server.post('/session', {'login': 'passwords', 'password': old}).json()['token']
        for text in TEXTS:
            change = {'old_password': old, 'new_password': text}
            reply = self.server.ask('PUT', V1 + '/session/password', change, token)
            if len(text) < 10:
                self.assertEqual((reply.status, list(reply.params())), (422, ['new_password']), text)
                continue
            self.assertEqual(reply.status, 204, (text, reply.body))
            old = text
        for password, status in (old, 201), (TEXTS[0], 401):
            self.assertEqual(self.server.post('/session', {'login': 'passwords', 'password': password}).status, status, password)
        for login in TEXTS[:4]:
            self.assertEqual(self.server.post('/session', {'login': login[:64], 'password': old}).status, 401)

    def ask(self, path, token):
        reply = self.server.ask('GET', path, None, token, connection=self.connection)
        self.assertLess(reply.status, 500, (path, reply.body))
        return reply

    def test_queries_and_ids(self):
        """As somebody who may: what is no id finds nothing, and a query is answered or refused by its name."""
        tokens = self.bodies.compliance, self.bodies.agent, self.bodies.chief
        for path, method, operation in self.operations():
            if method != 'GET' or operation['operationId'] == 'events.stream':
                continue
            place = path.replace('{id}', self.bodies.customer if path.startswith(f'{V1}/customers/') else NOBODY)
            token = next(token for token in tokens if self.ask(place, token).status != 403)
            for text in TEXTS:
                quoted = urllib.parse.quote(text, safe='')
                if '{id}' in path:
                    self.assertEqual(self.ask(path.replace('{id}', quoted), token).status, 404, (path, text))
                for name in (p['name'] for p in operation.get('parameters', ()) if p['in'] == 'query'):
                    reply = self.ask(f'{place}?{name}={quoted}', token)
                    self.assertTrue(reply.status in (200, 404) or name in reply.params(), (path, name, text, reply.body))
        self.check_store()

    def test_headers(self):
        for text in TEXTS:
            value = text.encode().replace(b'\t', b' ')
            for name in 'Idempotency-Key', 'If-Match', 'Last-Event-ID', 'If-None-Match', 'Authorization', 'X-Forwarded-For':
                reply = self.server.ask('POST', V1 + '/cti', {'event': 'newCall', 'callId': 'h'}, connection=self.connection,
                                        headers={'Authorization': f'Bearer {self.server.key}', name: value})
                self.assertLess(reply.status, 500, (name, text))

    def test_times_that_do_not_exist(self):
        customer = self.bodies.customer
        body = {'customer_id': customer, 'channel': 'sms', 'activity': 'message', 'direction': 'out', 'summary': 'x'}
        for time in TIMES:
            reply = self.server.post('/contacts', body | {'at': time}, self.server.key)
            self.assertEqual(reply.status, 422, (time, reply.body))
            self.assertIn('at', reply.params(), time)
            for path in f'/customers/{customer}/contacts?before=', '/calls?since=':
                reply = self.server.get(path + urllib.parse.quote(time), agent := self.bodies.agent)
                self.assertEqual(reply.status, 422, (agent[:0], path, time, reply.body))

    def test_numbers_that_are_none(self):
        for number in NUMBERS:
            reply = self.server.post('/recordings', f'{{"external_id":"a","duration_ms":{number}}}', self.server.key)
            self.assertEqual((reply.status, reply.code), (400, 'malformed'), (number, reply.body))
        for number in '-0', '1e2', '1.5', '-0.0', '1e-999', '12345678901234567890.5':
            reply = self.server.post('/recordings', f'{{"external_id":"a","channels":{number}}}', self.server.key)
            self.assertLess(reply.status, 500, (number, reply.body))

    def check_store(self):
        """What a text could have done to it has not been done."""
        for name in 'users', 'sessions', 'customers', 'calls', 'events':
            self.assertGreater(int(self.server.sql(f'SELECT count(*) FROM {name}')[0][0]), 0, name)
        if not self.server.on_pgsql:
            self.assertEqual(self.server.sql('PRAGMA integrity_check'), [['ok']])


if __name__ == '__main__':
    unittest.main(verbosity=2)
