# SPDX-License-Identifier: GPL-3.0-or-later
"""A server whose system calls fail when a test says so."""
import fcntl
import mmap
import os
import struct

LIBRARY = os.environ['HX_FAULTY_CALLS']
WRITE, SYNC, OPEN, MAKE, MODE, RENAME, REMOVE, HOLD = (1 << n for n in range(8))
NAMES = {WRITE: 'write', SYNC: 'fsync', WRITE | SYNC: 'write and fsync', OPEN: 'open', MAKE: 'mkdir', MODE: 'fchmod',
         RENAME: 'rename', REMOVE: 'unlink'}


class Page:
    """What the library in the server reads: which calls fail, after how many, how often, and how."""

    def __init__(self, path):
        self.path = path
        self.file = open(path, 'w+b')
        self.file.truncate(mmap.PAGESIZE)
        self.memory = mmap.mmap(self.file.fileno(), mmap.PAGESIZE)

    def close(self):
        self.disarm()
        self.memory.close()
        self.file.close()

    def arm(self, calls, after=0, times=1, error=0):
        fcntl.flock(self.file, fcntl.LOCK_EX if calls == HOLD else fcntl.LOCK_UN)
        self.memory[4:20] = struct.pack('iiiI', after, times, error, 0)
        self.memory[0:4] = struct.pack('I', calls)

    def disarm(self):
        self.memory[0:4] = struct.pack('I', 0)
        fcntl.flock(self.file, fcntl.LOCK_UN)
        return self.failed()

    def failed(self):
        return struct.unpack('I', self.memory[16:20])[0]

    def before(self, folder):
        """What a server is started with so that calls on what begins with this path fail."""
        # The address sanitizer wants to be first, and does as well when it is second.
        return ['env', f'LD_PRELOAD={LIBRARY}', f'ASAN_OPTIONS={os.environ.get("ASAN_OPTIONS", "")}:verify_asan_link_order=0',
                f'HX_FAULT_PAGE={self.path}', f'HX_FAULT_FOLDER={folder}']
