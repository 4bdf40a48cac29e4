#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several servers on one PostgreSQL, and PostgreSQL going away under them."""
import http.client
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'support'))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from huixiangd import PROGRAM, Server, Stream, together, TIMEOUT      # noqa: E402  (needs the paths above)
from pgcluster import Cluster                                 # noqa: E402

CLOSED = (http.client.HTTPException, OSError)


class Several(unittest.TestCase):
    durable, settings = False, None

    def setUp(self):
        self.cluster = Cluster(durable=self.durable, settings=self.settings)
        self.addCleanup(self.cluster.close)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-'))
        self.addCleanup(shutil.rmtree, self.folder)
        self.servers = []

    def server(self, name, keys=None):
        """They share database, keys unless each has a copy, and recordings; each has a folder for its socket."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        shared = ['--recordings', str(self.folder / 'recordings'), '--keys', str(keys or self.folder / 'keys'),
                  '--audit-anchors', str(folder / 'anchors'),
                  '--integration-key-file', str(self.folder / 'integration-key')]
        server = Server(folder, store=self.cluster.uri(), arguments=shared)
        self.assertTrue(server.ready.get('ready'), server.ready)
        self.servers.append(server)
        self.addCleanup(lambda: server.process.poll() is None and server.close())     # each, whatever another one said
        return server

    def new_call(self, server, name, connection=None):
        return server.post('/cti', {'event': 'newCall', 'callId': name}, server.key, connection=connection,
                           headers={'Idempotency-Key': f'key-{name}'})

    def last_number(self):
        return int(self.cluster.sql("SELECT value FROM counters WHERE name = 'event'")[0][0])

    def check_gapless(self):
        self.assertEqual(self.cluster.sql('SELECT count(*) = max(number) AND min(number) = 1 FROM events')[0], ['t'])

    def until_answered(self, server, name):
        """As a PBX does: again, with the same key, until it is acknowledged."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            try:
                reply = self.new_call(server, name)
            except CLOSED:
                continue
            if reply.status == 204:
                return
            self.assertEqual(reply.status, 503, reply.body)
            self.assertIn('retry-after', reply.headers)
        self.fail(f'{name} was never acknowledged')


