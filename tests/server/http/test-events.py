#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream: nothing missed, nobody else's, nothing buffered without end."""
import itertools
import threading
import unittest

from huixiangd import TIMEOUT, Server, Stream, together

CONFIG = '[server]\nheartbeat-seconds=1\n'
ROUNDS, WRITERS = 30, 4


class Events(unittest.TestCase):
    def setUp(self):
        self.server = Server(config=CONFIG).__enter__()
        self.addCleanup(self.server.close)
        self.all = self.server.sign_in('compliance')

    def listen(self, token=None, last=None, watch=None):
        stream = Stream(self.server, token or self.all, last, watch=watch)
        self.addCleanup(stream.close)
        return stream

    def event_number(self, token=None):
        return self.server.get('/bootstrap', token or self.all).json()['event_number']

    def test_call_arrives(self):
        stream = self.listen()
        self.server.cti('newCall', 'a', **{'from': '13800000001'})
        event = next(e for e in stream.events() if e['event'].startswith('call.'))
        record = event['data']['record']
        self.assertEqual((record['external_id'], record['state']), ('a', 'ringing'))
        self.assertNotIn('13800000001', str(event), 'personal data is masked')

    def test_heartbeat(self):
        stream = self.listen()
        self.assertIn('comment', next(b for b in stream.blocks() if 'retry' not in b))

    def test_heartbeat_tells_how_far(self):
        """Who hears nothing for long comes back from there: the number is that of events that were others'."""
        stream = self.listen(self.server.sign_in('agent'))
        self.server.cti('newCall', 'of nobody')
        number = str(self.event_number())
        beats = [block for block in itertools.islice(stream.blocks(), 5) if 'comment' in block]
        self.assertEqual(next(beat['id'] for beat in beats if 'id' in beat), number)
        self.assertEqual(len([beat for beat in beats if beat.get('id') == number]), 1, 'said once')

    def customer(self, name):
        made = self.server.post('/customers', {'family_name': name}, self.server.sign_in('agent'))
        self.assertEqual(made.status, 201)
        return made.json()['id']

    def touch(self, customer, summary):
        body = {'customer_id': customer, 'channel': 'app', 'activity': 'view', 'direction': 'in', 'summary': summary,
                'at': '2026-11-22T03:31:07.000000Z'}
        self.assertEqual(self.server.post('/contacts', body, self.server.key).status, 201)

    def heard(self, stream):
        """Up to the call that everybody hears of."""
        events = itertools.takewhile(lambda e: e['event'] != 'call.created', stream.events())
        return {(e['data']['thing'], e['data']['record'].get('customer_id', e['data']['record_id'])) for e in events}

    def test_watch(self):
        """What is nobody's own goes to who shows it; the rest is not held back by it."""
        one, two = self.customer('李'), self.customer('王')
        start = self.event_number()
        of_one, of_two = {('customer', one), ('contact', one)}, {('customer', two), ('contact', two)}
        expected = {None: of_one | of_two, '': set(), 'board': set(), 'customers': of_one | of_two,
                    f'customer:{one}': of_one, f'board,customer:{two}': of_two, f'customers,customer:{two}': of_one | of_two}
        live = {watch: self.listen(watch=watch) for watch in expected}
        for customer in one, two:
            self.touch(customer, 'a touch')
        self.server.cti('newCall', 'a')
        for watch, found in expected.items():
            with self.subTest(watch=watch):
                self.assertEqual(self.heard(live[watch]), found)
                past = self.listen(last=start, watch=watch)
                self.assertEqual(self.heard(past), found, 'the past is told by the same rule')

    def test_watch_is_checked(self):
        for watch in 'pool', 'customer:', 'customer:x', 'board,,', ','.join(['board'] * 21):
            reply = self.server.get(f'/events?watch={watch}', self.all)
            self.assertEqual((reply.status, reply.params()), (422, {'watch': 'unknown'}), watch)

    def test_resume_misses_nothing(self):
        """Clients that leave and come back while others write see each number once, in order."""
        first = self.event_number()
        done = threading.Event()

        def write(index):
            for turn in range(ROUNDS):
                self.server.cti('newCall', f'{index}-{turn}')

        def follow():
            seen, last = [], first
            while not done.is_set() or last < self.event_number():
                stream = Stream(self.server, self.all, last)
                for event in itertools.islice(stream.events(), 7):
                    seen.append(int(event['id']))
                    last = seen[-1]
                    if done.is_set() and last >= self.event_number():
                        break
                stream.close()
            return seen
        results = []
        reader = threading.Thread(target=lambda: results.append(follow()))
        reader.start()
        together(WRITERS, write)
        done.set()
        self.server.cti('newCall', 'the last one')      # wakes a reader that waits for a seventh event
        for turn in range(7):
            self.server.cti('newCall', f'more {turn}')
        reader.join(TIMEOUT)
        self.assertFalse(reader.is_alive())
        self.assertEqual(results[0], list(range(first + 1, first + 1 + len(results[0]))))
        self.assertGreaterEqual(len(results[0]), WRITERS * ROUNDS)

    def test_each_event_reaches_everybody(self):
        streams = [self.listen() for _ in range(8)]
        together(WRITERS, lambda index: [self.server.cti('newCall', f'{index}-{turn}') for turn in range(ROUNDS)])
        seen = []
        for stream in streams:
            calls = (e['data']['record']['external_id'] for e in stream.events() if e['event'] == 'call.created')
            seen.append(list(itertools.islice(calls, WRITERS * ROUNDS)))
        self.assertEqual(len(set(seen[0])), WRITERS * ROUNDS)
        self.assertTrue(all(s == seen[0] for s in seen), 'one order for everybody')

    def test_past_and_present_meet_once(self):
        start = self.event_number()
        for turn in range(20):
            self.server.cti('newCall', f'before {turn}')
        stream = self.listen(last=start)
        for turn in range(20):
            self.server.cti('newCall', f'after {turn}')
        numbers = [int(e['id']) for e in itertools.islice(stream.events(), 40)]
        self.assertEqual(numbers, list(range(start + 1, start + 41)))

    def test_scope(self):
        """An agent hears of the own calls only; here of none, as nobody answered them."""
        agent = self.server.sign_in('agent')
        user = self.server.people()['agent']
        stream = self.listen(agent)
        number = user.get('extension') or user['number']
        self.server.cti('newCall', 'of another', **{'from': '13800000001', 'user': 'somebody else'})
        self.server.cti('answer', 'of another', **{'user': 'somebody else', 'answeringNumber': '9999'})
        self.server.cti('newCall', 'mine', **{'from': '13800000002', 'user': number})
        self.server.cti('answer', 'mine', **{'user': number, 'answeringNumber': number})
        for event in stream.events():
            record = event['data']['record'] or {}
            self.assertNotEqual(record.get('external_id'), 'of another')
            if record.get('external_id') == 'mine' and record.get('state') == 'answered':
                break

    def test_unknown_past(self):
        for last in 10 ** 9, 2 ** 63 - 1, 10 ** 30, 'x', -1, '':
            events = self.listen(last=last).events()
            self.assertEqual(next(events)['event'], 'reset', last)
            self.assertIsNone(next(events, None), 'and then it ends')

    def test_slow_reader_is_cut(self):
        """Whoever does not read is told to load anew; the server keeps a bounded backlog, others hear everything."""
        slow = self.server.raw(local=True)      # its buffers are small and do not grow
        slow.sendall(f'GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.all}\r\n\r\n'.encode())
        self.assertTrue(slow.recv(1))
        fast, key, calls, heard = self.listen(), self.server.key, 3000, []

        def follow():
            for event in fast.events():
                heard.append(event['event'])
                if heard.count('call.created') == calls:
                    return

        def write(index):
            connection = self.server.connect()
            for turn in range(calls // WRITERS):
                body = {'event': 'newCall', 'callId': f'{index}-{turn}'}
                assert self.server.post('/cti', body, key, connection=connection).status == 204
            connection.close()
        reader = threading.Thread(target=follow)
        reader.start()
        together(WRITERS, write)
        reader.join(TIMEOUT)
        self.assertEqual(heard.count('call.created'), calls)
        self.assertNotIn('reset', heard)
        slow.settimeout(TIMEOUT)
        tail = b''
        while not tail.endswith(b'\r\n0\r\n\r\n') and (part := slow.recv(65536)):
            tail = (tail + part)[-4000:]
        self.assertIn(b'event: reset', tail)
        slow.close()

    def test_sign_out_ends_the_stream(self):
        user = self.server.people()['agent']
        token = self.server.post('/session', {'user_id': user['id']}, local=True).json()['token']
        stream = self.listen(token)
        self.assertEqual(self.server.ask('DELETE', '/api/v1/session', token=token).status, 204)
        self.assertEqual(list(stream.events()), [])
        self.assertEqual(self.server.get('/session', token).status, 401)

    def test_token_needed(self):
        self.assertEqual(self.server.get('/events').status, 401)


if __name__ == '__main__':
    unittest.main(verbosity=2)
