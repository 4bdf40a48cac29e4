#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many writes that one commit serves and that get in each other's way: each has the answer that it would have had alone, after
those before it. On PostgreSQL what they ask is asked ahead, for up to thirty-two of them."""
import collections
import concurrent.futures
import contextlib
import datetime
import random
import sqlite3
import subprocess
import time
import unittest

from huixiangd import Server, TIMEOUT, pgcluster

MANY, ROUNDS = 100, 4
LOCK = 'SELECT pg_advisory_xact_lock(18552, hashtext(current_schema()))'
WORDS = {'category': 'lead', 'case_text': '客户无需求标签', 'pain_point': '抖音线索无标签'}
SOURCES = [('douyin', 'lead'), ('sms', 'message'), ('store', 'visit')]


class Crowd(unittest.TestCase):
    def setUp(self):
        self.server = Server().__enter__()
        self.addCleanup(self.server.close)
        self.tokens = {role: self.server.sign_in(role) for role in ('agent', 'lead')}
        self.tokens['pbx'] = self.server.key
        for i in range(3 * ROUNDS):
            self.server.cti('newCall', f'first-{i}', **{'from': f'138000000{i:02}', 'to': '4001', 'direction': 'in'})
        self.customers = [row[0] for row in self.server.sql('SELECT id FROM customers ORDER BY id')]
        self.given = []

    @contextlib.contextmanager
    def held(self):
        """Nobody writes meanwhile, so that what waits is taken together."""
        if not self.server.on_pgsql:
            with contextlib.closing(sqlite3.connect(self.server.store, timeout=TIMEOUT)) as db:
                db.execute('BEGIN IMMEDIATE')
                yield
                db.rollback()
            return
        with subprocess.Popen([pgcluster.programs() / 'psql', '-Xqt', '-d', self.server.store], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True, bufsize=1) as other:
            other.stdin.write(f"BEGIN; {LOCK}; SELECT 'held';\n")
            while 'held' not in other.stdout.readline():
                pass
            yield
            other.stdin.close()

    def job(self, chance, turn, calls, keyed):
        """Path, body, who, key."""
        kind, who = chance.choices(['/feedback', '/contacts', '/cti'], [6, 1, calls])[0], 'pbx'
        customer = chance.choice(self.customers[3 * turn:][:3])
        key = chance.choice([None, f'{turn}-{chance.randrange(30)}']) if keyed else None
        if kind == '/feedback':
            who = chance.choice(['agent', 'lead'])
            body = {**WORDS, 'customer_id': customer, 'issue_type': chance.choice(['no_tag', 'wrong_info']),
                    'channel': chance.choice(['phone', 'phone', 'douyin', 'sms'])}
            if self.given and chance.random() < 0.05:
                body['joined_id'] = chance.choice(self.given)
        elif kind == '/contacts':
            channel, activity = chance.choice(SOURCES)
            at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=chance.randrange(60, 86400))
            body = {'customer_id': customer, 'channel': channel, 'activity': activity,
                    'direction': chance.choice(['in', 'in', 'out']), 'at': at.strftime('%Y-%m-%dT%H:%M:%SZ')}
        else:
            name = chance.randrange(6)
            body = {'event': 'newCall', 'callId': f'{turn}-{name}', 'from': f'1370000{turn:03}{name % 3}', 'to': '4001', 'direction': 'in'}
        return kind, body, who, key

    def do(self, jobs):
        def ask(path, body, who, key):
            return self.server.post(path, body, self.tokens[who], headers={'Idempotency-Key': key} if key else {})
        with concurrent.futures.ThreadPoolExecutor(len(jobs)) as pool:
            with self.held():
                asked = [pool.submit(ask, *job) for job in jobs]
                self.wait_for(len(jobs) // 2)
            replies = [each.result() for each in asked]
        self.given += [r.json()['id'] for job, r in zip(jobs, replies) if job[0] == '/feedback' and r.status == 201]
        return replies

    def wait_for(self, many):
        """Until so many wait for the writer, or it has been held for long."""
        line, end, found = 'huixiang_queue_length{queue="write"} ', time.monotonic() + 2, 0
        while found < many and time.monotonic() < end:
            said = self.server.ask('GET', '/metrics', local=True).body.decode()
            found = next(float(text[len(line):]) for text in said.splitlines() if text.startswith(line))

    def check_keys(self, jobs, replies):
        """Under one key one thing was done, once, and told to all who asked for it."""
        by_key = collections.defaultdict(list)
        for (path, body, who, key), reply in zip(jobs, replies):
            by_key[who, key].append(((path, body), reply))
        for (_, key), all_of_it in by_key.items():
            if key is None:
                continue
            done = [(what, reply) for what, reply in all_of_it if reply.status < 300]
            self.assertEqual(sum('idempotency-replayed' not in reply.headers for _, reply in done), 1, key)
            for what, reply in all_of_it:
                if what == done[0][0]:
                    self.assertEqual((reply.status, reply.body), (done[0][1].status, done[0][1].body), key)
                else:
                    self.assertEqual((reply.status, reply.code), (422, 'key_reused'), key)

    def check_rows(self):
        """As the events tell in which order all was done."""
        rows = {r[0]: r[1:] for r in self.server.sql('SELECT id, customer_id, agent_id, channel, issue_type, proposal, joined_id, voices FROM feedback')}
        met = {r[0]: r[1:] for r in self.server.sql('SELECT id, customer_id, channel FROM contacts')}
        touched, seen, voices = set(), set(), collections.Counter(r[5] for r in rows.values())
        for thing, record in self.server.sql("SELECT thing, record_id FROM events WHERE action = 'created' ORDER BY number"):
            if thing == 'contact':
                touched.add(tuple(met[record]))
            elif thing == 'feedback':
                customer, agent, channel, issue, proposal, joined, count = rows[record]
                same = (customer, agent, channel, issue)
                self.assertEqual(proposal, 'suspect' if channel != 'phone' and (customer, channel) not in touched else 'duplicate' if same in seen else 'none')
                seen.add(same)
                self.assertEqual(int(count), 1 + (0 if joined else voices[record]))
        self.assertEqual(set(rows), set(self.given))
        self.assertEqual(self.server.sql('SELECT external_id FROM calls GROUP BY external_id HAVING count(*) > 1'), [])
        self.assertEqual(self.server.sql('SELECT value_index FROM identities GROUP BY value_index HAVING count(*) > 1'), [])
        self.assertEqual(self.server.sql('SELECT count(*) - max(number) FROM feedback'), [['0']])

    def run_all(self, calls, keyed):
        chance = random.Random(f'{calls} {keyed}')
        for turn in range(ROUNDS):
            jobs = [self.job(chance, turn, calls, keyed) for _ in range(MANY)]
            replies = self.do(jobs)
            self.assertLessEqual({r.status for r in replies}, {201, 204, 422} if keyed else {201, 204})
            self.check_keys(jobs, replies)
        self.check_rows()

    def test_feedback(self):
        """Where the store itself would refuse nothing, so that a wrong answer is not mended by doing all of it again."""
        self.run_all(0, False)

    def test_calls(self):
        self.run_all(4, False)

    def test_keys(self):
        """Half of them with a key that others have as well, and most of those for something else."""
        self.run_all(2, True)


unittest.main()
