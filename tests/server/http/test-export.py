#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole organisation as lines of JSON: from engine to engine and back, and what is no export."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

from audio import tone
from huixiangd import PROGRAM, TIMEOUT, V1, Server

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / 'support'))
from pgcluster import Cluster  # noqa: E402


def run(*words, status=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=TIMEOUT * 4)
    assert done.returncode == status, (words, done.returncode, done.stdout, done.stderr)
    return done


def sealed(lines):
    """The lines with a last one that is right for them."""
    text = ''.join(line + '\n' for line in lines)
    digest = hashlib.blake2b(text.encode(), digest_size=32).hexdigest()
    return text + f'{{"blake2b":"{digest}","lines":{len(lines)}}}\n'


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-export-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.store = cls.folder / 'store.db'
        run('sample', '--store', f'sqlite:{cls.store}', '--contacts', 1500)
        with Server(folder=cls.folder, store=cls.store) as server:
            wrapup = server.call('one')
            made = server.post('/recordings', {'external_id': 'one'}, server.key).json()['id']
            reply = server.ask('PUT', f'{V1}/recordings/{made}/audio', tone(1), server.key, 'audio/wav')
            assert reply.status == 200 and wrapup, reply.body
            cls.tables = cls.count(cls.store)
            run('export', '--store', f'sqlite:{cls.store}', '--to', cls.folder / 'served')     # while it is served
        cls.export = cls.folder / 'export'
        # Without the keys there is no line for it in the audit log, so that the store is still what the export is of.
        done = run('export', '--store', f'sqlite:{cls.store}', '--keys', cls.folder / 'none', '--to', cls.export)
        assert 'audit log has no line' in done.stderr, done.stderr
        cls.small = cls.folder / 'small'        # for what is tried many times
        with Server() as server:
            server.call('one')
            run('export', '--store', f'sqlite:{server.store}', '--to', cls.small)

    @staticmethod
    def count(store):
        """Rows of every table, as SQLite itself knows them."""
        with sqlite3.connect(f'file:{store}?mode=ro', uri=True) as db:
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            counts = {name: db.execute(f'SELECT count(*) FROM {name}').fetchone()[0] for name in names}
        db.close()
        return counts

    def place(self):
        return pathlib.Path(tempfile.mkdtemp(prefix='place-', dir=self.folder)) / 'store.db'

    @staticmethod
    def lines(export):
        return export.read_text().splitlines()[:-1]

    def refused(self, text, *wanted):
        """Refused with these words, and nothing was changed: the good one can still be imported."""
        place = self.place()
        bad = place.parent / 'bad'
        bad.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = run('import', '--store', f'sqlite:{place}', '--from', bad, status=1)
        for word in wanted:
            self.assertIn(word, done.stderr)
        return place

    def test_every_table(self):
        """What is in the store's own list of tables is in the export, with all its rows."""
        header = json.loads(self.lines(self.export)[0])
        wanted = dict(self.tables)
        self.assertGreater(wanted.pop('schema_migrations'), 0)
        served = json.loads((self.folder / 'served').read_text().splitlines()[0])
        self.assertEqual(served['rows'], wanted)
        found = {}
        for line in self.lines(self.export)[1:]:
            table = json.loads(line)['table']
            found[table] = found.get(table, 0) + 1
        self.assertEqual({t: n for t, n in header['rows'].items() if n}, found)
        self.assertGreater(len(found), 15)
        self.assertEqual(self.export.stat().st_mode & 0o777, 0o600)

    def test_accounted_for(self):
        with sqlite3.connect(f'file:{self.store}?mode=ro', uri=True) as db:
            found = db.execute("SELECT count(*) FROM audit WHERE action = 'exported'").fetchone()
        db.close()
        self.assertEqual(found, (1,))       # the one that was made while it was served
        done = run('audit', 'verify', '--store', f'sqlite:{self.store}', '--keys', self.folder / 'keys')
        self.assertIn('sound', done.stdout)

    def test_columns(self):
        """No column is forgotten, and each value is the store's."""
        with sqlite3.connect(f'file:{self.store}?mode=ro', uri=True) as db:
            db.row_factory = sqlite3.Row
            by_table = {}
            for line in self.lines(self.export)[1:]:
                row = json.loads(line)
                by_table.setdefault(row['table'], []).append(row['row'])
            for table, rows in by_table.items():
                kept = [{k: r[k] for k in r.keys() if r[k] is not None} for r in db.execute(f'SELECT * FROM {table}')]
                key = json.dumps
                self.assertEqual(sorted(rows, key=lambda r: key(r, sort_keys=True)),
                                 sorted(kept, key=lambda r: key(r, sort_keys=True)), table)
        db.close()

    def test_there_and_back(self):
        place = self.place()
        run('import', '--store', f'sqlite:{place}', '--from', self.export)
        run('export', '--store', f'sqlite:{place}', '--to', place.parent / 'again')
        self.assertEqual((place.parent / 'again').read_bytes(), self.export.read_bytes())
        # And it is a store that a server runs on, with the same keys and files.
        shutil.copy(self.folder / 'keys', place.parent / 'keys')
        shutil.copytree(self.folder / 'recordings', place.parent / 'recordings')
        with Server(folder=place.parent, store=place) as server:
            calls = server.get('/calls', server.sign_in()).json()['items']
            self.assertIn('one', [c['external_id'] for c in calls])
        run('audit', 'verify', '--store', f'sqlite:{place}', '--keys', self.folder / 'keys')

    def test_between_engines(self):
        """SQLite, PostgreSQL, SQLite: the same bytes, and no table of PostgreSQL's is left out."""
        with Cluster() as cluster:
            place = self.place()
            run('import', '--store', cluster.uri(), '--from', self.export)
            run('export', '--store', cluster.uri(), '--to', place.parent / 'pg')
            self.assertEqual((place.parent / 'pg').read_bytes(), self.export.read_bytes())
            tables = {row[0] for row in cluster.sql(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition")}
            self.assertEqual(tables - {'schema_migrations'}, set(json.loads(self.lines(self.export)[0])['rows']))
            done = run('import', '--store', cluster.uri(), '--from', self.export, status=1)
            self.assertIn('in use', done.stderr)
            done = run('backup', '--store', cluster.uri(), '--to', place.parent / 'backup', status=1)
            self.assertIn('pg_dump', done.stderr)
            self.assertFalse((place.parent / 'backup').exists())
        run('import', '--store', f'sqlite:{place}', '--from', place.parent / 'pg')
        run('export', '--store', f'sqlite:{place}', '--to', place.parent / 'again')
        self.assertEqual((place.parent / 'again').read_bytes(), self.export.read_bytes())

    def test_pipe(self):
        place = self.place()
        with open(self.export, 'rb') as file:
            subprocess.run([PROGRAM, 'import', '--store', f'sqlite:{place}', '--from', '-'], stdin=file, check=True,
                           timeout=TIMEOUT * 4, stderr=subprocess.PIPE)
        done = subprocess.run([PROGRAM, 'export', '--store', f'sqlite:{place}', '--to', '-'], capture_output=True,
                              timeout=TIMEOUT * 4)
        self.assertEqual(done.stdout, self.export.read_bytes())

    def test_in_use(self):
        done = run('import', '--store', f'sqlite:{self.store}', '--from', self.export, status=1)
        self.assertIn('in use', done.stderr)
        done = run('export', '--store', f'sqlite:{self.store}', '--to', self.export, status=1)
        self.assertIn('exists', done.stderr)
        with Server() as server:
            done = run('import', '--store', f'sqlite:{server.store}', '--from', self.export, status=1)
            self.assertIn('another server', done.stderr)

    def test_bad_lines(self):
        """A row that breaks any rule is refused by its line, field and reason."""
        lines = self.lines(self.small)
        first = next(i for i, line in enumerate(lines) if '"table":"users"' in line)
        at = next(i for i, line in enumerate(lines) if '"table":"users"' in line and '"team_id"' in line)
        user = lines[at]
        changed = (
            (user.replace('"name":', '"title":', 1), 'users.name: missing'),
            (user.replace('"active":1', '"active":"1"'), 'users.active: not_an_integer'),
            (user.replace('"active":1', '"active":1.5'), 'users.active: not_an_integer'),
            (user.replace('"active":1', '"active":99999999999999999999'), ''),
            (user.replace('"active":1', '"active":1,"zeal":1'), 'users'),
            (re.sub(r'"rev":(\d+)', r'"rev":\1,"zeal":1', user), 'users.zeal: unknown'),
            (user.replace('"name":"', '"name":null,"x":"', 1), 'users'),
            (user.replace('"table":"users"', '"table":"rules"'), 'table: unknown'),
            (user.replace(',"table":"users"', ''), 'table: unknown'),
            (user.replace('{"row"', '{ "row"'), 'users: not as an export writes it'),
            (user.replace('"active":1', '"active":01'), ''),
            (user.replace('"active":1', '"active":-0'), 'users: not as an export writes it'),
            (user[:-1] + ',"more":1}', 'users: not as an export writes it'),
            (user[:-1], ''), ('', ''), ('[]', 'row: missing'), ('{}', 'row: missing'), ('\x00', ''), ('{"row":[]}', 'row: missing'),
            (user.replace('"name":"', '"name":"\\ud800', 1), ''), ('[' * 5000, ''),
        )
        for line, reason in changed:
            self.assertNotEqual(line, user)
            self.refused(sealed([*lines[:at], line, *lines[at + 1:]]), f'line {at + 1}: ' if reason else '', reason)
        self.refused(sealed([*lines[:at], user, *lines[at:]]), f'line {at + 2}: ', 'comes twice')
        self.refused(sealed([*lines[:first], lines[first + 1], lines[first], *lines[first + 2:]]), f'line {first + 2}: ',
                     'out of order')
        self.refused(sealed([*lines, user]), 'comes too late')
        self.refused(sealed([*lines[:at], *lines[at + 1:]]), '')

    def rows_refused(self):
        """Exports in which rows are right by themselves and not beside the others, and what is said of them."""
        nobody = '0197a000-0000-7000-8000-000000000000'
        lines = self.lines(self.export)
        row_of = {}
        for i, line in enumerate(lines[1:], 1):
            row_of.setdefault(json.loads(line)['table'], []).append(i)
        users, feedback, contacts = row_of['users'], row_of['feedback'], row_of['contacts']
        joined = next(i for i in feedback if '"joined_id"' in lines[i])
        department = row_of['departments'][-1]

        def changed(*rows):
            new = list(lines)
            for at, pattern, value in rows:
                new[at] = re.sub(pattern, value, lines[at], count=1)
                self.assertNotEqual(new[at], lines[at])
            return sealed(new)

        def customer(at):
            return at, r'"customer_id":"[^"]*"', f'"customer_id":"{nobody}"'

        with_team = next(i for i in users if '"team_id"' in lines[i])
        number = re.search(r'"number":"[^"]*"', lines[users[1]])[0]
        middle, after = contacts[len(contacts) // 2], contacts[len(contacts) // 2 + 3]
        return (
            (changed((with_team, r'"team_id":"[^"]*"', f'"team_id":"{nobody}"')), with_team, ''),
            (changed((users[2], r'"number":"[^"]*"', number)), users[2], ''),
            (changed(customer(contacts[0])), contacts[0], ''),
            (changed(customer(after), customer(middle)), middle, ''),           # the first of two
            (changed(customer(middle), (after, '"rev":', '"rew":')), middle, ''),
            (changed((middle, '"rev":', '"rew":'), customer(after)), middle, 'contacts.rev: missing'),
            (changed(customer(contacts[-1])), contacts[-1], ''),
            (changed((joined, r'"joined_id":"[^"]*"', f'"joined_id":"{nobody}"')), joined, ''),
            # A department's head is looked for when the transaction ends.
            (self.with_head(lines, department, nobody), department, 'departments.head_id: names no row'),
        )

    @staticmethod
    def with_head(lines, at, head):
        row = json.loads(lines[at])
        row['row']['head_id'] = head
        return sealed([*lines[:at], json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(',', ':')), *lines[at + 1:]])

    def test_rows_that_the_store_refuses(self):
        """Which line it is, is told by either engine, though PostgreSQL says it some rows later."""
        with Cluster() as cluster:
            stores = {'sqlite': f'sqlite:{self.place()}', 'pgsql': cluster.uri()}
            for text, at, reason in self.rows_refused():
                bad = self.place().parent / 'bad'
                bad.write_text(text)
                for engine, store in stores.items():
                    done = run('import', '--store', store, '--from', bad, status=1)
                    self.assertIn(f'line {at + 1}: ', done.stderr, (engine, reason))
                    self.assertEqual(done.stderr.count('line '), 1, done.stderr)
                    self.assertIn(reason, done.stderr)
            # Nothing of all that was left.
            for store in stores.values():
                run('import', '--store', store, '--from', self.export)

    def test_bad_files(self):
        text, lines = self.small.read_text(), self.lines(self.small)
        size = len(text)
        for cut in 0, 1, size // 2, size - 1, size - 50:
            self.refused(text[:cut].encode(), 'line ')
        self.refused(text.replace('"table":"calls"', '"table":"callz"', 1), 'line ')
        self.refused(text + '\n', '')
        self.refused(os.urandom(5000), 'line ')
        header = json.loads(lines[0])
        for change, reason in (({'form': 999}, 'newer'), ({'format': 'other'}, 'no export'), ({'version': 2}, 'no export'),
                               ({'migrations': '0' * 64}, 'another form'), ({'rows': {}}, 'rows'),
                               ({'rows': {**header['rows'], 'users': 10**6}}, 'users: has fewer rows'),
                               ({'rows': {**header['rows'], 'users': 0}}, 'more rows')):
            self.refused(sealed([json.dumps({**header, **change}, separators=(',', ':')), *lines[1:]]), reason)

    def test_nothing_is_changed(self):
        """After an import that failed at its very end the right one still goes in."""
        place = self.refused(sealed([*self.lines(self.small), '{}']), 'row: missing')
        run('import', '--store', f'sqlite:{place}', '--from', self.small)


if __name__ == '__main__':
    unittest.main(verbosity=2)