class TwoServers(Several):
    def setUp(self):
        super().setUp()
        self.one, self.two = self.server('one'), self.server('two')
        self.token = self.one.sign_in('compliance')

    def numbers(self, stream, count):
        events = stream.events()
        return [int(next(events)['id']) for _ in range(count)]

    def test_revoked_everywhere(self):
        """Who loses access at one server loses it at the other with the event of it, remembered or not."""
        token = self.one.sign_in('agent')
        self.assertEqual(self.two.get('/session', token).status, 200)
        stream = Stream(self.two, token)
        self.assertEqual(self.one.ask('DELETE', '/api/v1/session', token=token).status, 204)
        list(stream.blocks())       # ends
        stream.close()
        self.assertEqual(self.two.get('/session', token).status, 401)

    def test_worked_by_everywhere(self):
        """A policy or template that one server is given is what the other works by, as soon as it hears of it."""
        administrator = self.one.add_person('administrator')
        listener = Stream(self.two, self.two.sign_in('agent'))
        self.assertEqual(self.one.post('/policies', {'version': 2, 'document': {'wrapup': {'seconds': 77}}}, administrator).status, 201)
        first = self.one.get('/templates', administrator).json()['items'][0]
        made = self.one.post('/templates', {'pack': first['pack'], 'version': 2, 'document': first['document']}, administrator).json()
        team = self.one.get('/teams', administrator).json()['items'][0]
        moved = self.one.ask('PATCH', f'/api/v1/teams/{team["id"]}', {'template_id': made['id']}, administrator,
                             headers={'If-Match': f'"{team["rev"]}"'})
        self.assertEqual(moved.status, 200, moved.body)
        events = listener.events()
        self.assertEqual([next(events)['data']['thing'] for _ in range(2)], ['policy', 'template'])
        listener.close()
        wrapup = self.two.call('a')
        rows = self.cluster.sql(f"SELECT expires_at - opened_at, template_id FROM wrapups WHERE id = '{wrapup['id']}'")
        self.assertEqual(rows[0], [str(77 * 10 ** 6), made['id']])

    def test_called_everywhere(self):
        """A name that one server is given is known to the other when it hears of it; a person whom it has not heard of, at once."""
        administrator, visit = self.one.add_person('administrator'), {'channel': 'store', 'activity': 'visit', 'direction': 'in',
                                                                      'at': '2026-01-02T03:04:05Z'}
        visit['customer_id'] = self.two.call('one')['call']['customer_id']
        page = f'/customers/{visit["customer_id"]}/contacts'
        made = self.one.post('/users', {'name': '李三', 'number': '8001', 'role': 'agent'}, administrator).json()
        self.assertEqual(self.two.post('/contacts', {**visit, 'agent_id': made['id']}, self.two.key).json()['agent_name'], '李三')
        self.assertIn('李三', [c.get('agent_name') for c in self.two.get(page, self.token).json()['items']])
        there, end = threading.Event(), time.monotonic() + TIMEOUT
        for server, rev, name in (self.one, 1, '钱一'), (self.two, 2, '孙二'), (self.one, 3, '周五'):
            self.assertEqual(server.ask('PATCH', f'/api/v1/users/{made["id"]}', {'name': name}, administrator,
                                        headers={'If-Match': f'"{rev}"'}).status, 200)
            for reader in self.one, self.two:
                while [c['agent_name'] for c in reader.get(page, self.token).json()['items'] if c.get('agent_id') == made['id']] != [name]:
                    self.assertIsNot(reader, server, 'whoever changed it sees it at once')
                    self.assertLess(time.monotonic(), end, 'the other one never hears of it')
                    there.wait(0.01)

    def test_page_alone(self):
        """A page is one journey: no transaction is begun for it, nor ended after it."""
        customer = self.two.call('one')['call']['customer_id']
        for role, path, column in (('compliance', '/feedback', 'proposal'), ('lead', '/feedback?state=pool', 'proposal'),
                                   ('agent', f'/customers/{customer}/contacts', 'origin')):
            token = self.one.sign_in(role)
            self.one.get('/session', token)     # from now on it is remembered whose the token is
            now = self.cluster.sql('SELECT now()')[0][0]
            self.assertEqual(self.one.get(path, token).status, 200)
            last = ("SELECT state FROM pg_stat_activity"
                    f" WHERE query LIKE 'SELECT t.id,% t.{column},%' AND query_start > '{now}'")
            self.assertEqual(self.cluster.sql(last), [['idle']])

    def test_log_levels_everywhere(self):
        administrator = self.one.add_person('administrator')
        self.assertEqual(self.two.get('/log', administrator).json(), {'level': 'message'})
        said = {'level': 'info', 'rooms': 'store=debug'}
        self.assertEqual(self.one.ask('PUT', '/api/v1/log', said, administrator).status, 200)
        told, end = threading.Event(), time.monotonic() + TIMEOUT
        while (has := self.two.get('/log', administrator).json()) != said and time.monotonic() < end:
            told.wait(0.01)
        self.assertEqual(has, said)

    def test_first_administrator(self):
        """Made while servers run; both let them in."""
        command = [PROGRAM, 'init', '--store', self.cluster.uri(), '--keys', str(self.folder / 'keys'), '--recordings',
                   str(self.folder / 'recordings'), '--audit-anchors', str(self.folder / 'anchors'), '--login', 'chief']
        said = [subprocess.run(command, input='seven green kites\n', capture_output=True, text=True, timeout=TIMEOUT)
                for _ in range(2)]
        self.assertEqual([done.returncode for done in said], [0, 1], said)
        self.assertIn('has an administrator', said[1].stderr)
        for server in (self.one, self.two):
            got = server.post('/session', {'login': 'chief', 'password': 'seven green kites'})
            self.assertEqual((got.status, got.json()['user']['role']), (201, 'administrator'))

    def test_locked_everywhere(self):
        """Guessing at two servers by turns is no faster than at one."""
        guess = {'login': 'nobody', 'password': 'a wrong one'}
        said = [(self.one, self.two)[turn % 2].post('/session', guess).status for turn in range(6)]
        self.assertEqual(said, [401] * 5 + [429])

    def test_heard_everywhere(self):
        """What is written at either reaches the streams of both, each number once and in order."""
        streams = [Stream(server, self.token) for server in (self.one, self.two)]
        first = self.last_number() + 1
        together(4, lambda index: [self.until_answered((self.one, self.two)[index % 2], f'c-{index}-{turn}')
                                   for turn in range(20)])
        last = self.last_number()
        self.assertEqual(self.cluster.sql('SELECT count(*) FROM calls')[0], ['80'])
        for stream in streams:
            self.assertEqual(self.numbers(stream, last - first + 1), list(range(first, last + 1)))
            stream.close()

    def test_resumes_at_another(self):
        """A client that comes back at another server misses nothing and hears nothing twice."""
        stream = Stream(self.one, self.token)
        self.until_answered(self.one, 'before')
        known = self.numbers(stream, 1)[0]
        stream.close()
        self.until_answered(self.two, 'meanwhile')
        stream = Stream(self.two, self.token, last=known)
        self.until_answered(self.one, 'after')
        last = self.last_number()
        self.assertEqual(self.numbers(stream, last - known), list(range(known + 1, last + 1)))
        stream.close()

    def test_signed_out_at_another(self):
        token = self.two.post('/session', {'user_id': self.two.people()['agent']['id']}, local=True).json()['token']
        stream = Stream(self.two, token)
        self.assertEqual(self.two.get('/wrapups', token).status, 200)
        self.assertEqual(self.one.ask('DELETE', '/api/v1/session', token=token).status, 204)
        self.assertEqual(list(stream.events()), [], 'the stream ends')
        stream.close()
        self.assertEqual(self.two.get('/wrapups', token).status, 401, 'and what the server remembered is forgotten')

    def test_listens_at_another(self):
        """An agent whose stream is at one server is late, not abandoned, when the other looks at the clocks."""
        token = self.one.sign_in('agent')
        stream = Stream(self.one, token)
        there = threading.Event()
        end = time.monotonic() + TIMEOUT
        while self.cluster.sql('SELECT count(*) FROM presence WHERE until IS NULL')[0] != ['1']:
            self.assertLess(time.monotonic(), end, 'presence is never told')
            there.wait(0.05)
        self.two.tokens['agent'] = token
        wrapup = self.two.call('one')['id']
        # The clock is set forward, as thirty seconds are long; whoever looks first folds it.
        self.cluster.sql(f"UPDATE wrapups SET expires_at = 1 WHERE id = '{wrapup}'")
        while (state := self.two.get(f'/wrapups/{wrapup}', token).json()['state']) == 'waiting':
            self.assertLess(time.monotonic(), end + 30, 'the clocks are never looked at')
            there.wait(0.1)
        self.assertEqual(state, 'late')
        stream.close()

    def test_rolling_restart(self):
        """One server after the other is replaced while calls come in: nothing is lost, nothing twice."""
        done, failed = threading.Event(), []
        sent = [0, 0]

        def send(index):
            while not done.is_set():
                try:
                    name = f'r-{index}-{sent[index]}'
                    end = time.monotonic() + TIMEOUT
                    while True:
                        server = self.servers[(index + int(time.monotonic() * 10)) % len(self.servers)]
                        try:
                            if self.new_call(server, name).status == 204:
                                break
                        except CLOSED:
                            pass
                        self.assertLess(time.monotonic(), end)
                    sent[index] += 1
                except AssertionError as error:
                    failed.append(error)
                    return
        threads = [threading.Thread(target=send, args=(index,)) for index in range(2)]
        for thread in threads:
            thread.start()
        try:
            for turn in range(2):
                old = self.servers[0]
                self.server(f'new-{turn}')
                self.servers.remove(old)
                self.assertEqual(old.close(), 0)
        finally:
            done.set()
            for thread in threads:
                thread.join()
        self.assertEqual(failed, [])
        rows = self.cluster.sql("SELECT external_id FROM calls WHERE external_id LIKE 'r-%'")
        self.assertEqual(len(rows), len({row[0] for row in rows}))
        self.assertEqual({row[0] for row in rows} >= {f'r-{i}-{n}' for i in range(2) for n in range(sent[i])}, True)
        self.check_gapless()


