#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration: file, environment and options; its mistakes; its page of the documentation; migrations looked at before."""
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

from huixiangd import PROGRAM, TIMEOUT, Server

PAGE = pathlib.Path(sys.argv.pop(1)) if len(sys.argv) > 1 else None


class Config(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-'))
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / 'huixiangd.conf'

    def run_it(self, *arguments, config='', environment=None):
        self.file.write_text(config)
        return subprocess.run([PROGRAM, '--config', str(self.file), *arguments], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=TIMEOUT, env={**os.environ, **(environment or {})})

    def effective(self, *arguments, **more):
        done = self.run_it('--print-config', *arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        values, group = {}, ''
        for line in done.stdout.splitlines():
            if line.startswith('['):
                group = line.strip('[]')
            elif '=' in line and not line.startswith('#'):
                name, _, value = line.partition('=')
                values[f'{group}.{name}'] = value
        return values

    def test_later_wins(self):
        config = '[server]\nport=1001\naddress=127.0.0.2\nreaders=5\n'
        environment = {'HUIXIANGD__SERVER__PORT': '1002', 'HUIXIANGD__LIMITS__IDLE_SECONDS': '9',
                       'HUIXIANGD__SERVER__ADDRESS': '127.0.0.3'}
        values = self.effective('-p', '1003', '--limits-connections', '77', config=config, environment=environment)
        self.assertEqual([values[k] for k in ('server.port', 'server.address', 'server.readers', 'limits.idle-seconds',
                                              'limits.connections', 'server.http-threads')],
                         ['1003', '127.0.0.3', '5', '9', '77', '2'])
        said = self.run_it('--print-config', config=config, environment=environment).stdout
        self.assertIn(f'# {self.file}:4\nreaders=5', said)
        self.assertIn('# HUIXIANGD__SERVER__PORT\nport=1002', said)

    def test_what_is_printed_says_the_same(self):
        config = '[server]\nstore=sqlite:/nowhere/a\\\\b\\sc.db\nport=0\n[limits]\nidle-seconds=4\n'
        first = self.run_it('--print-config', config=config).stdout
        self.assertIn('store=sqlite:/nowhere/a\\\\b c.db', first)
        again = self.effective(config=first)
        self.assertEqual(again, self.effective(config=config))

    def test_every_mistake_is_told(self):
        config = ('port=1\n[server]\nports=1\n# a comment\nport=many\n[serve]\nwhatever=1\n[limits]\nbody-bytes=1\n'
                  'body-bytes=2048\nnonsense\nmigrate=auto\n[server]\nmigrate=maybe\n')
        done = self.run_it('--print-config', config=config, environment={'HUIXIANGD__SERVER__PROT': '1'})
        self.assertEqual(done.returncode, 2)
        told = [int(line.split(':')[2]) for line in done.stderr.splitlines() if str(self.file) in line]
        self.assertEqual(told, [1, 3, 5, 6, 9, 10, 11, 12, 14], done.stderr)
        self.assertIn('HUIXIANGD__SERVER__PROT', done.stderr)

    def test_nothing_is_started(self):
        store = self.folder / 'store.db'
        done = self.run_it('--store', f'sqlite:{store}', '--port', '0', config='[server]\nraeders=1\n')
        self.assertEqual(done.returncode, 2)
        self.assertEqual([p.name for p in self.folder.iterdir()], ['huixiangd.conf'])

    def test_no_password_in_the_address_of_the_store(self):
        for store in 'postgresql://hx:secret@localhost/hx', 'postgresql:///hx?password=secret':
            done = self.run_it('--print-config', '--store', store)
            self.assertEqual(done.returncode, 2, store)
            self.assertNotIn('secret', done.stdout + done.stderr)
        self.assertEqual(self.run_it('--print-config', '--store', 'postgresql://hx@localhost:5432/hx').returncode, 0)

    def all_bytes(self):
        """-shm is where those who have a store open tell each other so."""
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in self.folder.rglob('*')
                if p.is_file() and p not in (self.file, self.folder / 'store.db-shm')}

    def check(self, *arguments):
        before = self.all_bytes()
        done = self.run_it('--check-config', *arguments)
        self.assertEqual(self.all_bytes(), before, 'nothing was changed')
        return done.returncode, done.stderr

    def test_check(self):
        store = ['--store', f'sqlite:{self.folder}/store.db', '--port', '0']
        self.assertEqual(self.check(*store), (0, ''))
        self.assertEqual(self.check(*store, '--migrate', 'refuse'), (0, ''), 'a new store is nobody’s')
        with Server(self.folder):       # which may write meanwhile
            done = self.run_it('--check-config', *store)
            self.assertEqual((done.returncode, done.stderr), (0, ''), 'also beside a server that runs')
        self.assertEqual(self.check(*store), (0, ''))
        status, said = self.check(*store, '--address', '203.0.113.1', '--recordings', str(self.file), '--socket',
                                  str(self.file / 'socket'), '--metrics-listen', '203.0.113.1:1')
        self.assertEqual(status, 2)
        told = [line.split(':')[1].strip() for line in said.splitlines()]
        self.assertEqual(sorted(told), ['address', 'metrics-listen', 'recordings', 'socket'], said)
        key = self.folder / 'keys'
        text = key.read_text()
        key.write_text('nonsense\n')
        self.assertRegex(self.check(*store)[1], 'huixiangd: keys: ')
        key.write_text(text)
        (self.folder / 'store.db').write_bytes(b'this is no database, but it is long enough' * 100)
        for rest in self.folder.glob('store.db-*'):
            rest.unlink()
        status, said = self.check(*store)
        self.assertEqual(status, 2)
        self.assertRegex(said, 'huixiangd: store: ')

    def test_unknown_words(self):
        for arguments in ['--prot', '1'], ['dance'], ['serve', 'x'], ['migrate', '--plon']:
            self.assertEqual(self.run_it(*arguments, '--store', f'sqlite:{self.folder}/s.db').returncode, 2, arguments)

    def test_page(self):
        """docs/configuration.md is what the program prints, and every key is in --help."""
        said = self.run_it('--document-config').stdout
        self.assertEqual(said, PAGE.read_text(), 'run: huixiangd --document-config > docs/configuration.md')
        help_text = self.run_it('--help-all').stdout
        group = ''
        for line in said.splitlines():
            if line.startswith('## ['):
                group = line[4:-1]
            elif line.startswith('| `'):
                name = line.split('`')[1]
                self.assertIn('--' + (name if group == 'server' else f'{group}-{name}') + '=', help_text)


class Migrate(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-'))
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = self.folder / 'store.db'

    def migrate(self, *arguments):
        return subprocess.run([PROGRAM, '--config', '/dev/null', '--store', f'sqlite:{self.store}', 'migrate', *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT)

    def names(self):
        return sorted(p.name for p in self.folder.iterdir())

    def take_back(self):
        """As if the last migration had never been run; returns its number."""
        with sqlite3.connect(self.store) as db:
            last, = db.execute('SELECT max(number) FROM schema_migrations').fetchone()
            db.execute('DELETE FROM schema_migrations WHERE number = ?', (last,))
        db.close()
        return last

    def test_plan_of_a_missing_store(self):
        done = self.migrate('--plan')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('does not exist', done.stdout)
        self.assertIn('-- 0001-first', done.stdout)
        self.assertIn('CREATE TABLE', done.stdout)
        self.assertEqual(self.names(), [])

    def test_plan_then_migrate(self):
        self.assertEqual(self.migrate().returncode, 0)
        self.assertIn('-- 0 to run', self.migrate('--plan').stdout)
        last = self.take_back()
        for rest in self.folder.glob('store.db-*'):
            rest.unlink()
        before, names = self.store.read_bytes(), self.names()
        plan = self.migrate('--plan').stdout
        self.assertIn('-- 1 to run', plan)
        self.assertIn(f'-- {last:04}-', plan)
        self.assertEqual((self.store.read_bytes(), self.names()), (before, names), 'untouched')

    def test_refuse(self):
        self.assertEqual(self.migrate().returncode, 0)
        self.take_back()
        before = self.store.read_bytes()
        server = Server(self.folder, arguments=['--migrate', 'refuse'])
        status = server.process.wait(TIMEOUT)
        server.stop()
        self.assertEqual((status, server.ready['ready']), (1, False))
        self.assertIn('migrate --plan', server.ready['message'])
        self.assertEqual(self.store.read_bytes(), before, 'untouched')
        self.store.unlink()
        for rest in self.folder.glob('store.db-*'):
            rest.unlink()
        with Server(self.folder, arguments=['--migrate', 'refuse']) as server:
            self.assertEqual(server.get('/health').status, 200, 'a new store is nobody’s')
        with Server(self.folder, arguments=['--migrate', 'refuse']) as server:
            self.assertEqual(server.get('/health').status, 200, 'and has its form now')


if __name__ == '__main__':
    unittest.main(verbosity=2)
