# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program as an agent has it: client, its own server, sample data; and a PBX that calls from outside."""
import contextlib
import glob
import http.client
import io
import json
import math
import os
import socket
import sqlite3
import struct
import urllib.request
import wave

from a11y import Program, find, find_all, key, labels, pump, wait

BUILD = os.environ.get('HX_BUILD_DIR', '_build')


def tone(seconds):
    """A WAV file with something in it to see."""
    data = io.BytesIO()
    with wave.open(data, 'wb') as out:
        out.setparams((1, 2, 8000, 0, 'NONE', ''))
        out.writeframes(b''.join(struct.pack('<h', int(9000 * math.sin(i / 3) * math.sin(i / 4000) ** 2))
                                 for i in range(8000 * seconds)))
    return data.getvalue()


class Private(http.client.HTTPConnection):
    """The private socket of the embedded server."""

    def __init__(self, path):
        super().__init__('localhost')
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def json(self, method, path, body=None, token=None):
        headers = {'Content-Type': 'application/json', **({'Authorization': f'Bearer {token}'} if token else {})}
        self.request(method, f'/api/v1/{path}', json.dumps(body) if body is not None else None, headers)
        answer = self.getresponse()
        text = answer.read()
        assert answer.status < 300, (answer.status, text)
        return json.loads(text) if text else None


