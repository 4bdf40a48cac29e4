#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL of its own in a temporary folder, on a Unix socket; it ends with whoever made it.

As a program: pgcluster.py COMMAND… runs the command with HX_TEST_PGSQL, the address of an empty database.
"""
import ctypes
import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 60
# What would only make a test slower: it tests us, and no power fails. durable=True for what kills PostgreSQL itself.
HASTY = {'fsync': 'off', 'full_page_writes': 'off'}
SETTINGS = {'listen_addresses': '', 'shared_buffers': '32MB', 'max_connections': '80', 'max_wal_size': '256MB',
            'log_min_messages': 'warning', 'timezone': 'UTC'}
HELD_MEMORY = 'pre-existing shared memory block'
PR_SET_PDEATHSIG = 1


def programs():
    """The newest PostgreSQL that is installed."""
    found = sorted(glob.glob('/usr/lib/postgresql/*/bin'), key=lambda p: int(p.split('/')[4]))
    if found:
        return pathlib.Path(found[-1])
    path = shutil.which('postgres')
    if path is None:
        sys.exit('PostgreSQL is not installed: ./dev brings it')
    return pathlib.Path(path).parent


def account():
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get('postgres') or names['nobody']


def kill(pid, how):
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        pass


class Cluster:
    def __init__(self, durable=False, settings=None):
        self.bin, self.account = programs(), account()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-pg-'))
        self.data = self.folder / 'data'
        self.settings = {**SETTINGS, **({} if durable else HASTY), **(settings or {})}
        self.process, self.parent = None, os.getpid()
        if self.account:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        os.chmod(self.folder, 0o755)        # the socket is there for others too
        try:
            self.run('initdb', '-D', self.data, '-U', 'huixiang', '-A', 'trust', '-E', 'UTF8', '--lc-collate=C',
                     '--lc-ctype=C.UTF-8', '--no-sync', '--no-instructions')
            self.start()
        except BaseException:
            self.close()
            raise

    def become(self):
        """In the child: the right user, and an end with its parent even when that is killed."""
        if self.account:
            os.setgroups([])
            os.setgid(self.account.pw_gid)
            os.setuid(self.account.pw_uid)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
        if os.getppid() != self.parent:
            os._exit(1)

    def run(self, program, *arguments):
        done = subprocess.run([self.bin / program, *arguments], preexec_fn=self.become, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise RuntimeError(done.stdout.decode(errors='replace'))

    def launch(self):
        options = [part for name, value in self.settings.items() for part in ('-c', f'{name}={value}')]
        with open(self.folder / 'log', 'ab') as log:
            self.process = subprocess.Popen([self.bin / 'postgres', '-D', self.data, '-k', self.folder, *options],
                                            preexec_fn=self.become, cwd=self.folder, stdout=log, stderr=log)

    def start(self):
        self.launch()
        end = time.monotonic() + PATIENCE
        ask = [self.bin / 'pg_isready', '-q', '-h', self.folder, '-U', 'huixiang', '-d', 'postgres']
        while subprocess.run(ask).returncode:
            if not self.ended(0.02) and time.monotonic() < end:
                continue
            said = (self.folder / 'log').read_text(errors='replace')
            # A process of the crashed one was born after its siblings were counted; it ends by itself.
            if HELD_MEMORY not in said[-400:] or time.monotonic() > end:
                raise RuntimeError(said)
            self.launch()

    def ended(self, within):
        try:
            self.process.wait(within)
            return True
        except subprocess.TimeoutExpired:
            return False

    def stop(self, how=signal.SIGINT):
        """SIGINT: orderly, whoever is connected; SIGKILL: as a crash, of all its processes."""
        if self.process is None or self.process.poll() is not None:
            return
        if how == signal.SIGKILL:       # the postmaster first, so that it repairs nothing
            children = pathlib.Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children').read_text().split()
            for pid in (self.process.pid, *map(int, children)):
                kill(pid, how)
        else:
            self.process.send_signal(how)
        self.process.wait(PATIENCE)

    def restart(self, how=signal.SIGINT):
        self.stop(how)
        self.start()

    def uri(self, schema=None):
        search = f'&options=-csearch_path%3D{schema}' if schema else ''
        return f'postgresql:///postgres?host={self.folder}&user=huixiang{search}'

    def sql(self, text, schema=None):
        """Rows of one statement, as lists of text."""
        done = subprocess.run([self.bin / 'psql', '-XAtq', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', self.uri(schema),
                               '-c', text], stdout=subprocess.PIPE, check=True)
        return [line.split('\t') for line in done.stdout.decode().splitlines()]

    def close(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def main():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with Cluster() as cluster:
        child = subprocess.Popen(sys.argv[1:], env={**os.environ, 'HX_TEST_PGSQL': cluster.uri()})
        try:
            return child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


if __name__ == '__main__':
    sys.exit(main())
