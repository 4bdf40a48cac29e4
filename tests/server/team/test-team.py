#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A team's server as README.md sets it up: its own words for PostgreSQL, huixiangd and nginx with TLS, in folders of ours."""
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / 'tests/support'), str(ROOT / 'tests/server/http')]
from huixiangd import PROGRAM, TIMEOUT, V1       # noqa: E402  (needs the paths above)
from pgcluster import Cluster                    # noqa: E402

NGINX = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin:/sbin')
PASSWORD = 'a-long-enough-pass-phrase-of-nobody'


def free_port():
    with socket.socket() as own:
        own.bind(('127.0.0.1', 0))
        return own.getsockname()[1]


def section():
    text = (ROOT / 'README.md').read_text()
    return text[text.index('## For a team'):text.index('## How it is built')]


def until(condition, what):
    pause = threading.Event()
    for _ in range(int(TIMEOUT * 50)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError(f'timed out: {what()}')


class Team(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not NGINX:
            raise unittest.SkipTest('nginx is not installed')
        if not shutil.which('openssl'):
            raise unittest.SkipTest('openssl is not installed')
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-team-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.close)
        cls.cluster.sql("CREATE ROLE team LOGIN PASSWORD 'kept-in-a-file'")
        cls.create_database()
        rules = cls.cluster.data / 'pg_hba.conf'
        rules.write_text('local huixiang team scram-sha-256\n' + rules.read_text())
        cls.cluster.sql('SELECT pg_reload_conf()')
        cls.configure()
        cls.port, cls.plain = free_port(), free_port()
        cls.set_up()
        cls.serve()
        cls.proxy()

    @classmethod
    def create_database(cls):
        """As README has it made, for a role that needs a password here."""
        command = re.search('sudo -u postgres (createdb .*)', section().replace('\\\n', ' ')).group(1)
        cls.cluster.run(*command.replace('--owner=huixiang', '--owner=team').split(), f'--host={cls.cluster.folder}',
                        '--username=huixiang')

    @classmethod
    def configure(cls):
        """README's file, with our folders in place of the computer's."""
        text = re.search(r'```ini\n(.*?)```', section(), re.S)[1]
        cls.inner = free_port()
        (cls.folder / 'password').write_text('kept-in-a-file\n')
        (cls.folder / 'password').chmod(0o600)
        text = text.replace('host=/run/postgresql', f'host={cls.cluster.folder}&user=team')
        text = text.replace('/var/lib/huixiang', str(cls.folder))
        text = text.replace('[server]\n', f'[server]\nport={cls.inner}\nstore-password-file={cls.folder}/password\n')
        cls.config = cls.folder / 'huixiangd.conf'
        cls.config.write_text(text)

    @classmethod
    def run_it(cls, *arguments, **more):
        done = subprocess.run([PROGRAM, '--config', str(cls.config), *arguments], capture_output=True, text=True,
                              timeout=TIMEOUT, **more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @classmethod
    def set_up(cls):
        cls.plan = cls.run_it('migrate', '--plan')
        cls.run_it('--check-config')
        cls.run_it('init', '--login', 'admin', input=PASSWORD + '\n')

    @classmethod
    def serve(cls):
        with open(cls.folder / 'log', 'wb') as log:
            cls.server = subprocess.Popen([PROGRAM, '--config', str(cls.config)], stdin=subprocess.DEVNULL,
                                          stdout=subprocess.PIPE, stderr=log)
        cls.addClassCleanup(cls.server.stdout.close)
        cls.addClassCleanup(cls.server.wait, TIMEOUT)
        cls.addClassCleanup(cls.server.terminate)
        ready = json.loads(cls.server.stdout.readline())
        assert ready['ready'], ready

    @classmethod
    def proxy(cls):
        """The file that is installed, with our ports and a certificate of our own."""
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
                        '-subj', '/CN=huixiang.example', '-addext', 'subjectAltName=DNS:huixiang.example',
                        '-keyout', cls.folder / 'key.pem', '-out', cls.folder / 'cert.pem'], check=True, capture_output=True)
        site = (ROOT / 'data/packaging/nginx/huixiang.conf').read_text()
        for old, new in (('listen 80;', f'listen 127.0.0.1:{cls.plain};'), ('listen 443 ssl', f'listen 127.0.0.1:{cls.port} ssl'),
                         ('127.0.0.1:8470', f'127.0.0.1:{cls.inner}'),
                         ('/etc/ssl/certs/huixiang.example.pem', str(cls.folder / 'cert.pem')),
                         ('/etc/ssl/private/huixiang.example.key', str(cls.folder / 'key.pem'))):
            assert old in site, old
            site = site.replace(old, new)
        site = re.sub(r'\n +listen \[::\][^\n]*', '', site)
        places = '\n'.join(f'{kind}_temp_path {cls.folder}/{kind};' for kind in
                           ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        who = 'user root;' if os.geteuid() == 0 else ''
        connections = re.search(r'worker_connections \d+;', section())[0]
        descriptors = re.search(r'worker_rlimit_nofile \d+;', section())[0]
        # Where a connection comes from, said by the test: as one of many addresses that this computer has not.
        others = 'set_real_ip_from 127.0.0.3; real_ip_header X-Comes-From;'
        whole = cls.folder / 'nginx.conf'
        whole.write_text(f'{who}\n{descriptors}\ndaemon off;\npid {cls.folder}/nginx.pid;\nerror_log {cls.folder}/nginx.log;\n'
                         f'events {{ {connections} }}\nhttp {{\n{others}\n{places}\n{site}\n}}\n')
        command = [NGINX, '-p', str(cls.folder), '-e', str(cls.folder / 'nginx.log'), '-c', str(whole)]
        tried = subprocess.run([*command, '-t'], capture_output=True, text=True)
        assert tried.returncode == 0 and 'warn' not in tried.stderr, tried.stderr
        cls.nginx = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        cls.addClassCleanup(cls.nginx.wait, TIMEOUT)
        cls.addClassCleanup(cls.nginx.terminate)

        def listens():
            with socket.socket() as asking:
                return asking.connect_ex(('127.0.0.1', cls.port)) == 0
        until(listens, lambda: (cls.folder / 'nginx.log').read_text())

    def connect(self, source='127.0.0.1'):
        context = ssl.create_default_context(cafile=str(self.folder / 'cert.pem'))
        plain = socket.create_connection(('127.0.0.1', self.port), TIMEOUT, (source, 0))
        connection = http.client.HTTPSConnection('huixiang.example', context=context, timeout=TIMEOUT)
        connection.sock = context.wrap_socket(plain, server_hostname='huixiang.example')
        self.addCleanup(connection.close)
        return connection

    def ask(self, method, path, body=None, source='127.0.0.1', **headers):
        connection = self.connect(source)
        text = json.dumps(body) if body is not None else None
        kind = {'Content-Type': 'application/json'} if body is not None else {}
        connection.request(method, path, text, {**kind, **{n.replace('_', '-'): v for n, v in headers.items()}})
        return connection.getresponse()

    def token(self):
        reply = self.ask('POST', f'{V1}/session', {'login': 'admin', 'password': PASSWORD})
        said = reply.read()
        self.assertEqual(reply.status, 201, said)
        return 'Bearer ' + json.loads(said)['token']

    def test_plan(self):
        self.assertIn('-- 0001-first', self.plan)
        self.assertIn('-- 0 to run', self.run_it('migrate', '--plan'))

    def test_ready_over_tls(self):
        reply = self.ask('GET', '/readyz')
        self.assertEqual((reply.status, reply.read()), (200, b'ready\n'))
        self.assertIn('max-age', reply.headers['Strict-Transport-Security'])
        with socket.create_connection(('127.0.0.1', self.plain), TIMEOUT) as plain:
            plain.sendall(b'GET /x HTTP/1.1\r\nHost: huixiang.example\r\n\r\n')
            said = plain.recv(4096).decode()
        self.assertIn(' 301 ', said)
        self.assertIn('Location: https://huixiang.example/x', said)

    def test_only_what_is_for_everybody(self):
        for path in '/metrics', '/', '/healthz', '/etc/passwd', f'{V1}/../../metrics', '/api/../metrics':
            reply = self.ask('GET', path, X_Forwarded_For='127.0.0.1')
            self.assertIn(reply.status, (400, 404), path)
            self.assertNotIn(b'huixiang_', reply.read())
        self.assertEqual(self.ask('GET', f'{V1}/users').status, 401)

    def test_signing_in(self):
        token = self.token()
        self.assertEqual(self.ask('GET', f'{V1}/bootstrap', Authorization=token).status, 200)
        reply = self.ask('POST', f'{V1}/session', {'login': 'admin', 'password': 'wrong'})
        self.assertEqual(reply.status, 401)

    def test_events_come_at_once(self):
        token = self.token()
        connection = self.connect()
        connection.request('GET', f'{V1}/events', headers={'Authorization': token})
        stream = connection.getresponse()
        self.assertEqual((stream.status, stream.headers['Content-Type']), (200, 'text/event-stream'))
        # Were it buffered, this line would come with the buffer's end or never.
        self.assertTrue(stream.readline().startswith(b'retry:'))

    def begin(self, source, address):
        """A request that is being answered for as long as its body does not come."""
        connection = self.connect(source)
        connection.putrequest('POST', f'{V1}/session')
        connection.putheader('Content-Type', 'application/json')
        connection.putheader('Content-Length', '2')
        connection.putheader('X-Comes-From', address)
        connection.endheaders()
        return connection

    def full(self, source, address):
        return self.ask('GET', f'{V1}/health', source=source, X_Comes_From=address).status == 429

    def test_connections_of_one_address(self):
        """Who has as many requests as an address may have is told to wait; its streams and everybody else go on."""
        token = self.token()
        cap = int(re.search(r'limit_conn huixiang_requests (\d+);', (ROOT / 'data/packaging/nginx/huixiang.conf').read_text())[1])
        for source, addresses, neighbour, other in (
                ('127.0.0.1', [''], '', '127.0.0.2'),
                ('127.0.0.3', [f'2001:db8:1:2::{i}' for i in range(1, 9)], '2001:db8:1:2:ffff::', '2001:db8:1:3::1')):
            with self.subTest(source=source):
                kept = [self.begin(source, addresses[i % len(addresses)]) for i in range(cap)]
                until(lambda: self.full(source, neighbour), lambda: 'nobody was refused')
                reply = self.ask('GET', f'{V1}/health', source=source, X_Comes_From=neighbour)
                said = json.loads(reply.read())
                self.assertEqual((reply.status, said['code'], reply.headers['Content-Type'], reply.headers['Retry-After']),
                                 (429, 'too_many', 'application/problem+json', '1'))
                elsewhere = {'source': other} if not neighbour else {'source': source, 'X_Comes_From': other}
                self.assertEqual(self.ask('GET', f'{V1}/health', **elsewhere).status, 200)
                stream = self.ask('GET', f'{V1}/events', source=source, X_Comes_From=neighbour, Authorization=token)
                self.assertEqual(stream.status, 200)
                for connection in kept:
                    connection.close()
                until(lambda: not self.full(source, neighbour), lambda: 'what ended was not taken off')
        self.assertNotIn('limiting', (self.folder / 'nginx.log').read_text())

    def test_bounds(self):
        long = self.ask('GET', f'{V1}/health', X_Long='x' * 20000)
        self.assertEqual(long.status, 400)
        body = self.ask('POST', f'{V1}/session', {'login': 'x' * (2 << 20), 'password': 'x'})
        self.assertEqual(body.status, 413)

    def test_attachments_may_be_larger(self):
        """What refuses this one is huixiangd, which knows who may attach what, and not nginx by its size."""
        token, thing = self.token(), '00000000-0000-7000-8000-000000000000'
        for path in f'feedback/{thing}/attachments', f'rectifications/{thing}/attachments':
            connection = self.connect()
            connection.request('POST', f'{V1}/{path}', b'x' * (2 << 20), {'Authorization': token, 'Content-Type': 'image/png'})
            reply = connection.getresponse()
            self.assertEqual((reply.status, json.loads(reply.read())['code']), (403, 'forbidden'))

    def test_log_has_nothing_personal(self):
        self.token()
        said = (self.folder / 'log').read_text() + (self.folder / 'nginx.log').read_text()
        for secret in PASSWORD, 'kept-in-a-file':
            self.assertNotIn(secret, said)
            self.assertNotIn(secret, pathlib.Path(f'/proc/{self.server.pid}/cmdline').read_text())
            self.assertNotIn(secret, self.run_it('--print-config'))

    def test_wrong_password_of_the_store(self):
        wrong = self.folder / 'wrong'
        wrong.write_text('something else')
        wrong.chmod(0o600)
        done = subprocess.run([PROGRAM, '--config', str(self.config), '--store-password-file', str(wrong), '--check-config'],
                              capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, 'huixiangd: store: ')
        wrong.chmod(0o644)
        done = subprocess.run([PROGRAM, '--config', str(self.config), '--store-password-file', str(wrong), '--check-config'],
                              capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, 2)
        self.assertIn('can be read by everybody', done.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
