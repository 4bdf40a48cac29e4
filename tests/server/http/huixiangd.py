# SPDX-License-Identifier: GPL-3.0-or-later
"""A real huixiangd on a store of its own, and ways to talk to it: well, and badly."""
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'support'))
import pgcluster      # noqa: E402  (needs the path above)

PROGRAM = os.environ.get('HX_HUIXIANGD') or os.path.join(os.environ.get('HX_BINDIR', ''), 'huixiangd')
TIMEOUT = float(os.environ.get('HX_TEST_TIMEOUT', '30'))
V1 = '/api/v1'
NOBODY = '0197a000-0000-7000-8000-000000000000'
JSON = 'application/json'
FORM = 'application/x-www-form-urlencoded'


def processor(pids):
    """Seconds of processor that these have used."""
    spent = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(') ')[2].split()
            spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf('SC_CLK_TCK')


class Reply:
    """Status, headers and body of an answer; every problem document is checked for its form on the way."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, {k.lower(): v for k, v in headers}, body
        if self.headers.get('content-type') == 'application/problem+json':
            problem = self.json()
            assert problem['status'] == status, problem
            assert problem['code'] and problem['title'] and problem['type'], problem
            assert problem['request_id'] == self.headers.get('x-request-id'), problem
        elif status >= 400:
            raise AssertionError(f'{status} without a problem document: {body[:200]!r}')

    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json()['code']

    def params(self):
        """{'field': 'reason'} of a problem document."""
        return {p['name']: p['reason'] for p in self.json().get('invalid_params', [])}


class LocalConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__('localhost', timeout=TIMEOUT)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(TIMEOUT)
        self.sock.connect(self.path)


def new_schema(base, folder):
    """A store on the test's PostgreSQL: the same folder means the same one."""
    schema = 'h' + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    subprocess.run([pgcluster.programs() / 'psql', '-Xq', '-d', base, '-c', f'CREATE SCHEMA IF NOT EXISTS {schema}'],
                   check=True, stderr=subprocess.DEVNULL)
    return f'{base}&options=-csearch_path%3D{schema}'


