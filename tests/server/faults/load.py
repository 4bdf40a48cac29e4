# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients as they should be: each write has a key and is repeated until it is answered; each stream resumes."""
import http.client
import os
import socket
import sys
import threading

sys.path.insert(0, os.environ.get('HX_HTTP_TESTS') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'http'))
from huixiangd import TIMEOUT, V1, Server, Stream      # noqa: E402,F401  (needs the path above)

GONE = (OSError, http.client.HTTPException)
LATER = (503, 507, 429)


class Writers:
    """Threads that write calls, each under a name of its own, until they are told to stop."""

    def __init__(self, server, count=4, allowed=LATER):
        self.server, self.allowed, self.key = server, allowed, server.key
        self.acknowledged, self.refused, self.wrong = [], [], []
        self.stopping, self.changed = threading.Event(), threading.Condition()
        self.up = threading.Event()
        self.up.set()
        self.threads = [threading.Thread(target=self.write, args=(i,)) for i in range(count)]
        for thread in self.threads:
            thread.start()

    def where(self, index):
        """The server of the writer of that number."""
        return self.server

    def send(self, connection, name):
        return self.server.post('/cti', {'event': 'newCall', 'callId': name}, self.key, connection=connection,
                                headers={'Idempotency-Key': f'key-{name}'})

    def write(self, index):
        connection, count = None, 0
        while not self.stopping.is_set():
            name, done = f'{index}-{count}', False
            while not done:
                self.up.wait()
                try:
                    connection = connection or self.where(index).connect()
                    reply = self.send(connection, name)
                    done = self.note(name, reply)
                except GONE:
                    if connection:
                        connection.close()
                    connection = None
            count += 1
        if connection:
            connection.close()

    def note(self, name, reply):
        with self.changed:
            if reply.status in (200, 201, 204):
                self.acknowledged.append(name)
            elif reply.status in self.allowed:
                self.refused.append((reply.status, reply.code))
            else:
                self.wrong.append((name, reply.status, reply.body))
            self.changed.notify_all()
        return reply.status not in self.allowed

    def wait_for(self, count):
        """Until so many more are acknowledged."""
        with self.changed:
            aim = len(self.acknowledged) + count
            assert self.changed.wait_for(lambda: len(self.acknowledged) >= aim, TIMEOUT), 'the writers stand still'

    def wait_until(self, condition):
        with self.changed:
            return self.changed.wait_for(condition, TIMEOUT)

    def stop(self):
        self.stopping.set()
        self.up.set()
        for thread in self.threads:
            thread.join()


class Follower:
    """One listener that comes back where it was; it keeps the numbers that it saw."""

    def __init__(self, server, token, up):
        self.server, self.token, self.up = server, token, up
        self.numbers, self.resets = [], 0
        self.last = server.get('/bootstrap', token).json()['event_number']
        self.first, self.aim = self.last, None
        self.thread = threading.Thread(target=self.follow)
        self.thread.start()

    def follow(self):
        while self.aim is None or self.last < self.aim:
            self.up.wait()
            try:
                stream = Stream(self.server, self.token, self.last)
                for event in stream.events():
                    if event['event'] == 'reset':
                        self.resets += 1
                        break
                    self.last = int(event['id'])
                    self.numbers.append(self.last)
                    if self.aim is not None and self.last >= self.aim:
                        break
                stream.close()
            except (*GONE, AssertionError, ValueError, socket.timeout):
                pass

    def finish(self, aim):
        self.aim = aim
        self.server.cti('newCall', 'the last one')      # wakes a reader that has it all already
        self.thread.join(TIMEOUT)
        assert not self.thread.is_alive(), (self.last, aim)


def check_store(server, names):
    """Each name once; nothing by half; the numbers of the events without a gap. For a server that ran on either engine."""
    def one(sql):
        return int(server.sql(sql)[0][0])
    found = [row[0] for row in server.sql('SELECT external_id FROM calls')]
    assert len(found) == len(set(found)), 'a call is there twice'
    missing = set(names) - set(found)
    assert not missing, f'acknowledged, and not there: {sorted(missing)[:10]} of {len(missing)}'
    assert one('SELECT count(*) FROM events') == one('SELECT max(number) FROM events'), 'the numbers have gaps'
    assert one("SELECT value FROM counters WHERE name = 'event'") == one('SELECT max(number) FROM events')
    for thing, table in (('call', 'calls'), ('feedback', 'feedback')):
        assert one(f'SELECT count(*) FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.record_id = t.id'
                   f" AND e.thing = '{thing}')") == 0, f'a {thing} that nobody was told of'
        assert one(f"SELECT count(*) FROM events e WHERE e.thing = '{thing}' AND NOT EXISTS"
                   f' (SELECT 1 FROM {table} t WHERE t.id = e.record_id)') == 0, f'an event of no {thing}'
    if not server.on_pgsql:
        assert server.sql('PRAGMA integrity_check') == [['ok']]
    return found
