#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Feedback given and pages read a second on both engines, everything on, and each as a fraction of the bare engine.

wrk asks over kept connections; a median of runs is printed. As it takes part of the same processors, what the server (and the
database) used of them for one request stands beside. The bare engine does one durable insert of such a row, or reads fifty such rows, a
transaction: SQLite in this process, PostgreSQL by pgbench with a few connections.

HX_BENCH_SECONDS, _RUNS, _FEEDBACK and _CONTACTS make it shorter; HX_BENCH_ENGINE names one of the two.
"""
import contextlib
import json
import os
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'server' / 'http'))
sys.path.insert(0, str(HERE.parent / 'support'))
from huixiangd import Server                # noqa: E402  (needs the paths above)
from pgcluster import Cluster               # noqa: E402

SECONDS, RUNS = float(os.environ.get('HX_BENCH_SECONDS', '2')), int(os.environ.get('HX_BENCH_RUNS', '5'))
FEEDBACK, CONTACTS = os.environ.get('HX_BENCH_FEEDBACK', '1000000'), os.environ.get('HX_BENCH_CONTACTS', '2000000')
FILL = pathlib.Path(os.environ['HX_BUILD_DIR']) / 'tests' / 'bench' / 'hx-fill'
CLIENTS = 64
TABLE = 'CREATE TABLE bare (id integer PRIMARY KEY, words text NOT NULL)'
WORDS = '客户渠道痛点' * 60
INSERT = '\\set id random(1, 2000000000)\nINSERT INTO bare (id, words) VALUES (:id, repeat(\'客户渠道痛点\', 60)) ON CONFLICT DO NOTHING;\n'
PAGE = 'SELECT id, words FROM bare ORDER BY id DESC LIMIT 50;\n'
KINDS = {'feedback': ('feedback given', 'agent'), 'history': ('history page of 50', 'agent'),
         'pool': ('pool page of 50', 'lead'), 'counts': ('counts of the pool', 'lead')}
TICK = os.sysconf('SC_CLK_TCK')


def processor(pids):
    """Seconds of processor that these have used."""
    spent = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(') ')[2].split()
            spent += int(fields[11]) + int(fields[12])
    return spent / TICK


def family(process):
    """A database's process and those it started; short-lived ones do nothing that counts."""
    children = pathlib.Path(f'/proc/{process.pid}/task/{process.pid}/children').read_text().split()
    return [process.pid, *map(int, children)]


def run_wrk(server, kind, token, names, connections):
    said = subprocess.run(['wrk', '-t', '1', '-c', str(connections), '-d', f'{SECONDS:g}s', '--timeout', '30s', '-s', HERE / 'load.lua',
                           f'http://127.0.0.1:{server.port}', '--', kind, token, names], stdout=subprocess.PIPE, check=True).stdout
    done = json.loads(said.decode().rstrip().rpartition('\n')[2])
    assert done['errors'] == 0 and done['requests'] > 0, said.decode()
    return done


def measure(server, kind, names, database, connections=CLIENTS):
    """Medians of the runs: requests a second, p50 and p99 in ms, processor µs of server and database."""
    rows = []
    for _ in range(RUNS):
        ours, theirs = processor([server.process.pid]), processor(database())
        done = run_wrk(server, kind, server.sign_in(KINDS[kind][1]), names, connections)
        rows.append((done['requests'] / done['us'] * 1e6, done['p50'] / 1000, done['p99'] / 1000,
                     (processor([server.process.pid]) - ours) / done['requests'] * 1e6,
                     (processor(database()) - theirs) / done['requests'] * 1e6))
    return [statistics.median(column) for column in zip(*rows)]


def say(engine, what, row, bare):
    print(f'{engine}: {what}: {row[0]:.0f}/s, p50 {row[1]:.2f} ms, p99 {row[2]:.2f} ms, processor {row[3]:.0f} µs of the server and'
          f' {row[4]:.0f} µs of the database each{bare}', flush=True)


def pss(server):
    rows = pathlib.Path(f'/proc/{server.process.pid}/smaps_rollup').read_text().splitlines()
    return int(next(line for line in rows if line.startswith('Pss:')).split()[1]) / 1024


def through_server(engine, bare, database):
    with tempfile.TemporaryDirectory(prefix='hx-') as folder:
        with Server(folder) as server:
            store = server.store if server.on_pgsql else f'sqlite:{server.store}'
        begin = time.monotonic()
        names = pathlib.Path(folder) / 'customers'
        with open(names, 'wb') as file:
            subprocess.run([FILL, store, f'{folder}/keys', FEEDBACK, CONTACTS], stdout=file, check=True)
        print(f'{engine}: {FEEDBACK} feedback and {CONTACTS} contacts filled in within {time.monotonic() - begin:.0f} s', flush=True)
        begin = time.monotonic()
        with Server(folder) as server:
            print(f'{engine}: start to ready: {1000 * (time.monotonic() - begin):.0f} ms', flush=True)
            for kind, (what, _) in KINDS.items():
                row = measure(server, kind, names, database)
                other = bare[kind == 'feedback']
                say(engine, what, row, f'; the bare engine {other:.0f}/s: {row[0] / other:.2f} of it')
            for kind in ('history', 'pool', 'counts'):
                say(engine, f'{KINDS[kind][0]}, one connection', measure(server, kind, names, database, 1), '')
            print(f'{engine}: memory after all this: {pss(server):.0f} MiB PSS', flush=True)


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
            inserts = a_second(lambda count: db.execute('INSERT INTO bare (id, words) VALUES (?, ?)', (count, WORDS)))
            return a_second(lambda _: db.execute(PAGE.strip()).fetchall()), inserts


def pgbench(cluster, script):
    path = cluster.folder / 'script'
    path.write_text(script)
    said = subprocess.run([cluster.bin / 'pgbench', '-n', '-M', 'prepared', '-c', '16', '-T', str(max(int(SECONDS), 1)), '-f', path,
                           cluster.uri()], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    return float(re.search(r'tps = ([0-9.]+)', said).group(1))


def bare_pgsql(cluster):
    cluster.sql(TABLE)
    inserts = pgbench(cluster, INSERT)
    return pgbench(cluster, PAGE), inserts


def main():
    only = os.environ.get('HX_BENCH_ENGINE')
    print(f'load of this computer: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors', flush=True)
    os.environ.pop('HX_TEST_PGSQL', None)
    if only != 'PostgreSQL':
        through_server('SQLite', bare_sqlite(), list)
    if only != 'SQLite':
        with Cluster(durable=True, settings={'shared_buffers': '512MB', 'max_wal_size': '4GB'}) as cluster:
            os.environ['HX_TEST_PGSQL'] = cluster.uri()
            through_server('PostgreSQL', bare_pgsql(cluster), lambda: family(cluster.process))
    return 0


if __name__ == '__main__':
    sys.exit(main())
