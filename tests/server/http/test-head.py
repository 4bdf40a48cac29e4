#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Request lines and headers that no honest client sends: each is refused in words, and nothing behind it is believed."""
import json
import socket
import unittest

from huixiangd import FORM, JSON, TIMEOUT, V1, Server

HEALTH = V1 + '/health'


def everything(sock):
    sock.settimeout(TIMEOUT)
    data = b''
    try:
        while part := sock.recv(65536):
            data += part
    except ConnectionResetError:
        pass
    return data


class Head(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Half-closed while a worker had the request: libmicrohttpd does not always see that, then the time of the request ends it.
        cls.server = Server(config='[limits]\nrequest-milliseconds=5000\n').__enter__()
        cls.agent = cls.server.sign_in('agent')

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def say(self, text, ends=False):
        """Sends text as it is; returns what came back until the server closed."""
        with self.server.raw() as sock:
            sock.sendall(text if isinstance(text, bytes) else text.encode())
            if ends:
                sock.shutdown(socket.SHUT_WR)
            return everything(sock)

    def check(self, text, status, code=None):
        said = self.say(text)
        self.assertTrue(said.startswith(f'HTTP/1.1 {status} '.encode()), (text[:200], said[:300]))
        if code:
            problem = json.loads(said.split(b'\r\n\r\n', 1)[1])
            self.assertEqual((problem['status'], problem['code']), (status, code), text[:200])
        return said

    def request(self, *headers, line=f'GET {HEALTH} HTTP/1.1', host=True, body=''):
        return '\r\n'.join([line, *(['Host: x'] if host else []), 'Connection: close', *headers, '', body])

    def test_forms_of_address(self):
        for target in f'http://somewhere{HEALTH}', f'HTTP://a:1{HEALTH}', f'https://[::1]:8470{HEALTH}':
            self.check(self.request(line=f'GET {target} HTTP/1.1'), 200)
        for target in 'http://somewhere', f'ftp://x{HEALTH}', f'x{HEALTH}', '*', 'http:///', f'//x{HEALTH}':
            self.check(self.request(line=f'GET {target} HTTP/1.1'), 404, 'not_found')
        for target in f'{HEALTH}#part', f'{HEALTH}?a#b':
            self.check(self.request(line=f'GET {target} HTTP/1.1'), 400, 'malformed')

    def test_old_http(self):
        said = self.check(f'GET {HEALTH} HTTP/1.0\r\n\r\n', 200)
        self.assertNotIn(b'chunked', said)
        self.check(f'POST {V1}/cti HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400, 'malformed')

    def test_no_host(self):
        self.assertTrue(self.say(self.request(host=False)).startswith(b'HTTP/1.1 400 '))

    def test_lengths_that_contradict(self):
        """Request smuggling: what follows is never taken for a request of its own."""
        auth, kind = f'Authorization: Bearer {self.server.key}', f'Content-Type: {FORM}'
        hidden = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
        for lengths in (('Content-Length: 5', 'Content-Length: 6'), ('Content-Length: 5', 'Content-Length: 5'),
                        ('Content-Length: 5', 'Transfer-Encoding: chunked'), ('Transfer-Encoding: chunked',) * 2,
                        ('Transfer-Encoding: gzip, chunked',), ('Transfer-Encoding: xchunked',),
                        ('Content-Length: +5',), ('Content-Length: -5',), ('Content-Length: 5, 5',), ('Content-Length: 0x5',),
                        ('Content-Length: 99999999999999999999999',)):
            said = self.say(self.request(auth, kind, *lengths, line=f'POST {V1}/cti HTTP/1.1', body='0\r\n\r\n' + hidden))
            self.assertRegex(said.split(b'\r\n')[0], rb'^HTTP/1.1 (400|413) ', lengths)
            self.assertNotIn(b'HTTP/1.1 200 ', said, lengths)

    def test_headers_given_twice(self):
        for name, value in (('Authorization', f'Bearer {self.agent}'), ('Content-Type', JSON), ('If-Match', '"1"'),
                            ('Idempotency-Key', 'k'), ('Last-Event-ID', '1'), ('Range', 'bytes=0-1')):
            self.check(self.request(f'{name}: {value}', f'{name.lower()}: {value}'), 400, 'malformed')

    def test_size(self):
        self.check(self.request(*(f'X-{i}: y' for i in range(62))), 200)
        self.check(self.request(*(f'X-{i}: y' for i in range(63))), 431, 'headers_too_large')
        self.check(self.request('X: ' + 'y' * 16384), 431, 'headers_too_large')
        self.check(self.request(line=f'GET {HEALTH}?{"x" * 8192} HTTP/1.1'), 414, 'target_too_long')
        # Past its own buffer the library answers in its own words.
        for huge in self.request('X: ' + 'y' * 60000), self.request(line=f'GET /{"x" * 60000} HTTP/1.1'):
            self.assertRegex(self.say(huge).split(b'\r\n')[0], rb'^HTTP/1.1 4(13|14|31) ')

    def test_nothing_is_echoed_into_a_header(self):
        for target in (f'{HEALTH}%0d%0aX-Evil:%201', f'{V1}/calls?cursor=%0d%0aX-Evil:%201', f'{V1}/calls?%0d%0aX-Evil:1=1',
                       f'{V1}/calls/%0d%0aX-Evil:1'):
            said = self.say(self.request(f'Authorization: Bearer {self.agent}', 'Idempotency-Key: a%0d%0ab',
                                         line=f'GET {target} HTTP/1.1'))
            self.assertNotIn(b'X-Evil', said.split(b'\r\n\r\n')[0])
        for control in b'a\x01b', b'a\x7fb', b'a\x0bb':
            self.check(b'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ' + control + b'\r\n\r\n', 400)

    def test_paths_out(self):
        for path in ('/../etc/passwd', '/api/v1/../../etc/passwd', '/api/v1/%2e%2e/%2e%2e/etc/passwd', '/api/v1/recordings/..',
                     '/api/v1/recordings/%2e%2e%2f%2e%2e%2fstore.db/audio', '/api/v1/recordings/..%5c..%5cx/audio',
                     '/api/v1/recordings/%252e%252e/audio', '/api/v1/recordings/%00/audio', '/api/v1/health%00', '/api/v1/health%2f',
                     '/api/v1%2fhealth', '/api//v1/health', '/api/v1/./health', '/API/v1/health', '/api/v1/health;x=1',
                     '/api/v1/recordings/%c0%ae%c0%ae/audio', '/api/v1/%ff', '/api/v1/%'):
            self.check(self.request(f'Authorization: Bearer {self.agent}', line=f'GET {path} HTTP/1.1'), 404, 'not_found')

    def test_methods(self):
        for method in 'TRACE', 'CONNECT', 'PROPFIND', 'get', 'POSTX', 'DELETE':
            said = self.check(self.request(line=f'{method} {HEALTH} HTTP/1.1'), 405, 'method_not_allowed')
            self.assertIn(b'Allow: OPTIONS, GET, HEAD\r\n', said)
            self.assertIn(b'Allow: OPTIONS, GET, HEAD\r\n', self.check(self.request(line=f'{method} /healthz HTTP/1.1'), 405))
        self.check(self.request(line='OPTIONS /metrics HTTP/1.1'), 204)
        said = self.check(self.request(f'Authorization: Bearer {self.agent}', line=f'HEAD {V1}/events HTTP/1.1'), 200)
        self.assertTrue(said.endswith(b'\r\n\r\n'), 'a stream that is only asked about ends')

    def test_coding_and_charset(self):
        key = self.server.key
        for coding in 'gzip', 'deflate', 'br', 'identity, gzip', 'x':
            reply = self.server.post('/cti', b'\x1f\x8b\x08', key, headers={'Content-Encoding': coding})
            self.assertEqual((reply.status, reply.code), (415, 'unsupported_media'), coding)
        for kind in f'{JSON}; charset=gbk', f'{JSON};charset="utf-16"', f'{FORM}; charset=latin1':
            reply = self.server.post('/cti', b'{}', key, kind=kind)
            self.assertEqual((reply.status, reply.code), (415, 'unsupported_media'), kind)
        for kind in f'{JSON}; charset=UTF-8', f'{JSON};charset="utf-8"', f'{JSON} ; x=y':
            reply = self.server.post('/cti', b'{"event":"newCall","callId":"charset"}', key, kind=kind,
                                     headers={'Content-Encoding': 'identity'})
            self.assertEqual(reply.status, 204, (kind, reply.body))

    def test_queries(self):
        for query, status in (('limit=1&limit=2', 422), ('limit=%', 400), ('limit=%4', 400), ('limit=1%00', 400), ('%ff=1', 400),
                              ('&'.join(f'a{i}=1' for i in range(101)), 400), ('limit=1&&', 200), ('=', 400), ('limit=١', 422),
                              ('since=2026-02-30T00:00:00Z', 422), ('since=2026-01-01T25:00:00Z', 422),
                              ('since=2026-01-01T00:00:00%2B25:00', 422), ('since=2026-01-01T00:00:00 Mars/Olympus', 400),
                              ('since=2026-01-01T00:00:00%20Mars%2FOlympus', 422), ('since=99999-01-01T00:00:00Z', 422),
                              ('since=0000-00-00T00:00:00Z', 422), ('since=now', 422), ('since=NaN', 422)):
            said = self.say(self.request(f'Authorization: Bearer {self.agent}', line=f'GET {V1}/calls?{query} HTTP/1.1'))
            self.assertTrue(said.startswith(f'HTTP/1.1 {status} '.encode()), (query, said[:300]))

    def test_bad_chunks(self):
        head = self.request(f'Authorization: Bearer {self.server.key}', f'Content-Type: {JSON}', 'Transfer-Encoding: chunked',
                            line=f'POST {V1}/cti HTTP/1.1')
        for chunks in ('zz\r\n', '-1\r\n', 'ffffffffffffffffff\r\n', '5\r\nabcde', '5\r\nabcdeXX0\r\n\r\n'):
            said = self.say(head + chunks, ends=True)
            self.assertFalse(said.startswith(b'HTTP/1.1 2'), (chunks, said[:200]))


if __name__ == '__main__':
    unittest.main(verbosity=2)
