#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the real program on the sample data: start, the popup after a call, memory, scrolling.

Runs inside desk-session.sh with the cairo renderer.  Every figure is printed as a count or as a part of its limit in
this one run; nothing fails for being slow, as machines differ.  The window says when a frame is painted (hx-trace),
in µs of the monotonic clock that this script reads too.
"""
import concurrent.futures
import datetime
import glob
import http.client
import json
import math
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'support'))
import a11y  # noqa: E402
from screen import key, pointer_at, xdotool  # noqa: E402
from waiting import wait  # noqa: E402

BUILD = pathlib.Path(os.environ['HX_BUILD_DIR'])
CLIENT, SERVER = BUILD / 'src/client/huixiang', BUILD / 'src/server/huixiangd'
DATA = pathlib.Path(os.environ['XDG_DATA_HOME']) / 'huixiang'
TRACE = re.compile(r'huixiang-trace-DEBUG: \S+ (\S+) (\S+) (\d+) (\d+)(?: (\d+))?')
CALLS = int(os.environ.get('HX_BENCH_CALLS', '60'))
CONTACTS = 10000
MAIN_WINDOW = '/cn/huixiang/Huixiang/window/1'


def now():
    return time.monotonic_ns() // 1000


def report(name, milliseconds, limit):
    print(f'{name}: {milliseconds:.1f} ms, {milliseconds / limit:.0%} of its limit of {limit} ms', flush=True)


class Traced(a11y.Program):
    """The client, with what it says of its frames."""

    def __init__(self, *arguments):
        super().__init__([CLIENT, *arguments], env={'G_MESSAGES_DEBUG': 'huixiang-trace'})
        self.log = os.path.join(os.environ['HX_DESK_DIR'], f'traced-{now()}.log')
        self.read = 0
        self.frames = []

    def __enter__(self):
        self.begun = now()
        return super().__enter__()

    def look(self):
        """(window, kind, begun, painted, worked) of all frames so far."""
        text = self.text()
        for match in TRACE.finditer(text, self.read):
            self.frames.append((match[1], match[2], int(match[3]), int(match[4]), int(match[5] or 0)))
            self.read = match.end()
        return self.frames

    def painted(self, window, kinds, after):
        """When the first such frame was painted that was begun after that moment."""
        def found():
            return next((f[3] for f in reversed_until(self.look(), window, kinds, after)), None)
        return wait(found, 30, f'a painted frame of {window}')


def reversed_until(frames, window, kinds, after):
    return [f for f in frames if f[0] == window and f[1] in kinds and f[3] >= after]


class Local(http.client.HTTPConnection):
    """The private socket of the embedded server."""

    def __init__(self, path):
        super().__init__('localhost')
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(connection, method, path, body=None, token=None):
    headers = {'Content-Type': 'application/json'}
    if token:
        headers['Authorization'] = f'Bearer {token}'
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status < 300, (answer.status, text)
    return json.loads(text) if text else None


def make_store():
    DATA.mkdir(parents=True, mode=0o700)
    subprocess.run([SERVER, 'sample', '--store', f'sqlite:{DATA}/store.db', '--recordings', DATA / 'recordings',
                    '--sample-dir', BUILD / 'data/sample'],
                   check=True, stdout=subprocess.DEVNULL)


def bench_start():
    """exec → first frame: without the server's start (it runs), and with it until the page has its data."""
    without, with_server = [], []
    for _ in range(6):
        with Traced() as client:
            without.append((client.painted('main', ('first',), 0) - client.begun) / 1000)
            online = client.painted('workspace', ('online',), 0)
            with_server.append((client.painted('main', ('frame', 'first'), online) - client.begun) / 1000)
    report('exec to first frame of the main window', statistics.median(without[1:]), 350)
    report('exec to first frame with the embedded server started and answering', statistics.median(with_server[1:]), 900)


class Outside:
    """A program of the site that calls from outside, through the loopback port."""

    def __init__(self):
        notice = json.loads(pathlib.Path(glob.glob(os.environ['XDG_RUNTIME_DIR'] + '/huixiang/*.json')[0]).read_text())
        self.connection = http.client.HTTPConnection('127.0.0.1', notice['port'])
        self.token = pathlib.Path(notice['integration_key_file']).read_text().strip()


class Telephone(Outside):
    """A PBX: the CTI door."""

    def send(self, event, call, agent, number):
        ask(self.connection, 'POST', '/api/v1/cti', {
            'event': event, 'callId': call, 'direction': 'in', 'from': number, 'to': '4008000000', 'user': agent,
            'cause': 'normalClearing'}, self.token)


def touch(customer, first, last):
    """Contacts of one customer: one every 13 minutes, back from now."""
    outside = Outside()
    now_utc = datetime.datetime.now(datetime.timezone.utc)
    kinds = [('sms', 'delivered'), ('wechat', 'message'), ('app', 'view'), ('web_chat', 'message'), ('email', 'message')]
    for i in range(first, last):
        channel, activity = kinds[i % len(kinds)]
        at = now_utc - datetime.timedelta(minutes=13 * i)
        ask(outside.connection, 'POST', '/api/v1/contacts', {
            'customer_id': customer, 'channel': channel, 'activity': activity, 'direction': 'in' if i % 3 else 'out',
            'at': at.strftime('%Y-%m-%dT%H:%M:%S.%fZ'), 'origin': '短信平台', 'summary': f'客户问起第 {i} 次的预约，改到下周再看'},
            outside.token)


