#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server has in its memory leaves it in no file: no core, nobody who looks, no swap device.

Not under a sanitizer, which looks at the process itself and locks no memory.
"""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

from huixiangd import PROGRAM, Server

# As a user like any other, which root becomes: root may look into everything.
NOBODY = ('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups') if os.geteuid() == 0 else ()


class Memory(unittest.TestCase):
    def start(self, keys=1, before=()):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='hx-'))
        self.addCleanup(shutil.rmtree, folder)
        # Nobody may be kept out of where the program was built.
        program = shutil.copy(PROGRAM, folder)
        (folder / 'keys').write_text(''.join(f'k{number} {number:064x}\n' for number in range(1, keys + 1)))
        (folder / 'keys').chmod(0o600)
        if NOBODY:
            for path in folder, folder / 'keys':
                os.chown(path, 65534, 65534)
        server = Server(folder, store=folder / 'store.db', before=(*before, *NOBODY), program=program, arguments=['--keys', str(folder / 'keys')])
        self.addCleanup(server.close)
        self.assertTrue(server.ready.get('ready'), server.stderr())
        return server

    def opens(self, path):
        """Whether another process of the same user opens it."""
        done = subprocess.run([*NOBODY, sys.executable, '-c', f'open("{path}", "rb")'], capture_output=True, text=True)
        self.assertTrue(done.returncode == 0 or 'PermissionError' in done.stderr, done.stderr)
        return done.returncode == 0

    def status(self, server, field):
        return re.search(rf'{field}:\s+(\d+)', pathlib.Path(f'/proc/{server.process.pid}/status').read_text())[1]

    @unittest.skipIf(resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, 'there are no core files here, whatever the program does')
    def test_no_core(self):
        server = self.start(before=('prlimit', '--core=' + str(resource.getrlimit(resource.RLIMIT_CORE)[1])))
        self.assertRegex(pathlib.Path(f'/proc/{server.process.pid}/limits').read_text(), r'Max core file size +0 +0 ')

    def test_not_dumpable(self):
        """Which also keeps it from programs that cores are handed to."""
        server = self.start()
        with subprocess.Popen([*NOBODY, 'cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            other.stdin.write(b'x')
            other.stdin.flush()
            other.stdout.read(1)    # it runs, as the other user
            self.assertEqual(self.status(server, 'Uid'), str(65534 if NOBODY else os.geteuid()))
            self.assertTrue(self.opens(f'/proc/{other.pid}/environ'))
            other.stdin.close()
        for file in 'environ', 'maps', 'mem':
            self.assertFalse(self.opens(f'/proc/{server.process.pid}/{file}'), file)

    def test_keys_are_locked(self):
        """Each in a page of its own that is never written to a swap device."""
        one, three = (int(self.status(self.start(keys), 'VmLck')) for keys in (1, 3))
        page = os.sysconf('SC_PAGE_SIZE') // 1024
        self.assertGreaterEqual(one, page)
        self.assertEqual(three - one, 2 * page)


if __name__ == '__main__':
    unittest.main(verbosity=2)
