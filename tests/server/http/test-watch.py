#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What machines and people who look after a server see: health, metrics, the log, settings that are read anew."""
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from huixiangd import PROGRAM, TIMEOUT, V1, Server, Stream

JOURNAL = '/run/systemd/journal'


def metrics(text):
    """{'name{labels}': number}; every line must be one of Prometheus' text format."""
    found = {}
    for line in text.decode().splitlines():
        if line.startswith('#'):
            assert re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .+', line), line
            continue
        match = re.fullmatch(r'([a-z_]+(?:\{[^}]*\})?) ([0-9.e+-]+)', line)
        assert match and match[1] not in found, line
        found[match[1]] = float(match[2])
    return found


def lines(server, pattern):
    return re.findall(pattern, server.stderr(), re.M)


def wait_for_line(server, pattern, times=1):
    """A log is a file that somebody else writes: asked again on a clock, until the deadline."""
    end, pause = threading.Event(), 0.01
    for _ in range(int(TIMEOUT / pause)):
        if len(found := lines(server, pattern)) >= times:
            return found
        end.wait(pause)
    raise AssertionError(f'{pattern!r} did not come {times} times: {server.stderr()}')


class Metrics(unittest.TestCase):
    def ask(self, server, **more):
        return server.ask('GET', '/metrics', **more)

    def test_counts(self):
        with Server() as server:
            server.cti('newCall', '1')
            token = server.sign_in()
            stream = Stream(server, token)
            next(stream.blocks())
            server.call('2')
            self.assertEqual(server.get('/users').status, 401)
            found = metrics(self.ask(server).body)
            self.assertEqual(found['huixiang_requests_total{operation="cti.receive",status="2xx"}'], 4, found)
            self.assertEqual(found['huixiang_requests_total{operation="users.list",status="4xx"}'], 1)
            self.assertEqual(found['huixiang_errors_total{code="unauthenticated"}'], 1)
            self.assertEqual(found['huixiang_errors_total{code="store_full"}'], 0)
            self.assertEqual(found['huixiang_streams'], 1)
            self.assertGreater(found['huixiang_events_sent_total'], 0)
            self.assertEqual(found['huixiang_streams_cut_total'], 0)
            self.assertEqual(found['huixiang_queue_length{queue="write"}'], 0)
            self.assertGreaterEqual(found['huixiang_commit_requests_count'], 5)
            self.assertEqual(found['huixiang_commit_requests_bucket{le="+Inf"}'], found['huixiang_commit_requests_count'])
            name = 'huixiang_request_duration_seconds'
            self.assertEqual(found[name + '_count{operation="cti.receive"}'], 4)
            self.assertGreater(found[name + '_sum{operation="cti.receive"}'], 0)
            buckets = [v for k, v in found.items() if k.startswith(name + '_bucket{operation="cti.receive"')]
            self.assertEqual((buckets, buckets[-1]), (sorted(buckets), 4))
            self.assertGreater(found['process_resident_memory_bytes'], 1 << 20)
            self.assertEqual(found['process_open_fds'] > 5, True)
            self.assertTrue(any(k.startswith('huixiang_build_info') for k in found))
            stream.close()

    def test_not_for_whoever_comes_through_a_proxy(self):
        with Server() as server:
            for header in 'X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP':
                self.assertEqual(self.ask(server, headers={header: '127.0.0.1'}).status, 404, header)
            self.assertEqual(self.ask(server, local=True).status, 200)
            self.assertEqual(server.ask('POST', '/metrics').status, 405)

    def test_none_and_own_socket(self):
        with Server(arguments=['--metrics-listen', 'none']) as server:
            self.assertEqual(self.ask(server).status, 404)
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        with Server(arguments=['--metrics-listen', f'127.0.0.1:{port}']) as server:
            self.assertEqual(self.ask(server).status, 404)
            own = http.client.HTTPConnection('127.0.0.1', port, timeout=TIMEOUT)
            self.assertEqual(self.ask(server, connection=own).status, 200)
            self.assertEqual(server.ask('GET', '/readyz', connection=own).status, 200)
            self.assertEqual(server.get('/users', connection=own).status, 404, 'nothing else is there')
            own.close()


