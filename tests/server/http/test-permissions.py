#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation, as every role, on what is one's own, the team's and another team's: as docs/permissions.md says.

And nothing personal that was said to the server is found in its store, its log or what it prints.
"""
import datetime
import json
import re
import subprocess
import unittest

from huixiangd import NOBODY, PROGRAM, V1, Server, Stream, pgcluster
from twoteams import DEPARTMENT, DOCS, GIF, NAME, NUMBER, REASON, WORDS, TwoTeams

# How the migration fills the kept counts of the board: here for rows that were written past the server.
BOARD_COUNTS = re.search(r'INSERT INTO board_counts[^;]*', (DOCS.parent / 'data/migrations/0012-board-of-each.sql').read_text())[0]


def without_drafts(said):
    """What was said to the author, but for the own words in it."""
    if isinstance(said, dict):
        return {name: without_drafts(value) for name, value in said.items() if name != 'draft'}
    return [without_drafts(value) for value in said] if isinstance(said, list) else said


class Permissions(TwoTeams):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.things = {kind: {} for kind in ('calls', 'wrapups', 'feedback', 'recordings', 'rectifications', 'attachments')}
        for index in (0, 2, 4):
            cls.make_call(index)
        cls.server.sql(BOARD_COUNTS)

    @classmethod
    def make_call(cls, index):
        """A call, a wrap-up and a feedback of one agent."""
        name, user = f'call-{index}', f'70{index:02}'
        for event in 'newCall', 'answer', 'hangup':
            cls.server.cti(event, name, **{'from': NUMBER, 'to': '4001', 'direction': 'in', 'user': user})
        wrapup = cls.server.get('/wrapups', cls.tokens[index]).json()['items'][0]
        told = cls.server.post(f'/wrapups/{wrapup["id"]}/submit', {'outcome': 'feedback'} | cls.words(wrapup['template_id']),
                               cls.tokens[index], headers={'Idempotency-Key': name})
        assert told.status == 200, told.body
        cls.things['wrapups'][index] = wrapup['id']
        cls.things['calls'][index] = wrapup['call_id']
        cls.things['feedback'][index] = told.json()['feedback_id']
        cls.things['recordings'][index] = cls.recording = wrapup['call']['recording_id']
        cls.make_rectification(index)
        attached = cls.server.ask('POST', f'{V1}/rectifications/{cls.things["rectifications"][index]}/attachments', GIF,
                                  cls.tokens[index], 'image/gif', {'Idempotency-Key': f'{name}-gif'})
        assert attached.status == 201, attached.body
        cls.things['attachments'][index] = attached.json()['id']

    @classmethod
    def make_rectification(cls, index):
        """What one agent's feedback led to; that of the first is the department's to do."""
        cls.things['rectifications'][index] = item = NOBODY[:-2] + f'{index + 64:02x}'
        department = f"'{DEPARTMENT}'" if index == 0 else 'NULL'
        cls.server.sql('INSERT INTO rectifications (id, rev, created_at, updated_at, number, title, state, size, lane, iteration,'
                       f" voices, department_id) VALUES ('{item}', 1, 1, 1, {index + 1}, '改{index}', 'pending', 'small', 'normal',"
                       f' 1, 1, {department})')
        cls.server.sql(f"UPDATE feedback SET rectification_id = '{item}' WHERE id = '{cls.things['feedback'][index]}'")

    def ask(self, index, name, item=NOBODY):
        method, path = self.operations[name]
        body = None if method in ('GET', 'DELETE') else {}
        return self.server.ask(method, path.replace('{id}', item), body, self.tokens[index], headers={'If-Match': '"1"'})

    def test_table_is_the_programs(self):
        printed = subprocess.run([PROGRAM, 'permissions'], check=True, capture_output=True, text=True).stdout
        self.assertEqual(printed, (DOCS / 'permissions.md').read_text(encoding='utf-8'),
                         'Permissions have changed: huixiangd permissions > docs/permissions.md')
        self.assertEqual(set(self.table), set(self.operations))

    def test_every_operation_as_every_role(self):
        """Who may not is refused before anything else is looked at; who may is not. Integrations ask with a key."""
        skipped = {'session.delete', 'session.create', 'session.refresh', 'events.stream'}
        # Those are open to whoever has no session yet, or would end this one; they have tests of their own.
        for name in sorted(set(self.operations) - skipped):
            for index, (role, _, _) in enumerate(self.people):
                with self.subTest(operation=name, role=role):
                    reply = self.ask(index, name)
                    if self.table[name][role] == '-':
                        self.assertEqual((reply.status, reply.code), (403, 'forbidden'))
                    else:
                        self.assertNotIn(reply.status, (401, 403))
            with self.subTest(operation=name, role='integrator'):
                method, path = self.operations[name]
                reply = self.server.ask(method, path.replace('{id}', NOBODY), {} if method != 'GET' else None,
                                        self.server.key, headers={'If-Match': '"1"'})
                self.assertEqual(reply.status == 403, self.table[name]['integrator'] == '-')
            with self.subTest(operation=name, role='nobody'):
                method, path = self.operations[name]
                reply = self.server.ask(method, path.replace('{id}', NOBODY), {} if method != 'GET' else None,
                                        headers={'If-Match': '"1"'})
                public = name in ('health.get', 'openapi.get')
                self.assertEqual(reply.status, 200 if public else 401)

    def listed(self, index, path):
        found = []
        while path:
            page = self.server.get(path, self.tokens[index])
            self.assertEqual(page.status, 200)
            found += [i['id'] for i in page.json()['items']]
            rest = page.json()['next']
            path = rest and re.sub(r'[?&]cursor=.*', '', path) + ('&' if '?' in path else '?') + 'cursor=' + rest
        return found

    def test_lists(self):
        lists = {'calls.list': 'calls', 'feedback.list': 'feedback', 'wrapups.list': 'wrapups', 'rectifications.list': 'rectifications'}
        of_somebody = {name for name, cells in self.table.items() if name.endswith('.list') and set(cells.values()) - {'all', '-'}}
        self.assertEqual(of_somebody, {*lists, 'sessions.list'})
        for name, kind in lists.items():
            for index, (role, _, _) in enumerate(self.people):
                if self.table[name][role] == '-':
                    continue
                with self.subTest(operation=name, role=self.people[index]):
                    expected = {i for owner, i in self.things[kind].items()
                                if self.sees(index, owner, self.table[name][role])}
                    self.assertEqual(set(self.listed(index, f'/{kind}')), expected)
                    # Asking for another's does not help.
                    for owner in self.things[kind]:
                        if kind in ('calls', 'feedback'):
                            mine = self.listed(index, f'/{kind}?agent_id={self.people[owner][2]}')
                            self.assertEqual(set(mine), expected & {self.things[kind][owner]})

    def test_sessions(self):
        """Without a name one's own are listed, also for who manages people; test-whose.py asks for others'."""
        for index, (_, _, user) in enumerate(self.people):
            items = self.server.get('/sessions', self.tokens[index]).json()['items']
            self.assertEqual({item['user_id'] for item in items}, {user})

    def test_recordings_in_a_history(self):
        """A customer's contacts are everybody's who sees customers; their recordings are not, whichever way they are asked for."""
        for name in 'customers.contacts', 'contacts.search':
            method, path = self.operations[name]
            for index, (role, _, _) in enumerate(self.people):
                if self.table[name][role] == '-':
                    continue
                with self.subTest(operation=name, role=self.people[index]):
                    reply = self.server.ask(method, path.replace('{id}', self.customer), None if method == 'GET' else {}, self.tokens[index])
                    named = {t['call_id']: t.get('recording_id') for t in reply.json()['items'] if t.get('call_id')}
                    for owner, call in self.things['calls'].items():
                        sees = self.sees(index, owner, self.table['recordings.get'][role])
                        self.assertEqual(named[call], self.things['recordings'][owner] if sees else None)

    def test_changing_without_seeing(self):
        """A key that may change customers and not see them gets back what it sent, and nothing of what is there."""
        key = self.server.post('/api-keys', {'label': 'form', 'permissions': 'edit_customers'}, self.tokens[8]).json()['token']
        known = {'id', 'rev', 'created_at', 'updated_at', 'code', 'state', 'frozen'}
        body = {'family_name': '欧阳', 'region': '上海', 'identities': [{'kind': 'phone', 'value': '19900001111'}]}
        customer = self.server.post('/customers', body, self.tokens[0]).json()
        path = f'/customers/{customer["id"]}'
        self.assertEqual(self.server.get(path, key).status, 403)
        stale = self.server.ask('PATCH', V1 + path, {'region': '北京'}, key, headers={'If-Match': '"77"'})
        self.assertEqual((stale.status, {k for k, v in stale.json()['current'].items() if v is not None}), (412, known))
        changed = self.server.ask('PATCH', V1 + path, {'region': '北京'}, key, headers={'If-Match': f'"{customer["rev"]}"'})
        self.assertEqual((changed.status, changed.json()['region'], changed.headers['etag']), (200, '北京', f'"{customer["rev"] + 1}"'))
        self.assertEqual({k for k, v in changed.json().items() if v is not None}, known | {'region'})
        self.assertEqual(self.server.get(path, self.tokens[0]).json()['family_name'], '欧阳')
        made = self.server.post('/customers', {'family_name': '司徒', 'tags': ['表单']}, key).json()
        self.assertEqual({k for k, v in made.items() if v is not None}, known | {'family_name', 'tags'})

    def test_counts(self):
        for index, (role, team, _) in enumerate(self.people):
            if self.table['pool.get'][role] == '-':
                continue
            expected = {'all': 3, 'team': {1: 2, 2: 1}.get(team, 0)}[self.table['pool.get'][role]]
            self.assertEqual(self.server.get('/pool', self.tokens[index]).json()['total'], expected, role)

    def test_counts_of_the_board(self):
        """Each has those of the list, and no others."""
        for index, (role, _, _) in enumerate(self.people):
            if self.table['board.get'][role] == '-':
                continue
            self.assertEqual(self.table['board.get'][role], self.table['rectifications.list'][role])
            with self.subTest(role=self.people[index]):
                expected = {'in_progress': 0, 'done': 0, 'overdue': 0, 'pending':
                            sum(self.sees(index, owner, self.table['board.get'][role]) for owner in self.things['rectifications'])}
                self.assertEqual(self.server.get('/board', self.tokens[index]).json(), expected)
                self.assertEqual(self.server.get('/bootstrap', self.tokens[index]).json()['board'], expected)
                self.assertEqual(len(self.listed(index, '/rectifications?column=pending')), expected['pending'])

    def heard(self, index):
        """{thing: {id: its records}} of all events up to now, resumed from the first."""
        last = self.server.get('/bootstrap', self.tokens[5]).json()['event_number']
        listener = Stream(self.server, self.tokens[index], last=0)
        marker, found = f'marker-{index}-{last}', {}
        self.server.post('/customers', {'family_name': '李', 'tags': [marker]}, self.tokens[0])
        self.server.cti('newCall', marker, **{'to': '4001', 'direction': 'in', 'user': f'70{index:02}'})
        end = self.server.get('/bootstrap', self.tokens[5]).json()['event_number']
        listener.socket.settimeout(2)
        try:
            for event in listener.events():
                of_thing = found.setdefault(event['data']['thing'], {})
                of_thing.setdefault(event['data'].get('record_id'), []).append(event['data']['record'])
                if event['data']['number'] >= end:
                    break
        except TimeoutError:
            pass        # the last ones were not for this listener
        listener.close()
        return found

    def test_stream(self):
        for index in range(len(self.people)):
            role = self.people[index][0]
            found = self.heard(index)
            for thing, kind in (('call', 'calls'), ('feedback', 'feedback'), ('recording', 'recordings'),
                                ('rectification', 'rectifications')):
                for owner, item in self.things[kind].items():
                    with self.subTest(thing=thing, asker=self.people[index], owner=self.people[owner]):
                        allowed = self.table[f'{kind}.get'][role] != '-' and self.sees(index, owner, self.table[f'{kind}.get'][role])
                        self.assertEqual(item in found.get(thing, ()), allowed)
            for owner, item in self.things['wrapups'].items():
                self.assertEqual(item in found.get('wrapup', ()), index == owner)
            totals = [record['total'] for records in found.get('pool', {}).values() for record in records]
            counted = self.server.get('/pool', self.tokens[index])
            self.assertEqual(max(totals, default=None), counted.json()['total'] if counted.status == 200 else None, role)
            contacts = [record for records in found.get('contact', {}).values() for record in records]
            for owner, call in self.things['calls'].items():
                named = {record.get('recording_id') for record in contacts if record.get('call_id') == call} - {None}
                sees = self.table['customers.get'][role] != '-' and self.sees(index, owner, self.table['recordings.get'][role])
                self.assertEqual(named, {self.things['recordings'][owner]} if sees else set(), (role, owner))
            self.assertEqual('customer' in found, self.table['customers.get'][role] != '-')

    def say_everything(self):
        """Number, identity number and name of one person wherever they can be said; returns what to look for and its things."""
        number, mail, identity = '19900007651', 'muxue.ou@example.com', '110101199003070011'
        made = self.server.post('/customers', {
            'family_name': '欧阳', 'given_name': '暮雪', 'region': f'杭州 {number}', 'tags': [f'备用 {number}', '老客户'],
            'identities': [{'kind': 'phone', 'value': number}, {'kind': 'email', 'value': mail}]}, self.tokens[0])
        customer = made.json()['id']
        touched = self.server.post('/contacts', {
            'customer_id': customer, 'channel': 'form', 'activity': 'lead', 'direction': 'in', 'at': datetime.datetime.now(datetime.timezone.utc).isoformat(),
            'summary': f'请打 {number[:3]} {number[3:7]} {number[7:]} 或写 {mail}', 'origin': f'落地页 {number}',
            'attributes': {'手机': number, '姓名': '欧阳暮雪', '身份证': identity, '备用': int(number), '城市': '杭州'}}, self.server.key)
        for event in 'newCall', 'answer', 'hangup':
            self.server.cti(event, 'everything', **{'from': number, 'to': '4001', 'direction': 'in', 'user': '7000'})
        wrapup = self.server.get('/wrapups', self.tokens[0]).json()['items'][0]
        words = self.words(wrapup['template_id']) | {'channel': 'form', 'case_text': f'{number} 打不通，{mail}', 'pain_point': f'打错{number}'}
        drafted = self.server.ask('PUT', f'{V1}/wrapups/{wrapup["id"]}/draft', {'draft': words}, self.tokens[0])
        given = self.server.post('/feedback', {'customer_id': customer} | words, self.tokens[0])
        replies = [made, touched, drafted, given]
        self.assertTrue(all(r.status < 300 for r in replies), replies)
        self.assertEqual(given.json()['facts']['lead']['attributes'],
                         {'手机': '199****7651', '姓名': '欧**', '身份证': '110****0011', '备用': '199****7651', '城市': '杭州'})
        personal = number, f'{number[:3]} {number[3:7]}', mail, identity, '暮雪'
        return personal, [customer, touched.json()['id'], wrapup['id'], wrapup['call_id'], given.json()['id']], replies

    def test_masked_everywhere(self):
        """Numbers, addresses and given names leave in clear only when they are revealed, and in a draft to whoever typed it."""
        alone = type('Alone', (Permissions,), {})       # what is said would count for the other tests
        self.addCleanup(alone.doClassCleanups)
        alone.setUpClass()
        alone('masked_everywhere').masked_everywhere()

    def masked_everywhere(self):
        personal, things, replies = self.say_everything()
        items = [self.customer, self.recording, *(t[0] for t in self.things.values()), *things]

        def says_nothing(said, *what):
            for secret in NUMBER, *personal:
                self.assertNotIn(secret, said, what)
            self.assertNotIn(NAME[2:], said.replace('慕雪女士', ''), what)

        for reply in replies:
            says_nothing(reply.body.decode(), 'made')
        for index, (role, _, _) in enumerate(self.people):
            for name in sorted(self.operations):
                method, path = self.operations[name]
                if method != 'GET' or name == 'events.stream' or self.table[name][role] == '-':
                    continue
                for item in items if '{id}' in path else ['']:
                    reply = self.server.ask('GET', path.replace('{id}', item), None, self.tokens[index])
                    said = reply.body.decode(errors='replace')
                    if index == 0 and name in ('wrapups.get', 'wrapups.list', 'bootstrap.get'):
                        said = json.dumps(without_drafts(reply.json()), ensure_ascii=False)
                    says_nothing(said, name, role)
            for name, path, body in (('customers.search', '/customers/search', {'q': personal[0]}),
                                     ('contacts.search', f'/customers/{things[0]}/contacts/search', {'q': '199'}),
                                     ('matches.search', '/matches/search', {'q': f'打错{personal[0]}'})):
                if self.table[name][role] != '-':
                    reply = self.server.post(path, body, self.tokens[index])
                    self.assertIn('199****7651', reply.body.decode(), (name, role))
                    says_nothing(reply.body.decode(), name, role)
            heard = self.heard(index)
            if index == 0:
                heard = without_drafts(heard)
            says_nothing(json.dumps(heard, ensure_ascii=False), 'stream', role)
        mine = self.server.get(f'/wrapups/{things[2]}', self.tokens[0]).json()['draft']
        self.assertEqual(mine['case_text'], f'{personal[0]} 打不通，{personal[2]}')
        for customer, clear in (self.customer, (NUMBER, NAME[2:])), (things[0], (personal[0], personal[2], '暮雪', f'备用 {personal[0]}')):
            said = self.server.post(f'/customers/{customer}/reveal', REASON, self.tokens[5])
            self.assertEqual(said.status, 200)
            for secret in clear:
                self.assertIn(secret, said.body.decode())

    def test_nothing_personal_at_rest(self):
        """In the store, its log, everything else in the folder, and what the server printed."""
        self.server.post(f'/customers/{self.customer}/reveal', REASON, self.tokens[5], headers={'Idempotency-Key': 'r'})
        self.server.post('/customers', {'family_name': '欧', 'identities': [{'kind': 'phone', 'value': NUMBER}]}, self.tokens[0])
        if self.server.on_pgsql:
            dump = subprocess.run([pgcluster.programs() / 'pg_dump', '--data-only', '--inserts', self.server.store], check=True,
                                  capture_output=True).stdout
            (self.server.folder / 'store.db').write_bytes(dump)
        files = [p for p in self.server.folder.rglob('*') if p.is_file()]
        self.assertTrue(any(p.name == 'store.db' for p in files) and any(p.name == 'stderr' for p in files))
        everything = b''.join(p.read_bytes() for p in files)
        self.assertIn(b'call-0', everything)
        for secret in NUMBER, NAME[:2], NAME[2:], WORDS, REASON['reason'], '慕雪女士', *self.tokens:
            self.assertNotIn(secret.encode(), everything)


if __name__ == '__main__':
    unittest.main(verbosity=2)