def make_history(customer, known):
    """The one customer who has been touched CONTACTS times."""
    step = (CONTACTS - known) // 4
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: touch(customer, i * step, (i + 1) * step), range(4)))


def local():
    return Local(glob.glob(os.environ['XDG_RUNTIME_DIR'] + '/huixiang/*.sock')[0])


def bench_popup(client, agent, numbers):
    telephone = Telephone()
    latencies = []
    for i in range(CALLS + 3):
        number = numbers[i % len(numbers)]
        for event in ('newCall', 'answer'):
            telephone.send(event, f'bench-{i}', agent, number)
        settle(client)      # people talk before they hang up
        begun = now()
        telephone.send('hangup', f'bench-{i}', agent, number)
        latencies.append((client.painted('wrapup', ('first',), begun) - begun) / 1000)
        key('0')
        wait(lambda: client.text().count('huixiang-trace-DEBUG: ') and popup_is_gone(), 30, 'the popup to close')
    latencies = sorted(latencies[3:])
    report(f'hang-up POST to first painted frame of the popup, median of {CALLS}', statistics.median(latencies), 40)
    report(f'hang-up POST to first painted frame of the popup, p99 of {CALLS}',
           latencies[math.ceil(0.99 * len(latencies)) - 1], 100)


def settle(client):
    """Waits until the main window has nothing more to paint."""
    seen = []

    def quiet():
        seen.append(len(client.look()))
        return len(seen) > 5 and seen[-1] == seen[-5]
    wait(quiet, 30, 'the main window to be quiet')


def popup_is_gone():
    shown = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^(Wrap-up|话后处理|話後處理)$'],
                           capture_output=True, text=True).stdout.split()
    return not shown


def pss_megabytes(pid):
    text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text()
    return int(re.search(r'^Pss:\s+(\d+) kB', text, re.M)[1]) / 1024


def scroll(client):
    """What frames cost while the wheel turns fast, in ms: on the wall and of the processor; and from the first to the last."""
    begun = now()
    xdotool('click', '--repeat', '720', '--delay', '8', '5')
    ended = now()
    frames = [f for f in client.look() if f[0] == 'main' and f[2] >= begun and f[3] <= ended]
    return sorted((f[3] - f[2]) / 1000 for f in frames), sorted(f[4] / 1000 for f in frames), (frames[-1][2] - frames[0][2]) / 1e6


def quantile(values, q):
    return values[min(math.ceil(q * len(values)), len(values)) - 1]


def bench_history(client, customer):
    begun = now()
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'cn.huixiang.Huixiang', '--object-path', MAIN_WINDOW,
                    '--method', 'org.gtk.Actions.Activate', 'open-customer', f"[<'{customer}'>]", '{}'],
                   check=True, capture_output=True)
    # Nobody looks through accessibility here: what it would keep of every row is no part of the program.
    client.painted('main', ('frame',), begun)
    settle(client)
    pointer_at(800, 600)
    costs, worked, seconds = scroll(client)
    report(f'scrolling the history of {CONTACTS} contacts, p95 of {len(costs)} frames', quantile(costs, 0.95), 10)
    report('the same, of the processor', quantile(worked, 0.95), 10)
    print(f'frames a second while scrolling: {(len(costs) - 1) / seconds:.1f}', flush=True)
    memory = pss_megabytes(client.process.pid)
    print(f'client with that history open: {memory:.0f} MB PSS, {memory / 110:.0%} of its limit of 110 MB', flush=True)


def main():
    make_store()
    bench_start()
    with Traced() as client:
        client.painted('workspace', ('online',), 0)
        connection = local()
        people = ask(connection, 'GET', '/api/v1/users?limit=200')['items']
        agent = next(p for p in people if p['role'] == 'agent')
        subprocess.run(['gdbus', 'call', '--session', '--dest', 'cn.huixiang.Huixiang', '--object-path',
                        '/cn/huixiang/Huixiang', '--method', 'org.gtk.Actions.Activate', 'switch-person',
                        f"[<'{agent['id']}'>]", '{}'], check=True, capture_output=True)
        token = ask(connection, 'POST', '/api/v1/session', {'user_id': agent['id']})['token']
        customers = ask(connection, 'GET', '/api/v1/customers?limit=200', token=token)['items']
        touches = {c['id']: sum((c.get('contact_counts') or {}).values()) for c in customers}
        most = max(touches, key=touches.get)
        make_history(most, touches[most])
        numbers = [f'+861990000{i:04d}' for i in range(20)]
        settle(client)
        bench_popup(client, agent['number'], numbers)
        bench_history(client, most)


main()