class Desk:
    """The client with a store of its own, signed in as an agent, and the ways to see what it did."""

    def __init__(self, *, env=None, sample=True, name='huixiang'):
        folder = os.environ['HX_DESK_DIR']
        self.store = os.path.join(folder, f'{name}-store')
        self.program = Program([os.path.join(BUILD, 'src/client/huixiang'), '--store-dir', self.store,
                                '--sample' if sample else '--no-sample'], name=name,
                               env={'HX_BINDIR': os.path.join(BUILD, 'src/server'), **(env or {})})
        self.calls = 0
        self.tokens = {}

    def __enter__(self):
        self.program.__enter__()
        try:
            self.app = self.program.app()
            notice = wait(self._find_notice, 90, 'the server to be ready')
            self.socket = notice.removesuffix('.json')
            with open(notice, encoding='utf-8') as file:
                self.notice = json.load(file)
            with open(self.notice['integration_key_file'], encoding='ascii') as file:
                self.token = file.read().strip()
            self.agent = wait(self._signed_in, 30, 'somebody to be signed in')
        except BaseException as error:
            self.program.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(self, kind, *rest):
        self.program.end()
        self.program.__exit__(kind, *rest)

    def _find_notice(self):
        found = glob.glob(os.path.join(os.environ['XDG_RUNTIME_DIR'], 'huixiang', '*.json'))
        return found[0] if found else None

    def _signed_in(self):
        """The agent whose desk shows: the only person whose name the window says."""
        # Who is signed in is no secret of the window: the first agent when nobody was chosen.
        shown = ' '.join(labels(self.app))
        return next((row for row in self.rows("select id, name, extension from users where role = 'agent' "
                                              'order by number') if row[1] in shown and row[2]), None)

    # -- the server, for what is sealed in the store -----------------------------------------------------------------

    def ask(self, person, path):
        """What the API answers that person."""
        with contextlib.closing(Private(self.socket)) as connection:
            if person not in self.tokens:
                self.tokens[person] = connection.json('POST', 'session', {'user_id': person})['token']
            return connection.json('GET', path, token=self.tokens[person])

    def feedback(self, call):
        """What was given about the call, row by row, the case in plain words."""
        rows = self.rows('select f.channel, f.category, f.issue_type, f.pain_point, f.id, f.customer_id, f.call_id, '
                         'f.wrapup_id, f.recording_id, f.clip_from_ms, f.clip_to_ms, f.late, f.state, f.agent_id '
                         'from feedback f join calls c on c.id = f.call_id where c.external_id = ?', call)
        return [(*row[:4], self.ask(row[13], f'feedback/{row[4]}')['case_text'], *row[5:]) for row in rows]

    def draft(self, call, state):
        """What was typed into the wrap-up, as the server has it."""
        return self.ask(self.agent[0], f'wrapups/{self.wrapup(call, state)[0]}').get('draft')

    # -- the store ---------------------------------------------------------------------------------------------------

    def rows(self, sql, *values):
        with sqlite3.connect(f'file:{self.store}/store.db?mode=ro', uri=True, timeout=10) as db:
            return db.execute(sql, values).fetchall()

    def row(self, sql, *values, timeout=None):
        """The first row of a query, once there is one."""
        return wait(lambda: self.rows(sql, *values), timeout,
                    lambda: f'a row of {sql} {values}; the windows say {self.words()}')[0]

    def words(self):
        """What stands in the windows, for a failure to tell."""
        return {frame.get_name(): labels(frame) for frame in find_all(self.app, 'frame')}

    # -- the PBX -----------------------------------------------------------------------------------------------------

    def send(self, path, body, *, media='application/json', method='POST'):
        request = urllib.request.Request(f'http://127.0.0.1:{self.notice["port"]}/api/v1/{path}', body, method=method,
                                         headers={'Authorization': f'Bearer {self.token}', 'Content-Type': media})
        with urllib.request.urlopen(request, timeout=20) as reply:
            text = reply.read()
            return json.loads(text) if text else None

    def tell(self, **event):
        self.send('cti', json.dumps(event).encode())

    def missed(self, number):
        """A call to the agent that nobody took: it leaves no wrap-up."""
        self.calls += 1
        call = {'callId': f'missed-{self.calls}', 'from': number, 'to': '4008000000', 'direction': 'in', 'user': self.agent[2]}
        self.tell(event='newCall', **call)
        self.tell(event='hangup', cause='noAnswer', **call)

    @contextlib.contextmanager
    def in_call(self, number, *, channel=None):
        """While this agent talks; gives the call's name at the PBX."""
        self.calls += 1
        name = f'test-{os.getpid()}-{self.calls}'
        more = {'channel': channel} if channel else {}
        self.tell(event='newCall', callId=name, direction='in', **{'from': number}, to='95588', **more)
        self.tell(event='answer', callId=name, user=self.agent[2])
        yield name
        self.tell(event='hangup', callId=name, cause='normalClearing')

    def call(self, number, *, channel=None, audio=None):
        """A whole call with this agent; returns its name at the PBX."""
        with self.in_call(number, channel=channel) as name:
            if audio:
                recording = self.send('recordings', json.dumps({'external_id': name}).encode())
                self.send(f'recordings/{recording["id"]}/audio', audio, media='audio/wav', method='PUT')
        return name

    def wrapup(self, call, state, timeout=None):
        """The wrap-up of a call, once it is in that state."""
        return self.row('select w.id, w.call_id, w.customer_id, w.channel, w.feedback_id from wrapups w '
                        'join calls c on c.id = w.call_id where c.external_id = ? and w.state = ?', call, state,
                        timeout=timeout)

    # -- the popup ---------------------------------------------------------------------------------------------------

    def popup(self):
        """The popup's window, once it is on the screen."""
        return find(self.app, 'frame', 'Wrap-up')

    def popup_gone(self):
        wait(lambda: not find_all(self.app, 'frame', 'Wrap-up'), what='the popup to go')

    def pain(self):
        return find(self.popup(), 'text', 'Pain point')

    def settle(self):
        """Lets everything that is on its way arrive; for showing that something does not happen."""
        before = None
        while before != (before := self.rows('select count(*), max(updated_at) from wrapups')):
            for _ in range(10):
                pump(20)


def choose(desk, *keys):
    """Presses the keys of category and issue type, and waits for the pain point to have the keyboard."""
    from a11y import states
    key(*keys)
    wait(lambda: 'focused' in states(desk.pain()), what='the pain point to have the keyboard')
