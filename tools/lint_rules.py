# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules as tables; lint.py walks them.  docs/architecture.md says why."""
import re
from collections import namedtuple

LINES_FAIL, LINES_WARN = 500, 400
FUNCTION_LINES = 80
NESTING = 4                     # blocks within the body of a function
LANGUAGES = ('zh_CN', 'zh_TW')

COUNTED = ('.c', '.h', '.py', '.sh', '.ui', '.css', '.sql')
LICENSED = ('.c', '.h', '.py', '.sh', '.build', '.css', '.sql', '.ui', 'dev')
BINARY = ('.png', '.wav', '.mp3', '.opus', '.ogg', '.gz', '.xz', '.db', '.ico')
PROSE = ('.md', '.po', '.pot', '.svg', '.txt', 'COPYING')

UNFINISHED = re.compile(r'\b(?:TODO|FIXME|XXX|HACK|not implemented|stub)\b')
MACHINE_PATH = re.compile(r'(?<![\w.])/(?:home|root|Users|work)/\w|\.\./shared\b')

# -- calls -----------------------------------------------------------------------------------------------------------

Ban = namedtuple('Ban', 'pattern why suffixes under except_in', defaults=((), ()))
C = ('.c', '.h')
BANNED = (
    Ban(r'\b(?:strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca)\s*\(', 'writes past its end; GLib has a safe one', C),
    Ban(r'\b(?:atoi|atol|atof)\s*\(', 'does not tell a bad number from 0', C),
    Ban(r'\b(?:system|popen)\s*\(', 'goes through a shell; use GSubprocess', C),
    Ban(r'\bgoto\b', 'free by scope instead', C),
    Ban(r'\bgtk_style_context_\w+', 'deprecated by GTK 4.10; only hx-css-color.c', C, (), ('hx-css-color.c',)),
    Ban(r'(?<![\w.>])(?:printf|puts|putchar|g_print)\s*\(', 'a library does not print; log or return it', C, ('src',),
        ('main.c', 'hx-audit-command.c', 'hx-migrate-command.c')),
    Ban(r'\bhx_\w+_get_default\s*\(', 'no singletons: what a thing needs is passed to it', C, ('src',)),
    Ban(r'\b(?:g_usleep|usleep|sleep|nanosleep)\s*\(', 'wait for a condition instead', C, ('tests',)),
    Ban(r'\b(?:time|asyncio)\.sleep\s*\(', 'wait for a condition instead', ('.py',), ('tests',)),
    Ban(r'^\s*sleep\s+\S', 'wait for a condition instead', ('.sh',), ('tests',)),
)

# -- who may know whom -----------------------------------------------------------------------------------------------

SHARED_ROOMS = ('client/api', 'client/model', 'client/widgets')
# What each room may include of ours besides itself.  A screen of the client is "client/ROOM".
KNOWS = {
    'core': (),
    'server/secrets': ('core',),
    'server/store': ('core', 'server/secrets'),
    'server/audit': ('core', 'server/secrets', 'server/store'),
    'server/files': ('core', 'server/store'),
    'server/service': ('core', 'server/secrets', 'server/store', 'server/audit', 'server/files', 'server/watch'),
    'server/watch': ('core',),
    'server/http': ('core', 'server/service', 'server/files', 'server/watch'),
    'server/config': ('core', 'server/http', 'server/watch'),
    'server/sample': ('core', 'server/secrets', 'server/store', 'server/service', 'server/files'),
    'server/backup': ('core', 'server/secrets', 'server/store', 'server/audit', 'server/files', 'server/config'),
    'server': ('core', 'server/secrets', 'server/store', 'server/audit', 'server/service', 'server/http', 'server/config',
               'server/sample', 'server/files', 'server/backup', 'server/watch'),
    'client/api': ('core',),
    'client/model': ('core', 'client/api'),
    'client/widgets': ('core', 'client/model'),
    'client/ROOM': ('core', 'client/model', 'client/widgets'),
}


def room_of(path):
    """'core', 'server', 'server/http', 'client', 'client/pool' …"""
    parts = path.parts[1:-1]
    return 'core' if parts[:1] == ('core',) else '/'.join(parts[:2])


def may_know(here, path, there, header):
    if here == there:
        return True
    if here == 'client':        # the application puts the rooms together
        return there == 'core' or there.startswith('client')
    # The connection to the store is handed down through these rooms; the SQL behind it is not theirs.
    if there == 'server/store' and header.name.startswith('hx-db') and here in ('server/http', 'server/connect'):
        return True
    known = KNOWS.get(here)
    if known is None and here.startswith('client/'):
        known = KNOWS['client/ROOM']
    return known is None or there in known


Outside = namedtuple('Outside', 'pattern where allowed')


def _in(*folders):
    return lambda path: any(str(path).startswith(f'src/{folder}/') for folder in folders)


OUTSIDE = (
    Outside(r'gtk/|gdk/|adwaita', 'the client', _in('client')),
    Outside(r'libsoup/', 'client/api', _in('client/api')),
    Outside(r'microhttpd', 'server/http', _in('server/http')),
    Outside(r'sqlite3', 'hx-db-sqlite', lambda path: path.name.startswith('hx-db-sqlite')),
    Outside(r'libpq', 'hx-db-pgsql', lambda path: path.name.startswith('hx-db-pgsql')),
    Outside(r'gst/', 'client/model and the server', _in('client/model', 'server')),
    Outside(r'libsecret/|libnotify/', 'the client', _in('client')),
    Outside(r'sodium', 'server/secrets', lambda path: path.parts[2] == 'secrets' or path.name == 'hx-token.c'),
)

# -- words on the screen ---------------------------------------------------------------------------------------------

# Properties whose text a person reads or hears.
SPOKEN = ('label', 'title', 'subtitle', 'tooltip-text', 'placeholder-text', 'description', 'heading', 'body', 'text')
TRANSLATED = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2) ?\(')
# Beside xgettext's own, which know C and menu entries.
KEYWORDS = [f'--keyword={k}' for k in (
    '_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3', 'ngettext:1,2')]

# Names of keys on key caps are the same in every language.
KEYS = re.compile(r'(Ctrl|Alt|Shift|Esc|Tab|F\d+)([ +]\S+)*$')
