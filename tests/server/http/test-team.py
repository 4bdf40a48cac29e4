# SPDX-License-Identifier: GPL-3.0-or-later
"""People of a team's server: who gets in, for how long, and how it ends."""
import pathlib
import subprocess
import tempfile
import unittest

from huixiangd import NOBODY, PROGRAM, TIMEOUT, Server, Stream, together

LOGIN, PASSWORD = 'chief', 'seven green kites'
WRONG = 'Login or password is wrong'


def init(store, login=LOGIN, password=PASSWORD, *more):
    return subprocess.run([PROGRAM, 'init', '--store', f'sqlite:{store}', '--login', login, *more],
                          input=password + '\n', capture_output=True, text=True, timeout=TIMEOUT)


class Team(Server):
    """A server that is not one person's own, with an administrator."""

    def __init__(self, folder, **more):
        store = pathlib.Path(folder) / 'store.db'
        if not store.exists():
            done = init(store)
            assert done.returncode == 0, done.stderr
        super().__init__(folder, embedded=False, **more)

    def enter(self, login=LOGIN, password=PASSWORD, status=201):
        reply = self.post('/session', {'login': login, 'password': password, 'client': 'test'})
        assert reply.status == status, (reply.status, reply.body)
        return reply.json()

    def chief(self):
        if 'chief' not in self.tokens:
            self.tokens['chief'] = self.enter()['token']
        return self.tokens['chief']

    def person(self, login, role='agent', password='eight green kites'):
        """A new person who has changed the one-time password; returns id and session."""
        made = self.post('/users', {'name': login, 'number': login, 'role': role, 'login': login}, self.chief())
        assert made.status == 201, made.body
        user = made.json()['id']
        handed = self.post(f'/users/{user}/password', None, self.chief()).json()['password']
        first = self.enter(login, handed)
        assert first['password_change_needed'] and not first['permissions'], first
        assert self.get('/bootstrap', first['token']).status == 403
        assert self.get('/events', first['token']).status == 403
        changed = self.ask('PUT', '/api/v1/session/password', {'old_password': handed, 'new_password': password},
                           first['token'])
        assert changed.status == 204, changed.body
        assert self.get('/bootstrap', first['token']).status == 200
        return user, first


class PeopleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='hx-')
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def team(self, **more):
        return Team(self.folder, **more)

    def test_init(self):
        store = pathlib.Path(self.folder) / 'store.db'
        short = init(store, password='short')
        self.assertEqual(short.returncode, 1)
        self.assertIn('password: too_short', short.stderr)
        done = init(store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('Next:', done.stdout)
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        again = init(store, 'second')
        self.assertEqual(again.returncode, 1)
        self.assertIn('has an administrator', again.stderr)
        self.assertEqual(init(store, 'second', PASSWORD, 'a password').returncode, 1)
        with self.team() as server:
            self.assertEqual(server.enter()['user']['role'], 'administrator')
            server.enter('second', status=401)
            self.assertNotEqual(init(store, 'third').returncode, 0, 'while a server has the store')

    def test_private_socket_of_a_team(self):
        """Only on one computer's own server does the socket let one choose whom to be."""
        with self.team() as server:
            user = server.enter()['user']['id']
            for local in (False, True):
                self.assertEqual(server.post('/session', {'user_id': user}, local=local).status, 403)
                self.assertEqual(server.get('/users', local=local).status, 401)
        with Server() as server:
            self.assertEqual(server.post('/session', {'user_id': server.people()['agent']['id']}).status, 403)

    def test_wrong(self):
        with self.team() as server:
            wrong = server.post('/session', {'login': LOGIN, 'password': 'not this one'})
            nobody = server.post('/session', {'login': 'nobody', 'password': 'not this one'})
            for reply in (wrong, nobody):
                self.assertEqual((reply.status, reply.json()['detail']), (401, WRONG))
            own = {'date', 'x-request-id'}
            self.assertEqual({k: v for k, v in wrong.headers.items() if k not in own},
                             {k: v for k, v in nobody.headers.items() if k not in own})
            for body in ({'login': LOGIN}, {'password': PASSWORD}, {}, {'login': LOGIN, 'password': PASSWORD, 'user_id': NOBODY},
                         {'login': 'x' * 65, 'password': PASSWORD}, {'login': LOGIN, 'password': 'x' * 201},
                         {'login': [LOGIN], 'password': PASSWORD}):
                self.assertIn(server.post('/session', body).status, (403, 422), body)
            for token in ('x', 'x' * 4000, '../../etc/passwd', "' OR 1=1 --", '%00', 'hxk_' + 'A' * 43):
                self.assertEqual(server.get('/bootstrap', token).status, 401)

    def test_lock_out_outlives_the_server(self):
        with self.team() as server:
            for login in (LOGIN, 'nobody'):
                for _ in range(5):
                    server.enter(login, 'not this one', status=401)
                reply = server.post('/session', {'login': login, 'password': PASSWORD})
                self.assertEqual((reply.status, reply.code), (429, 'too_many'))
                self.assertTrue(1 <= int(reply.headers['retry-after']) <= 15)
        with self.team() as server:
            server.enter(status=429)

    def test_behind_a_proxy(self):
        with self.team(config='[limits]\nbehind-proxy=true\n') as server:
            body = {'login': LOGIN, 'password': PASSWORD}
            for header, address in (('10.0.0.9, 192.0.2.7', '192.0.2.7'), ('192.0.2.8', '192.0.2.8'), ('x' * 500, '127.0.0.1')):
                got = server.post('/session', body, headers={'X-Forwarded-For': header})
                self.assertEqual((got.status, got.json()['address']), (201, address))
        with self.team() as server:
            got = server.post('/session', body, headers={'X-Forwarded-For': '192.0.2.7'})
            self.assertEqual(got.json()['address'], '127.0.0.1', 'nobody is believed without a proxy of ours')

    def test_revoked(self):
        with self.team() as server:
            user, session = server.person('mei')
            token = session['token']
            stream = Stream(server, token)
            listed = server.get('/sessions', token).json()['items']
            self.assertEqual([(s['id'], s['current'], s['client']) for s in listed], [(session['id'], True, 'test')])
            self.assertNotIn('token', listed[0])
            self.assertEqual(server.ask('DELETE', f'/api/v1/sessions/{session["id"]}', token=server.chief()).status, 204)
            self.assertEqual(server.get('/session', token).status, 401)
            list(stream.blocks())       # ends
            stream.close()
            self.assertEqual(server.post('/session/refresh', {'refresh_token': session['refresh_token']}).status, 401)
            again = server.enter('mei', 'eight green kites')
            self.assertEqual(again['user']['id'], user)
            self.assertEqual(server.ask('DELETE', '/api/v1/session', token=again['token']).status, 204)
            self.assertEqual(server.get('/session', again['token']).status, 401)

    def test_sent_away(self):
        with self.team() as server:
            user, session = server.person('lan', 'lead')
            token = session['token']
            stream = Stream(server, token)
            record = server.get(f'/users/{user}', server.chief())
            change = server.ask('PATCH', f'/api/v1/users/{user}', {'role': 'agent'}, server.chief(),
                                headers={'If-Match': record.headers['etag']})
            self.assertEqual(change.status, 200, change.body)
            list(stream.blocks())       # what it may hear is another thing now
            stream.close()
            self.assertEqual(server.get('/pool', token).status, 403)
            stream = Stream(server, token)
            away = server.ask('PATCH', f'/api/v1/users/{user}', {'active': False}, server.chief(),
                              headers={'If-Match': change.headers['etag']})
            self.assertEqual(away.status, 200, away.body)
            self.assertEqual(server.get('/session', token).status, 401)
            list(stream.blocks())
            stream.close()
            server.enter('lan', 'eight green kites', status=401)

    def test_refresh_once(self):
        with self.team() as server:
            session = server.enter()
            replies = together(8, lambda _: server.post('/session/refresh', {'refresh_token': session['refresh_token']}))
            good = [r for r in replies if r.status == 200]
            self.assertEqual(len(good), 1)
            self.assertEqual({r.status for r in replies}, {200, 401})
            # One of them was a thief, so nobody goes on.
            self.assertEqual(server.get('/session', good[0].json()['token']).status, 401)

    def test_keys(self):
        with self.team() as server:
            made = server.post('/api-keys', {'label': 'PBX', 'permissions': 'send_calls'}, server.chief(),
                               headers={'Idempotency-Key': 'k1'})
            self.assertEqual(made.status, 201, made.body)
            key = made.json()
            again = server.post('/api-keys', {'label': 'PBX', 'permissions': 'send_calls'}, server.chief(),
                                headers={'Idempotency-Key': 'k1'})
            self.assertEqual((again.status, again.code), (409, 'conflict'), 'a token is not kept for a repetition')
            self.assertNotIn(key['token'], again.body.decode())
            self.assertEqual([item['id'] for item in server.get('/api-keys', server.chief()).json()['items']], [key['id']])
            other = server.post('/api-keys', {'label': 'Else', 'permissions': 'send_calls'}, server.chief(),
                                headers={'Idempotency-Key': 'k1'})
            self.assertEqual((other.status, other.code), (422, 'key_reused'))
            self.assertNotIn(key['token'].encode(), (pathlib.Path(self.folder) / 'store.db').read_bytes())
            event = {'event': 'newCall', 'callId': 'c1', 'from': '13800000001', 'to': '4001', 'direction': 'in'}
            self.assertEqual(server.post('/cti', event, key['token']).status, 204)
            self.assertEqual(server.get('/customers', key['token']).status, 403)
            self.assertEqual(server.get('/session', key['token']).status, 401)
            self.assertEqual(server.get('/api-keys', key['token']).status, 403)
            self.assertNotIn('token', server.get('/api-keys', server.chief()).body.decode())
            self.assertEqual(server.ask('DELETE', f'/api/v1/api-keys/{key["id"]}', token=server.chief()).status, 204)
            self.assertEqual(server.post('/cti', event, key['token']).status, 401)

    def test_fifty_at_once(self):
        """Each hash takes 64 MiB: fifty at once must not take three gigabytes."""
        bound = 1200 << 20
        program = pathlib.Path(PROGRAM).read_bytes()
        sanitized = b'__asan_init' in program or b'__tsan_init' in program      # their shadow is counted too
        before = [] if sanitized else ['/usr/bin/prlimit', f'--data={bound}']
        with self.team(before=before) as server:
            replies = together(50, lambda _: server.post('/session', {'login': LOGIN, 'password': PASSWORD}))
            self.assertEqual({r.status for r in replies}, {201})
            self.assertEqual(server.get('/session', replies[0].json()['token']).status, 200)

    def test_sample(self):
        folder = pathlib.Path(self.folder)
        (folder / 'password').write_text(PASSWORD + '\n')
        subprocess.run([PROGRAM, 'sample', '--store', f'sqlite:{folder}/store.db', '--password-file', folder / 'password',
                        '--sample-dir', folder], check=True, capture_output=True, timeout=2 * TIMEOUT)
        with self.team() as server:
            self.assertEqual(server.enter('9001')['user']['role'], 'administrator')
            self.assertEqual(server.enter('1001')['user']['role'], 'agent')
            departments = server.get('/departments', server.enter('5001')['token']).json()['items']
            self.assertTrue(departments)
            self.assertTrue(all(d['head_name'] for d in departments), departments)

    def test_nothing_personal_in_the_log(self):
        with self.team() as server:
            server.person('xiaoyu')
            server.enter('xiaoyu', 'not this one', status=401)
            said = server.stderr()
            for secret in (PASSWORD, 'eight green kites', 'not this one', 'xiaoyu'):
                self.assertNotIn(secret, said)


if __name__ == '__main__':
    unittest.main()
