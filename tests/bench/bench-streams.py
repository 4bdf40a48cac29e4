#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of agents who listen: what each stream costs, and how soon an event is with the one whom it concerns.

Prints each figure with its limit and as a fraction of it; exit status 1 when one is over.
"""
import json
import os
import pathlib
import resource
import select
import sqlite3
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'server' / 'http'))
from huixiangd import JSON, V1, Server      # noqa: E402  (needs the path above)

STREAMS = int(os.environ.get('HX_BENCH_STREAMS', '5000'))
EVENTS, BROADCASTS = 1000, 20
CONFIG = f'[server]\nheartbeat-seconds=300\n[limits]\nconnections={STREAMS + 1000}\nconnections-per-address=0\n'
failed = []


def report(what, value, limit, unit):
    print(f'{what}: {value:.2f} {unit}, limit {limit} {unit}: {value / limit:.2f} of it')
    if value > limit:
        failed.append(what)


def add_agents(path, like):
    """Copies of one agent, each with an extension of its own."""
    store = sqlite3.connect(path)
    store.row_factory = sqlite3.Row
    row = dict(store.execute('SELECT * FROM users WHERE id = ?', (like,)).fetchone())
    agents = []
    for index in range(STREAMS):
        number = f'7{index:05}'
        agents.append(dict(row, id=f'0197a000-{index >> 12:04x}-7{index & 4095:03x}-8000-{uuid.uuid4().hex[:12]}', number=number,
                           extension=number, name=f'坐席{number}'))
    names = ', '.join(row)
    store.executemany(f'INSERT INTO users ({names}) VALUES ({", ".join(":" + n for n in row)})', agents)
    store.commit()
    store.close()
    return agents


def sign_in(server, agents):
    connection = server.connect(local=True)
    tokens = []
    for agent in agents:
        reply = server.post('/session', {'user_id': agent['id']}, connection=connection)
        assert reply.status == 201, reply.body
        tokens.append(reply.json()['token'])
    connection.close()
    return tokens


def listen(server, token):
    sock = server.raw()
    sock.sendall(f'GET {V1}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n'.encode())
    said = sock.recv(4096)
    while b'retry: 1000\n\n' not in said:
        said += sock.recv(4096)
    assert said.startswith(b'HTTP/1.1 200'), said
    return sock


def send(sock, key, body):
    body = json.dumps(body).encode()
    sock.sendall(f'POST {V1}/cti HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: {JSON}\r\n'
                 f'Content-Length: {len(body)}\r\n\r\n'.encode() + body)


def one_event(server, poster, stream, extension, name):
    """Seconds until a call is heard at its agent's stream: from its sending, from its writing, and from its acknowledgement."""
    poll = select.poll()
    poll.register(poster, select.POLLIN)
    poll.register(stream, select.POLLIN)
    begin, heard, answered, event = time.perf_counter(), None, None, b''
    send(poster, server.key_text, {'event': 'newCall', 'callId': name, 'user': extension})
    while heard is None or answered is None:
        for fd, _ in poll.poll(10000):
            if fd == poster.fileno():
                said = poster.recv(4096)
                assert said.startswith(b'HTTP/1.1 204'), said
                answered = time.perf_counter()
            else:
                event += stream.recv(65536)
                if heard is None and b'event: call.created' in event and event.endswith(b'\n\n\r\n'):
                    heard, clock = time.perf_counter(), time.time()
    data = event[event.index(b'event: call.created'):].split(b'data: ')[1].split(b'\n')[0]
    at = json.loads(data)['at']
    written = time.mktime(time.strptime(at[:19], '%Y-%m-%dT%H:%M:%S')) - time.timezone + float('0' + at[19:-1])
    return heard - begin, clock - written, max(heard - answered, 0)


def percentile(times, part):
    return 1000 * sorted(times)[int(len(times) * part)]


def measure_events(server, agents, streams):
    poster, measured = server.raw(), []
    for turn in range(EVENTS):
        index = (turn * 7919) % STREAMS
        measured.append(one_event(server, poster, streams[index], agents[index]['extension'], f'bench-{turn}'))
    poster.close()
    whole, inner, after = zip(*measured[50:])
    what = f'event at one of {STREAMS} streams'
    print(f'{what}, from sending the call: p50 {percentile(whole, 0.5):.2f} ms, p99 {percentile(whole, 0.99):.2f} ms')
    print(f'{what}, from its writing, commit included: p50 {percentile(inner, 0.5):.2f} ms, p99 {percentile(inner, 0.99):.2f} ms')
    report(f'{what}, from the acknowledged commit: p50', percentile(after, 0.5), 1, 'ms')
    report(f'{what}, from the acknowledged commit: p99', percentile(after, 0.99), 3, 'ms')


def measure_broadcasts(server, streams):
    """What all agents may see, such as a customer, goes to all of them; the processor time of that is what limits it."""
    def spent():
        return sum(int(n) for n in pathlib.Path(f'/proc/{server.process.pid}/stat').read_text().rsplit(')', 1)[1].split()[11:13])
    connection, before, begin = server.connect(), spent(), time.perf_counter()
    poll = select.poll()
    for sock in streams:
        poll.register(sock, select.POLLIN)
    by_number, waiting, events = {sock.fileno(): sock for sock in streams}, set(), 0
    for turn in range(BROADCASTS):
        body = {'family_name': f'测试{turn}', 'identities': [{'kind': 'phone', 'value': f'139000{turn:05}'}]}
        reply = server.post('/customers', body, server.sign_in('agent'), connection=connection)
        assert reply.status == 201, reply.body
        waiting = set(by_number)
        while waiting:
            for number, _ in poll.poll(10000):
                by_number[number].recv(65536)
                waiting.discard(number)
        events += 1
    wall = time.perf_counter() - begin
    ticks = (spent() - before) / os.sysconf('SC_CLK_TCK')
    print(f'an event for all {len(streams)} streams: {1000 * ticks / events:.1f} ms of the processor, the last stream has it after'
          f' {1000 * wall / events:.1f} ms at most, this reader included')
    connection.close()


def main():
    os.environ['TZ'] = 'UTC'
    time.tzset()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with Server(config=CONFIG) as server:
        like = server.people()['agent']['id']
        server.stop()
        agents = add_agents(server.store, like)
        server.start()
        server.key_text = server.key
        tokens = sign_in(server, agents)
        listen(server, server.sign_in('compliance')).close()
        before = server.memory()
        streams = [listen(server, token) for token in tokens]
        per_stream = 1024 * (server.memory() - before) / STREAMS
        report(f'memory of each of {STREAMS} open streams', per_stream, 10240, 'bytes')
        measure_events(server, agents, streams)
        measure_broadcasts(server, streams)
        for sock in streams:
            sock.close()
    for what in failed:
        print(f'over its limit: {what}')
    return 1 if failed else 0


if __name__ == '__main__':
    os.environ.setdefault('HX_TEST_TIMEOUT', '60')
    sys.exit(main())
