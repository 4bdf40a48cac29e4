#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Feedback given and pages read a second on both engines, everything on, and each as a fraction of the bare engine.

The bare engine does one durable insert of such a row, or reads fifty such rows, a transaction: SQLite in this process, PostgreSQL
by pgbench with as many connections as there are clients here.
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'server' / 'http'))
sys.path.insert(0, str(HERE.parent / 'support'))
from huixiangd import Server, together      # noqa: E402  (needs the paths above)
from pgcluster import Cluster               # noqa: E402

CLIENTS, SECONDS = 16, float(os.environ.get('HX_BENCH_SECONDS', '5'))
TABLE = 'CREATE TABLE bare (id integer PRIMARY KEY, words text NOT NULL)'
WORDS = '客户渠道痛点' * 60
INSERT = '\\set id random(1, 2000000000)\nINSERT INTO bare (id, words) VALUES (:id, repeat(\'客户渠道痛点\', 60)) ON CONFLICT DO NOTHING;\n'
PAGE = 'SELECT id, words FROM bare ORDER BY id DESC LIMIT 50;\n'


def requests(server, token, method, path, body):
    """How many a second, by clients that keep their connections."""
    def client(index):
        connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=60)
        count, end = 0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            headers = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'}
            if method == 'POST':
                headers['Idempotency-Key'] = f'{index}-{count}'
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            said = reply.read()
            assert reply.status in (200, 201), said
            count += 1
        connection.close()
        return count
    return sum(together(CLIENTS, client)) / SECONDS


def through_server():
    with Server() as server:
        server.call('first')
        token = server.sign_in('agent')
        customer = server.get('/calls', token).json()['items'][0]['customer_id']
        body = json.dumps({'customer_id': customer, 'channel': 'douyin', 'category': 'lead', 'issue_type': 'no_tag',
                           'case_text': '客户 C12345，抖音渠道，无需求标签', 'pain_point': '抖音线索无标签'}).encode()
        return (requests(server, token, 'POST', '/api/v1/feedback', body),
                requests(server, token, 'GET', '/api/v1/feedback?limit=50', None))


def a_second(work):
    count, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        work(count)
        count += 1
    return count / SECONDS


def bare_sqlite():
    with tempfile.TemporaryDirectory(prefix='hx-') as folder:
        with contextlib.closing(sqlite3.connect(f'{folder}/bare.db', isolation_level=None)) as db:
            db.execute('PRAGMA journal_mode = WAL')
            db.execute('PRAGMA synchronous = FULL')
            db.execute(TABLE)
            return (a_second(lambda count: db.execute('INSERT INTO bare (id, words) VALUES (?, ?)', (count, WORDS))),
                    a_second(lambda _: db.execute(PAGE.strip()).fetchall()))


def pgbench(cluster, script):
    path = cluster.folder / 'script'
    path.write_text(script)
    said = subprocess.run([cluster.bin / 'pgbench', '-n', '-M', 'prepared', '-c', str(CLIENTS), '-T', str(int(SECONDS)), '-f', path,
                           cluster.uri()], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    return float(re.search(r'tps = ([0-9.]+)', said).group(1))


def bare_pgsql(cluster):
    cluster.sql(TABLE)
    return pgbench(cluster, INSERT), pgbench(cluster, PAGE)


def report(engine, ours, bare):
    for what, one, other in zip(('feedback given', 'page of 50 read'), ours, bare):
        print(f'{engine}: {what}: {one:.0f}/s, the bare engine {other:.0f}/s: {one / other:.2f} of it', flush=True)


def main():
    os.environ.pop('HX_TEST_PGSQL', None)
    report('SQLite', through_server(), bare_sqlite())
    with Cluster(durable=True) as cluster:
        os.environ['HX_TEST_PGSQL'] = cluster.uri()
        report('PostgreSQL', through_server(), bare_pgsql(cluster))
    return 0


if __name__ == '__main__':
    sys.exit(main())
