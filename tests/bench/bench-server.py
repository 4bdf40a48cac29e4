#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server costs a person who waits: a page of a long history, and a submission that is durable.

Prints each figure with its limit and as a fraction of it; exit status 1 when one is over.
"""
import os
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'server' / 'http'))
from huixiangd import Server, Stream, together      # noqa: E402  (needs the path above)

CONTACTS, SENDERS, PAGES, SUBMISSIONS, EVENTS = 10000, 8, 400, 100, 300
failed = []


def report(what, times, limit, unit='ms'):
    times = sorted(1000 * t for t in times)
    median, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    fraction = median / limit
    print(f'{what}: median {median:.2f} {unit}, p99 {p99:.2f} {unit}, limit {limit} {unit}: {fraction:.2f} of it'
          f' ({len(times)} times)')
    if fraction > 1:
        failed.append(what)


def fill(server, customer):
    """A customer with a long history."""
    key = server.key

    def send(index):
        connection = server.connect()
        for turn in range(CONTACTS // SENDERS):
            at = time.strftime('%Y-%m-%dT%H:%M:%S.000000Z', time.gmtime(1700000000 + 600 * (turn * SENDERS + index)))
            reply = server.post('/contacts', {'customer_id': customer, 'channel': 'sms', 'activity': 'message',
                                              'direction': 'out', 'at': at, 'summary': '活动通知：满减券已到账'}, key,
                                connection=connection)
            assert reply.status == 201, reply.body
        connection.close()
    begin = time.monotonic()
    together(SENDERS, send)
    spent = time.monotonic() - begin
    print(f'{CONTACTS} contacts written durably by {SENDERS} senders: {CONTACTS / spent:.0f} a second')


def history(server, customer):
    token = server.sign_in('agent')
    connection = server.connect()
    path = f'/customers/{customer}/contacts?limit=50'
    following, times = path, []
    for turn in range(PAGES):
        begin = time.perf_counter()
        reply = server.get(following, token, connection=connection)
        times.append(time.perf_counter() - begin)
        page = reply.json()
        assert len(page['items']) == 50, reply.body
        following = path + '&cursor=' + page['next'] if page['next'] and turn % 190 else path
    connection.close()
    report(f'history page of 50 from {CONTACTS} contacts', times[20:], 5)


def submissions(server):
    token, times = server.sign_in('agent'), []
    connection = server.connect()
    for turn in range(SUBMISSIONS):
        wrapup = server.call(f'bench-{turn}')['id']
        body = {'outcome': 'feedback', 'channel': 'douyin', 'category': 'lead', 'issue_type': 'no_tag',
                'case_text': '客户 C12345，抖音渠道，无需求标签', 'pain_point': '抖音线索无标签'}
        begin = time.perf_counter()
        reply = server.post(f'/wrapups/{wrapup}/submit', body, token, connection=connection,
                            headers={'Idempotency-Key': f'key-{turn}'})
        times.append(time.perf_counter() - begin)
        assert reply.status == 200, reply.body
    connection.close()
    report('submit, acknowledged after a durable commit', times[5:], 10)


def events(server):
    """From the sending of a call's event to its arrival at a listener: HTTP, commit and stream."""
    stream = Stream(server, server.sign_in('compliance'))
    key, connection, times = server.key, server.connect(), []
    arriving = (e for e in stream.events() if e['event'] == 'call.created')
    for turn in range(EVENTS):
        begin = time.perf_counter()
        server.post('/cti', {'event': 'newCall', 'callId': f'event-{turn}'}, key, connection=connection)
        next(arriving)
        times.append(time.perf_counter() - begin)
    stream.close()
    connection.close()
    report('call event sent to call event heard', times[5:], 10)


def start(folder):
    times = []
    for _ in range(10):
        begin = time.perf_counter()
        with Server(folder):
            times.append(time.perf_counter() - begin)
    report('start to ready', times, 300)


def main():
    with Server() as server:
        number = server.people()['agent']
        server.cti('newCall', 'first', **{'from': '13800000077', 'user': number.get('extension') or number['number']})
        customer = server.get('/calls', server.sign_in('compliance')).json()['items'][0]['customer_id']
        fill(server, customer)
        history(server, customer)
        submissions(server)
        events(server)
        pss = server.memory()
        print(f'memory of the server after all this: {pss / 1024:.0f} MiB PSS, limit 80 MiB: {pss / 1024 / 80:.2f} of it')
        if pss > 80 * 1024:
            failed.append('memory')
        server.stop()
        start(server.folder)
    for what in failed:
        print(f'over its limit: {what}')
    return 1 if failed else 0


if __name__ == '__main__':
    os.environ.setdefault('HX_TEST_TIMEOUT', '60')
    sys.exit(main())