class Server:
    """Starts at once; use it in a with statement."""

    def __init__(self, folder=None, config='', arguments=(), store=None, stdin=subprocess.DEVNULL, embedded=True,
                 before=(), program=PROGRAM):
        self.own = folder is None
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix='hx-'))
        base = os.environ.get('HX_TEST_PGSQL')
        self.store = new_schema(base, self.folder) if base and not store else store or self.folder / 'store.db'
        self.socket = str(self.folder / 's')
        self.config = self.folder / 'server.conf'
        self.config.write_text(config)
        self.stdin, self.embedded, self.arguments, self.before = stdin, embedded, list(arguments), [*before, program]
        self.ready = None
        self.start()

    def start(self):
        beside = ['--recordings', str(self.folder / 'recordings'), '--keys', str(self.folder / 'keys'),
                  '--integration-key-file', str(self.folder / 'integration-key')]
        store = ['--store', self.store, *beside] if self.on_pgsql else ['--store', f'sqlite:{self.store}']
        command = [*self.before, '--config', str(self.config), *store, '--socket',
                   self.socket, '--port', '0', *(['--embedded'] if self.embedded else []), *self.arguments]
        self.errors = open(self.folder / 'stderr', 'ab')
        self.process = subprocess.Popen(command, stdin=self.stdin, stdout=subprocess.PIPE, stderr=self.errors)
        self.ready = json.loads(self.process.stdout.readline() or '{}')
        self.port = self.ready.get('port')
        self.tokens = {}

    @property
    def on_pgsql(self):
        return str(self.store).startswith('postgresql:')

    def sql(self, statement):
        """Done in the store past the server; the rows, each a list. SQLite's values are texts too, as psql's are."""
        if self.on_pgsql:
            done = subprocess.run([pgcluster.programs() / 'psql', '-XqtAF\x1f', '-v', 'ON_ERROR_STOP=1', '-d', self.store,
                                   '-c', statement], check=True, capture_output=True, text=True)
            return [line.split('\x1f') for line in done.stdout.splitlines()]
        with contextlib.closing(sqlite3.connect(self.store, timeout=TIMEOUT)) as db, db:
            return [['' if value is None else str(value) for value in row] for row in db.execute(statement)]

    def memory(self):
        """KiB of its memory (PSS). What it sees of the store through a map is the system's cache, and left out."""
        found, path = 0, ''
        for line in pathlib.Path(f'/proc/{self.process.pid}/smaps').read_text().splitlines():
            words = line.split(maxsplit=5)
            if not words[0].endswith(':'):
                path = words[5] if len(words) > 5 else ''
            elif words[0] == 'Pss:' and path != str(self.store):
                found += int(words[1])
        return found

    def stderr(self):
        return (self.folder / 'stderr').read_text(errors='replace')

    def __enter__(self):
        if not self.ready.get('ready'):
            self.close()
            raise AssertionError(f'not started: {self.ready}')
        return self

    def __exit__(self, *_):
        self.close()

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(TIMEOUT)
        self.process.stdout.close()
        self.errors.close()
        return status

    def close(self):
        status = self.stop()
        said = self.stderr()
        if self.own:
            shutil.rmtree(self.folder)
        if 'Sanitizer' in said or 'runtime error' in said or 'CRITICAL' in said:
            raise AssertionError(said)
        return status

    # -- asking --

    def connect(self, local=False):
        if local:
            return LocalConnection(self.socket)
        return http.client.HTTPConnection('127.0.0.1', self.port, timeout=TIMEOUT)

    def raw(self, local=False):
        connection = self.connect(local)
        connection.connect()
        return connection.sock

    def ask(self, method, path, body=None, token=None, kind=JSON, headers=None, local=False, connection=None):
        own = connection or self.connect(local)
        sent = dict(headers or {})
        if token:
            sent['Authorization'] = f'Bearer {token}'
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        if body is not None and kind:
            sent.setdefault('Content-Type', kind)
        own.request(method, path, body, sent)
        got = own.getresponse()
        reply = Reply(got.status, got.getheaders(), got.read())
        if connection is None:
            own.close()
        return reply

    def get(self, path, token=None, **more):
        return self.ask('GET', V1 + path, token=token, **more)

    def post(self, path, body=None, token=None, **more):
        return self.ask('POST', V1 + path, body, token, **more)

    # -- people and calls --

    @property
    def key(self):
        """The token for calls from outside."""
        return pathlib.Path(self.ready['integration_key_file']).read_text().strip()

    def people(self):
        return {u['role']: u for u in self.get('/users', local=True).json()['items']}

    def sign_in(self, role='agent'):
        if role not in self.tokens:
            user = self.people()[role]
            reply = self.post('/session', {'user_id': user['id']}, local=True)
            assert reply.status == 201, reply.body
            self.tokens[role] = reply.json()['token']
        return self.tokens[role]

    def add_person(self, role):
        """Somebody whom a lone computer has not got; returns a token."""
        user = NOBODY[:-2] + 'f' + str(len(role) % 10)
        self.sql('INSERT INTO users (id, rev, created_at, updated_at, name, number, role, active)'
                 f" VALUES ('{user}', 1, 1, 1, '{role}', '{role}', '{role}', 1)")
        reply = self.post('/session', {'user_id': user}, local=True)
        assert reply.status == 201, reply.body
        return reply.json()['token']

    def cti(self, event, call, **more):
        reply = self.post('/cti', {'event': event, 'callId': call, **more}, self.key)
        assert reply.status == 204, reply.body

    def call(self, name, number='13800000001', extension=None):
        """A whole call of the agent; returns the wrap-up that it leaves."""
        agent = self.people()['agent']
        user = extension or agent.get('extension') or agent['number']
        before = {w['id'] for w in self.get('/wrapups', self.sign_in()).json()['items']}
        self.cti('newCall', name, **{'from': number, 'to': '4001', 'direction': 'in', 'user': user})
        self.cti('answer', name, **{'from': number, 'to': '4001', 'direction': 'in', 'user': user,
                                    'answeringNumber': user})
        self.cti('hangup', name, cause='normalClearing')
        made = [w for w in self.get('/wrapups', self.sign_in()).json()['items'] if w['id'] not in before]
        assert len(made) == 1, made
        return made[0]


class Stream:
    """One listener: events are read as they come."""

    def __init__(self, server, token, last=None, local=False, watch=None):
        self.socket = server.raw(local)
        self.file = None
        more = f'Last-Event-ID: {last}\r\n' if last is not None else ''
        query = f'?watch={watch}' if watch is not None else ''
        self.socket.sendall(f'GET {V1}/events{query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{more}\r\n'.encode())
        self.reply = http.client.HTTPResponse(self.socket)
        self.reply.begin()
        assert self.reply.status == 200, self.reply.read()
        assert self.reply.headers['Content-Type'] == 'text/event-stream'

    def blocks(self):
        """Each block of lines, as a dict; a comment is {'comment': …}."""
        block = {}
        while line := self.reply.readline().decode():
            line = line.rstrip('\n')
            if not line:
                if block:
                    yield block
                block = {}
            elif line.startswith(':'):
                block['comment'] = line[1:]
            else:
                name, _, value = line.partition(': ')
                block[name] = value

    def events(self):
        for block in self.blocks():
            if 'event' in block:
                if block['event'] != 'reset':
                    block['data'] = json.loads(block['data'])
                    assert str(block['data']['number']) == block['id']
                yield block

    def close(self):
        self.reply.close()
        self.socket.close()


def together(count, work):
    """Runs work(0) … work(count - 1) at once; returns what they returned."""
    results, threads = [None] * count, []
    start = threading.Barrier(count)

    def run(index):
        start.wait()
        results[index] = work(index)
    for index in range(count):
        threads.append(threading.Thread(target=run, args=(index,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return results