class Colliding(Several):
    """Everything that is one row for all (numbers, counts, the last line of the audit log) is written at once from two servers."""

    # Looked for after every wait, however short, and told in PostgreSQL's log.
    settings = {'deadlock_timeout': '1ms'}

    def deadlocks(self):
        return (self.cluster.folder / 'log').read_text(errors='replace').count('deadlock detected')

    def provoke(self):
        """Two who lock in another order: so that it is known that the log tells of it."""
        script = 'SET lock_timeout = 0; BEGIN; LOCK TABLE {0}; SELECT pg_advisory_lock({2}); SELECT pg_advisory_unlock({2});' \
            ' LOCK TABLE {1}; COMMIT'
        psql = [self.cluster.bin / 'psql', '-Xq', '-d', self.cluster.uri()]
        self.cluster.sql('CREATE TABLE one (); CREATE TABLE two ()')
        gate = subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        gate.stdin.write("SELECT pg_advisory_lock(1), pg_advisory_lock(2);\n")
        gate.stdin.flush()
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid IN (1, 2) AND granted = {}"
        self.until(held.format('true'), '2')
        others = [subprocess.Popen([*psql, '-c', script.format(*names)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                  for names in (('one', 'two', 1), ('two', 'one', 2))]
        self.until(held.format('false'), '2')       # both have their first table
        gate.communicate('')
        for other in others:
            other.wait(TIMEOUT)

    def until(self, sql, value):
        end, pause = time.monotonic() + TIMEOUT, threading.Event()
        while self.cluster.sql(sql)[0] != [value]:
            self.assertLess(time.monotonic(), end, sql)
            pause.wait(0.02)

    def fine(self, reply, *also):
        self.assertIn(reply.status, (200, 201, 204, *also), reply.body)
        return reply

    def work(self, server, other, index):
        """What one of the many does; each of its steps ends in the same rows as everybody else's."""
        agent = server.sign_in('agent')
        user = server.people()['agent']
        for turn in range(8):
            name = f'{index}-{turn}'
            for event in 'newCall', 'answer', 'hangup':
                self.fine(server.post('/cti', {'event': event, 'callId': name, 'from': '13800000001', 'direction': 'in',
                                               'user': user['number'], 'answeringNumber': user['number']}, server.key))
            wrapup = next(w for w in other.get('/wrapups?limit=200', agent).json()['items']
                          if w['call']['external_id'] == name)
            category = self.template['document']['categories'][0]
            self.fine(other.post(f'/wrapups/{wrapup["id"]}/submit', {
                'outcome': 'feedback', 'channel': 'phone', 'category': category['id'],
                'issue_type': category['types'][0]['id'], 'case_text': '电话打了三次', 'pain_point': '打错电话'}, agent))
            customer = server.get(f'/customers/{wrapup["call"]["customer_id"]}', agent).json()
            self.fine(server.ask('PATCH', f'/api/v1/customers/{customer["id"]}', {'tags': [name]}, agent,
                                 headers={'If-Match': f'"{customer["rev"]}"'}), 412)
            token = self.fine(other.post('/session', {'user_id': user['id']}, local=True)).json()['token']
            Stream(server, token).close()
            self.fine(server.ask('DELETE', '/api/v1/session', token=token))

    def test_no_deadlock(self):
        one, two = self.server('one'), self.server('two')
        self.template = one.get('/templates', one.sign_in('agent')).json()['items'][0]
        for server in one, two:
            server.sign_in('agent')
        # The months to come are made anew under load, and a server that was never seen again is forgotten.
        for table in 'contacts', 'events', 'audit':
            last = self.cluster.sql(f"SELECT max(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = '{table}'::regclass"
                                    f" AND inhrelid <> '{table}_default'::regclass")[0][0]
            self.cluster.sql(f'DROP TABLE {last}')
        self.cluster.sql("INSERT INTO servers SELECT 'gone' || n, 1 FROM generate_series(1, 20) n; INSERT INTO presence"
                         " SELECT 'user' || n, 'gone' || n % 20 + 1, NULL FROM generate_series(1, 400) n")
        together(7, lambda index: self.server('three') if index == 6 else
                 self.work(*((one, two) if index % 2 else (two, one)), index))
        self.until("SELECT count(*) FROM presence WHERE server_id LIKE 'gone%'", '0')
        self.assertEqual(self.cluster.sql('SELECT count(*) FROM feedback')[0], ['48'])
        self.assertEqual(self.cluster.sql("SELECT sum(amount) FROM pool_counts WHERE team_id NOT IN ('', '*')")[0], ['48'])
        self.assertEqual(self.cluster.sql('SELECT count(*) = max(number) FROM audit')[0], ['t'])
        self.check_gapless()
        self.assertEqual(self.deadlocks(), 0)
        self.provoke()
        self.assertEqual(self.deadlocks(), 1)


class Databases(Several):
    """What the store may be kept in."""

    def starts_in(self, database, words):
        self.cluster.sql(f'CREATE DATABASE {database} TEMPLATE template0 {words}')
        folder = self.folder / database
        folder.mkdir()
        server = Server(folder, store=self.cluster.uri().replace('/postgres?', f'/{database}?'))
        self.addCleanup(server.close)
        return server.ready

    def test_ordered_by_bytes(self):
        for name, words in [('direct', "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"), ('system', "LOCALE 'C.UTF-8'"), ('plain', "LOCALE 'C'")]:
            self.assertTrue(self.starts_in(name, f"ENCODING 'UTF8' {words}").get('ready'), name)

    def test_any_other_is_refused(self):
        """Of ICU it says C.UTF-8 as well, and orders by ICU's rules."""
        for name, words in [('icu', "ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'zh'"),
                            ('bytes', "ENCODING 'SQL_ASCII' LOCALE 'C'")]:
            ready = self.starts_in(name, words)
            self.assertEqual(ready.get('ready'), False, name)
            self.assertIn('--lc-collate=C', ready['message'])


class DatabaseGoes(Several):
    durable = True

    def setUp(self):
        super().setUp()
        self.one = self.server('one')
        self.token = self.one.sign_in('compliance')

    def test_restart(self):
        """The database is restarted: reads and streams go on, and nobody starts us anew."""
        stream = Stream(self.one, self.token)
        self.until_answered(self.one, 'before')
        self.cluster.restart()
        connection = self.one.connect()
        for _ in range(8):      # each reader finds its own connection broken
            self.assertEqual(self.one.get('/calls', self.token, connection=connection).status, 200)
        self.assertEqual(self.new_call(self.one, 'after', connection).status, 204, 'an idle connection is no reason to refuse')
        made = (e['data']['record']['external_id'] for e in stream.events() if e['event'] == 'call.created')
        self.assertEqual([next(made), next(made)], ['before', 'after'])
        connection.close()
        stream.close()

    def test_away(self):
        """While the database is away a write is refused in words, and under the same key it is done once, later."""
        self.until_answered(self.one, 'before')
        self.cluster.stop()
        reply = self.new_call(self.one, 'meanwhile')
        self.assertEqual((reply.status, reply.code, reply.headers.get('retry-after')), (503, 'unavailable', '1'))
        self.cluster.start()
        self.until_answered(self.one, 'meanwhile')
        self.assertEqual(self.cluster.sql("SELECT count(*) FROM calls WHERE external_id = 'meanwhile'")[0], ['1'])

    def test_killed_under_load(self):
        """kill -9 of every process of PostgreSQL under load: each acknowledged write is there once, numbers have no gap."""
        done, acknowledged = threading.Event(), [[] for _ in range(4)]

        def send(index):
            turn = 0
            while not done.is_set():
                self.until_answered(self.one, f'k-{index}-{turn}')
                acknowledged[index].append(f'k-{index}-{turn}')
                turn += 1
        threads = [threading.Thread(target=send, args=(index,)) for index in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(5):
            before = sum(map(len, acknowledged))
            end = time.monotonic() + TIMEOUT
            while sum(map(len, acknowledged)) < before + 20 and time.monotonic() < end:
                done.wait(0.02)
            self.cluster.restart(signal.SIGKILL)
        done.set()
        for thread in threads:
            thread.join()
        rows = [row[0] for row in self.cluster.sql("SELECT external_id FROM calls WHERE external_id LIKE 'k-%'")]
        self.assertEqual(len(rows), len(set(rows)))
        self.assertEqual(set(sum(acknowledged, [])) - set(rows), set())
        self.assertGreaterEqual(len(rows), 100)
        self.check_gapless()


if __name__ == '__main__':
    unittest.main(verbosity=2)
