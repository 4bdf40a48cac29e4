#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client may send, and how the server says no: addresses, methods, kinds of content, sizes, slowness."""
import os
import socket
import stat
import unittest

from huixiangd import FORM, JSON, NOBODY, TIMEOUT, V1, Server

CONFIG = '''
[server]
heartbeat-seconds=1
[limits]
request-milliseconds=600
upload-bytes=2000000
'''


def answer_of(sock):
    """Everything until the server closes; a reset after the answer counts as closed."""
    sock.settimeout(TIMEOUT)
    data = b''
    while True:
        try:
            part = sock.recv(65536)
        except ConnectionResetError:
            part = b''
        if not part:
            return data
        data += part


class Transport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config=CONFIG).__enter__()
        cls.agent = cls.server.sign_in('agent')

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def check(self, reply, status, code):
        self.assertEqual((reply.status, reply.code), (status, code), reply.body)
        return reply

    def test_health(self):
        for local in False, True:
            reply = self.server.get('/health', local=local)
            self.assertEqual((reply.status, reply.json()['status']), (200, 'ok'))
            self.assertTrue(reply.headers['x-request-id'])
        for path in '/healthz', '/readyz', '/metrics':
            self.assertEqual(self.server.ask('GET', path).status, 200)
        self.assertIn(b'huixiang_requests_total', self.server.ask('GET', '/metrics').body)

    def test_socket_is_private(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.server.socket).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(self.server.ready['integration_key_file']).st_mode), 0o600)

    def test_unknown_addresses(self):
        for path in ('/', '/api', '/api/v1', '/api/v1/nothing', '/api/v1/calls/', '/api/v1/calls/7',
                     '/api/v1/calls/../health', '/api/v1/calls/%2e%2e/health', '/api/v1/recordings/%2fetc%2fpasswd/audio',
                     '/api/v1/%', '/favicon.ico'):
            self.check(self.server.ask('GET', path, token=self.agent), 404, 'not_found')

    def test_wrong_method(self):
        reply = self.check(self.server.ask('DELETE', V1 + '/calls', token=self.agent), 405, 'method_not_allowed')
        self.assertEqual(set(reply.headers['allow'].split(', ')), {'GET', 'HEAD', 'OPTIONS'})
        self.check(self.server.ask('BREW', V1 + '/calls', token=self.agent), 405, 'method_not_allowed')

    def test_options_and_head(self):
        reply = self.server.ask('OPTIONS', V1 + '/session')
        self.assertEqual((reply.status, reply.body), (204, b''))
        self.assertEqual(set(reply.headers['allow'].split(', ')), {'GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'})
        whole, head = self.server.get('/health'), self.server.ask('HEAD', V1 + '/health')
        self.assertEqual((head.status, head.body), (200, b''))
        self.assertEqual(head.headers['content-length'], whole.headers['content-length'])

    def test_tokens(self):
        reply = self.check(self.server.get('/calls'), 401, 'unauthenticated')
        self.assertEqual(reply.headers['www-authenticate'], 'Bearer')
        for value in 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer wrong', 'Bearer ' + 'x' * 5000, "Bearer ' OR 1=1 --":
            self.check(self.server.get('/calls', headers={'Authorization': value}), 401, 'unauthenticated')
        # The socket says who may choose whom to be, not who one is.
        self.check(self.server.get('/calls', local=True), 401, 'unauthenticated')

    def test_permission(self):
        self.check(self.server.get('/pool', self.agent), 403, 'forbidden')
        self.check(self.server.get('/calls', self.server.key), 403, 'forbidden')

    def test_query(self):
        self.assertEqual(self.server.get('/calls?limit=1', self.agent).status, 200)
        reply = self.check(self.server.get('/calls?limits=1', self.agent), 400, 'unknown_parameter')
        self.assertEqual(reply.params(), {'limits': 'unknown'})
        self.check(self.server.get('/health?x=1'), 400, 'unknown_parameter')
        for query, reason in (('limit=0', 'out_of_range'), ('limit=201', 'out_of_range'), ('limit=a', 'wrong_type'),
                              ('limit=1&limit=1', 'duplicate'), ('limit=99999999999999999999', 'wrong_type')):
            reply = self.check(self.server.get('/calls?' + query, self.agent), 422, 'invalid')
            self.assertEqual(reply.params(), {'limit': reason})
        for query in 'limit=%zz', 'cursor=%ff', 'cursor=%00':
            self.check(self.server.get('/calls?' + query, self.agent), 400, 'malformed')
        self.check(self.server.get('/calls?cursor=' + 'x' * 9000, self.agent), 414, 'target_too_long')

    def test_kind_of_content(self):
        for kind in 'text/plain', 'application/jsonx', 'multipart/form-data; boundary=x', '':
            self.check(self.server.post('/cti', b'{}', self.server.key, kind=kind, headers={'Content-Type': kind}), 415,
                       'unsupported_media')
        self.check(self.server.post('/session', b'user_id=1', kind=FORM, local=True), 415, 'unsupported_media')
        reply = self.server.post('/cti', b'event=newCall&callId=kinds-1', self.server.key, kind=FORM + '; charset=utf-8')
        self.assertEqual(reply.status, 204, reply.body)

    def test_multipart_nowhere(self):
        """Nothing parses it, so no operation takes it: neither where JSON, a file or nothing is expected."""
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF\r\n--x--\r\n'
        paths = self.server.get('/openapi.json').json()['paths']
        asked = [(method.upper(), path) for path, item in paths.items() for method in item]
        self.assertGreater(len(asked), 60)
        for method, path in asked:
            for kind in 'multipart/form-data; boundary=x', 'Multipart/Mixed;boundary=x':
                with self.subTest(method=method, path=path, kind=kind):
                    reply = self.server.ask(method, path.replace('{id}', NOBODY), body, self.server.key, kind, {'If-Match': '"1"'})
                    self.check(reply, 415, 'unsupported_media')

    def test_bad_json(self):
        deep = b'{"event":' + b'[' * 100000 + b']' * 100000 + b'}'
        for body in (b'', b'{', b'[]', b'7', b'null', b'{"event":"newCall","callId":"1"} {}', deep, b'[' * 100000,
                     b'{"event":"newCall","event":"hangup","callId":"1"}', b'{"event":"a" /* b */}', b'{"event":"\xff"}',
                     b'{"event":"\\ud800"}', b'{"event":"a\x00b"}', b'\xef\xbb\xbf{}', b'{"event":"a",}', b"{'event':'a'}",
                     b'{"event":99999999999999999999}', b'{"event":NaN}', b'\x00' * 10):
            reply = self.server.post('/cti', body, self.server.key, headers={'Content-Type': JSON})
            self.check(reply, 400, 'malformed')

    def test_bad_members(self):
        reply = self.check(self.server.post('/cti', {'event': 7, 'direction': 'up', 'nonsense': 1}, self.server.key), 422,
                           'invalid')
        self.assertEqual(reply.params(), {'event': 'wrong_type', 'direction': 'wrong_type', 'callId': 'required',
                                          'nonsense': 'unknown'})
        reply = self.check(self.server.post('/cti', {'event': 'newCall', 'callId': 'x' * 201}, self.server.key), 422,
                           'invalid')
        self.assertEqual(reply.params(), {'callId': 'too_long'})

    def test_body_where_none_belongs(self):
        reply = self.server.post(f'/wrapups/{NOBODY}/undo', b'{"a":1}', self.agent)
        self.check(reply, 400, 'malformed')

    def test_too_large(self):
        large = b'{"event":"' + b'x' * (1 << 20) + b'"}'
        reply = self.check(self.server.post('/cti', large, self.server.key), 413, 'too_large')
        self.assertTrue(reply.headers['x-request-id'])
        # The connection stays usable: what was refused has been read.
        connection = self.server.connect()
        self.check(self.server.post('/cti', large, self.server.key, connection=connection), 413, 'too_large')
        self.assertEqual(self.server.get('/health', connection=connection).status, 200)
        connection.close()

    def test_too_large_without_saying_so(self):
        sock = self.server.raw()
        sock.sendall(f'POST {V1}/cti HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.server.key}\r\nContent-Type: {JSON}\r\n'
                     'Transfer-Encoding: chunked\r\n\r\n'.encode())
        try:
            for _ in range(64):
                sock.sendall(b'10000\r\n' + b'x' * 65536 + b'\r\n')
        except (BrokenPipeError, ConnectionResetError):
            pass
        said = answer_of(sock)      # a sender that goes on may be reset before it reads
        self.assertTrue(not said or b' 413 ' in said.split(b'\r\n')[0], said)
        sock.close()
        self.assertEqual(self.server.get('/health').status, 200)

    def test_large_headers(self):
        sock = self.server.raw()
        sock.sendall(b'GET /api/v1/health HTTP/1.1\r\nHost: x\r\n' + b''.join(b'X-%d: %s\r\n' % (i, b'y' * 900)
                                                                              for i in range(60)) + b'\r\n')
        self.assertRegex(answer_of(sock).split(b'\r\n')[0], rb' (413|431) ')
        sock.close()

    def test_garbage(self):
        for bytes_sent in b'\x16\x03\x01\x02\x00\x01\x00', b'GET\r\n\r\n', b'\x00' * 300, b'GET /a b c d\r\n\r\n':
            sock = self.server.raw()
            sock.sendall(bytes_sent)
            sock.shutdown(socket.SHUT_WR)
            answer_of(sock)
            sock.close()
        self.assertEqual(self.server.get('/health').status, 200)

    def test_slow_sender(self):
        for part in (b'GET /api/v1/hea', b'GET /api/v1/health HTTP/1.1\r\nHost',
                     f'POST {V1}/cti HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.server.key}\r\nContent-Type: {JSON}\r\n'
                     'Content-Length: 100\r\n\r\n{"ev'.encode()):
            sock = self.server.raw()
            sock.sendall(part)
            self.assertIn(b' 408 ', answer_of(sock).split(b'\r\n')[0], part)
            sock.close()

    def test_many_at_once_on_one_connection(self):
        sock = self.server.raw()
        sock.sendall(b'GET /api/v1/health HTTP/1.1\r\nHost: x\r\n\r\n' * 20
                     + b'GET /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        self.assertEqual(answer_of(sock).count(b'HTTP/1.1 200 '), 21)
        sock.close()

    def test_clients_that_leave(self):
        for _ in range(30):
            sock = self.server.raw()
            sock.sendall(f'GET {V1}/calls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.agent}\r\n\r\n'.encode())
            sock.close()
        self.assertEqual(self.server.get('/health').status, 200)

    def test_precondition(self):
        reply = self.server.ask('PATCH', f'{V1}/customers/{NOBODY}', {'region': 'x'}, self.agent)
        self.check(reply, 428, 'match_required')
        reply = self.server.ask('PATCH', f'{V1}/customers/{NOBODY}', {'region': 'x'}, self.agent, headers={'If-Match': '7'})
        self.check(reply, 400, 'malformed')
        reply = self.server.ask('PATCH', f'{V1}/customers/{NOBODY}', {'region': 'x'}, self.agent, headers={'If-Match': '"7"'})
        self.check(reply, 404, 'not_found')

    def test_unknown_ids(self):
        for path in f'/calls/{NOBODY}', f'/customers/{NOBODY}', f'/recordings/{NOBODY}', f'/wrapups/{NOBODY}', \
                f'/feedback/{NOBODY}', f'/recordings/{NOBODY}/audio', f'/recordings/{NOBODY}/peaks':
            self.check(self.server.get(path, self.agent), 404, 'not_found')

    def test_log_has_no_secrets(self):
        self.server.get('/calls?cursor=secret-cursor', self.agent)
        said = self.server.stderr()
        for secret in self.agent, self.server.key, 'secret-cursor':
            self.assertNotIn(secret, said)


if __name__ == '__main__':
    unittest.main(verbosity=2)