class Log(unittest.TestCase):
    NUMBER = '+8613800004711'

    def exercise(self, server):
        server.cti('newCall', 'named-call', **{'from': self.NUMBER, 'to': '4001', 'direction': 'in'})
        self.assertEqual(server.get('/calls?cursor=personal-cursor', server.sign_in()).status, 422)
        return server.get('/wrapups', server.sign_in()).headers['x-request-id']

    def test_levels_and_what_is_never_there(self):
        with Server(config='[log]\nlevel=debug\n') as server:
            identity = self.exercise(server)
            line, = wait_for_line(server, rf'^.*{identity}.*$')
            self.assertRegex(line, r'^\S+Z INFO http: wrapups\.list 200 \d+us [0-9a-f]{16}$')
            said = server.stderr()
            for secret in self.NUMBER, self.NUMBER[3:], 'named-call', 'personal-cursor', server.sign_in(), server.key:
                self.assertNotIn(secret, said)
        with Server() as server:
            self.exercise(server)
            self.assertEqual(server.stderr(), '')

    def test_network_without_tls(self):
        with Server(arguments=['--address', '0.0.0.0']) as server:
            wait_for_line(server, r'0\.0\.0\.0 without TLS')

    def test_rooms(self):
        with Server(config='[log]\nlevel=debug\nrooms=http=warning\n') as server:
            self.exercise(server)
            server.process.send_signal(signal.SIGHUP)
            wait_for_line(server, 'read anew')
            self.assertEqual(lines(server, r'^\S+ (?:INFO|DEBUG) http:'), [])
        with Server(config='[log]\nlevel=error\nrooms=http=info\n') as server:
            self.exercise(server)
            wait_for_line(server, r'^\S+ INFO http: cti\.receive')

    def test_read_anew(self):
        with Server(config='[log]\nlevel=message\n') as server:
            self.exercise(server)
            self.assertEqual(lines(server, ' INFO '), [])
            server.config.write_text('[log]\nlevel=info\n[server]\nreaders=9\n')
            server.process.send_signal(signal.SIGHUP)
            wait_for_line(server, 'read anew')
            wait_for_line(server, r'server\.readers was changed and needs a restart')
            self.exercise(server)
            wait_for_line(server, r' INFO http: wrapups\.list')
            server.config.write_text('[log]\nlevel=all\nlevels=1\n')
            server.process.send_signal(signal.SIGHUP)
            wait_for_line(server, r'server\.conf:2: level is')
            wait_for_line(server, r'server\.conf:3: there is no key')
            wait_for_line(server, 'stay as they were')
            before = len(lines(server, r' INFO http: wrapups\.list'))
            self.exercise(server)
            wait_for_line(server, r' INFO http: wrapups\.list', before + 1)

    def test_told_to_say_more(self):
        """An administrator changes it while the server runs; it is accounted for, and reading the settings anew undoes it."""
        with Server(config='[log]\nlevel=warning\n') as server:
            token = server.add_person('administrator')
            self.assertEqual(server.get('/log', token).json(), {'level': 'warning'})
            for body, wrong in (({'level': 'all'}, {'level': 'wrong_type'}), ({}, {'level': 'required'}),
                                ({'level': 'info', 'rooms': 'http'}, {'rooms': 'invalid'})):
                self.assertEqual(server.ask('PUT', f'{V1}/log', body, token).params(), wrong)
            said = {'level': 'message', 'rooms': 'http=info,store=debug'}
            changed = server.ask('PUT', f'{V1}/log', said, token)
            self.assertEqual((changed.status, changed.json(), server.get('/log', token).json()), (200, said, said))
            self.exercise(server)
            wait_for_line(server, r' INFO http: wrapups\.list')
            line, = server.get('/audit?action=log_changed', server.sign_in('compliance')).json()['items']
            self.assertEqual(line['detail'], said)
            server.process.send_signal(signal.SIGHUP)
            wait_for = threading.Event()
            for _ in range(int(TIMEOUT / 0.01)):
                if server.get('/log', token).json() == {'level': 'warning'}:
                    break
                wait_for.wait(0.01)
            self.assertEqual(server.get('/log', token).json(), {'level': 'warning'})

    def test_journal(self):
        """The journal's own protocol, at a socket of ours that stands in its place in a mount of our own."""
        if os.geteuid() or subprocess.run(['unshare', '-m', 'true'], stderr=subprocess.DEVNULL).returncode:
            self.skipTest('needs a mount of its own')
        with tempfile.TemporaryDirectory(prefix='hx-') as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as journal:
            journal.bind(f'{folder}/socket')
            journal.settimeout(TIMEOUT)
            mount = ['unshare', '-m', 'sh', '-c',
                     f'mkdir -p {JOURNAL} && mount --bind {folder} {JOURNAL} && exec "$@"', 'sh']
            with Server(config='[log]\nlevel=info\ntarget=journal\n', before=mount) as server:
                identity = server.get('/health').headers['x-request-id']
                fields = {}
                while fields.get('HX_REQUEST_ID') != identity:
                    fields = dict(line.split('=', 1) for line in journal.recv(65536).decode().splitlines() if '=' in line)
                self.assertEqual(server.stderr(), '')
            self.assertEqual((fields['PRIORITY'], fields['HX_OPERATION'], fields['HX_STATUS']), ('6', 'health.get', '200'))
            self.assertGreater(int(fields['HX_DURATION_US']), 0)
            self.assertIn('hx-front.c', fields['CODE_FILE'])
            self.assertEqual(fields['MESSAGE'], f"health.get 200 {fields['HX_DURATION_US']}us {identity}",
                             'what `journalctl -u huixiangd` shows')


if __name__ == '__main__':
    unittest.main(verbosity=2)
