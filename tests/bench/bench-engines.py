#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Feedback given and pages read a second on both engines, everything on, and each as a fraction of the bare engine.

wrk asks over kept connections; a median of runs is printed. As it takes part of the same processors, what the server (and the
database) used of them for one request stands beside. The bare engine works on the same filled store without a server: a transaction is one
durable insert of such a row, or a read of the same fifty with the names that stand beside them: SQLite in this process, PostgreSQL by
pgbench with a few connections.

HX_BENCH_SECONDS, _RUNS, _FEEDBACK and _CONTACTS make it shorter; HX_BENCH_ENGINE names one of the two.
"""
import contextlib
import functools
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
from huixiangd import Server, processor     # noqa: E402  (needs the paths above)
from pgcluster import Cluster               # noqa: E402

SECONDS, RUNS = float(os.environ.get('HX_BENCH_SECONDS', '2')), int(os.environ.get('HX_BENCH_RUNS', '5'))
FEEDBACK, CONTACTS = os.environ.get('HX_BENCH_FEEDBACK', '1000000'), os.environ.get('HX_BENCH_CONTACTS', '2000000')
FILL = pathlib.Path(os.environ['HX_BUILD_DIR']) / 'tests' / 'bench' / 'hx-fill'
CLIENTS = 64
HISTORY = ('SELECT t.*, u.name FROM contacts t LEFT JOIN users u ON u.id = t.agent_id WHERE t.customer_id = {}'
           ' ORDER BY t.at DESC, t.id DESC LIMIT 51')
POOL = ('SELECT t.*, u.name, c.code FROM feedback t LEFT JOIN users u ON u.id = t.agent_id LEFT JOIN customers c ON c.id = t.customer_id'
        " WHERE t.state = 'pool' AND t.team_id = {} ORDER BY t.created_at, t.id LIMIT 51")
COUNTS = ('SELECT channel, category, issue_type, amount, proposed FROM pool_counts WHERE team_id = {} AND amount > 0'
          ' ORDER BY channel, category, issue_type',
          "SELECT created_at, channel, issue_type FROM feedback WHERE state = 'pool' AND team_id = {} ORDER BY created_at, id LIMIT 1")
# Of these the copy has its own; no number of the server's is below one.
OWN = ('id', 'number')
KINDS = {'feedback': ('feedback given', 'agent'), 'history': ('history page of 50', 'agent'),
         'pool': ('pool page of 50 with its counts', 'lead'), 'counts': ('counts of the pool', 'lead')}


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


def through_server(engine, bare_engine, database):
    with tempfile.TemporaryDirectory(prefix='hx-') as folder:
        with Server(folder) as server:
            store = server.store if server.on_pgsql else f'sqlite:{server.store}'
        begin = time.monotonic()
        names = pathlib.Path(folder) / 'customers'
        with open(names, 'wb') as file:
            subprocess.run([FILL, store, f'{folder}/keys', FEEDBACK, CONTACTS], stdout=file, check=True)
        print(f'{engine}: {FEEDBACK} feedback and {CONTACTS} contacts filled in within {time.monotonic() - begin:.0f} s', flush=True)
        bare = bare_engine(server, names.read_text().split())
        begin = time.monotonic()
        with Server(folder) as server:
            print(f'{engine}: start to ready: {1000 * (time.monotonic() - begin):.0f} ms', flush=True)
            for kind, (what, _) in KINDS.items():
                row = measure(server, kind, names, database)
                other = bare.get(kind)
                say(engine, what, row, f'; the bare engine {other:.0f}/s: {row[0] / other:.2f} of it' if other else '')
            for kind in ('history', 'pool', 'counts'):
                alone = bare.get((kind, 1))
                say(engine, f'{KINDS[kind][0]}, one connection', measure(server, kind, names, database, 1),
                    f'; the bare engine {1000 / alone:.2f} ms' if alone else '')
            print(f'{engine}: memory after all this: {server.memory() / 1024:.0f} MiB PSS, page cache aside', flush=True)


def copy_of(columns, new):
    """An insert of a feedback like another, with values of its own for OWN."""
    rest = ', '.join(name for name in columns if name not in OWN)
    return f'INSERT INTO feedback ({", ".join(OWN)}, {rest}) SELECT {new}, {rest} FROM feedback WHERE id = '


def a_second(work):
    count, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        work(count)
        count += 1
    return count / SECONDS


def bare_sqlite(server, customers):
    with contextlib.closing(sqlite3.connect(server.store, isolation_level=None)) as db:
        for pragma in ('synchronous = FULL', 'foreign_keys = ON', 'mmap_size = 2147418112'):
            db.execute('PRAGMA ' + pragma)
        columns = [row[1] for row in db.execute('PRAGMA table_info(feedback)')]
        one, team = db.execute("SELECT id, team_id FROM feedback WHERE state = 'answered' LIMIT 1").fetchone()
        insert = copy_of(columns, '?, ?') + '?'
        done = {'feedback': a_second(lambda count: db.execute(insert, (f'bare {count}', -1 - count, one))),
                'history': a_second(lambda count: db.execute(HISTORY.format('?'), (customers[count * 7 % len(customers)],)).fetchall()),
                'pool': a_second(lambda count: [db.execute(sql.format('?'), (team,)).fetchall() for sql in (POOL, *COUNTS)]),
                'counts': a_second(lambda count: [db.execute(sql.format('?'), (team,)).fetchall() for sql in COUNTS])}
        return done | {(kind, 1): done[kind] for kind in done}


def pgbench(cluster, server, script, clients):
    path = cluster.folder / 'script'
    path.write_text(script)
    said = subprocess.run([cluster.bin / 'pgbench', '-n', '-M', 'prepared', '-c', str(clients), '-T', str(max(int(SECONDS), 1)), '-f', path,
                           server.store], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    return float(re.search(r'tps = ([0-9.]+)', said).group(1))


def bare_pgsql(cluster, server, customers):
    columns = [row[0] for row in server.sql("SELECT attname FROM pg_attribute WHERE attrelid = 'feedback'::regclass"
                                            ' AND attnum > 0 AND NOT attisdropped')]
    [[one, team]] = server.sql("SELECT id, team_id FROM feedback WHERE state = 'answered' LIMIT 1")
    server.sql('CREATE TABLE bare (n integer PRIMARY KEY, id text NOT NULL)')
    server.sql('INSERT INTO bare VALUES ' + ', '.join(f"({n}, '{name}')" for n, name in enumerate(customers)))
    insert = copy_of(columns, "'bare ' || :n, -cast(:n as bigint)") + f"'{one}' ON CONFLICT DO NOTHING;"
    scripts = {'feedback': f'\\set n random(1, 2000000000)\n{insert}\n',
               'history': f'\\set n random(0, {len(customers) - 1})\n' + HISTORY.format('(SELECT id FROM bare WHERE n = :n)') + ';\n',
               'pool': ''.join(sql.format(f"'{team}'") + ';\n' for sql in (POOL, *COUNTS)),
               'counts': ''.join(sql.format(f"'{team}'") + ';\n' for sql in COUNTS)}
    done = {kind: pgbench(cluster, server, script, 16) for kind, script in scripts.items()}
    done |= {(kind, 1): pgbench(cluster, server, scripts[kind], 1) for kind in ('history', 'pool', 'counts')}
    # As after any five minutes: what it writes next goes into files of its log that are there.
    cluster.sql('CHECKPOINT')
    return done


def main():
    only = os.environ.get('HX_BENCH_ENGINE')
    print(f'load of this computer: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors', flush=True)
    os.environ.pop('HX_TEST_PGSQL', None)
    if only != 'PostgreSQL':
        through_server('SQLite', bare_sqlite, list)
    if only != 'SQLite':
        with Cluster(durable=True, settings={'shared_buffers': '512MB', 'max_wal_size': '4GB', 'min_wal_size': '2GB'}) as cluster:
            os.environ['HX_TEST_PGSQL'] = cluster.uri()
            through_server('PostgreSQL', functools.partial(bare_pgsql, cluster), lambda: family(cluster.process))
    return 0


if __name__ == '__main__':
    sys.exit(main())
