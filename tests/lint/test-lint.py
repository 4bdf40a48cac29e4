#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lint against small trees with one fault each: a rule that finds nothing is no rule."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / 'tools'
HEAD = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'


def function(body):
    return HEAD + f'static int\nf (int a)\n{{\n{body}  return a;\n}}\n'


class Lint(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix='hx-lint')))
        for name in ('lint.py', 'lint_rules.py'):
            (self.root / 'tools').mkdir(exist_ok=True)
            shutil.copy(TOOLS / name, self.root / 'tools')
        subprocess.run(['git', 'init', '-q'], cwd=self.root, check=True)

    def lint(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')
        done = subprocess.run([sys.executable, self.root / 'tools/lint.py', path.parent], cwd=self.root,
                              capture_output=True, text=True)
        return '\n'.join(line for line in done.stdout.splitlines() if line.startswith(name + ':'))

    def finds(self, name, text, words):
        self.assertIn(words, self.lint(name, text))

    def passes(self, name, text):
        self.assertEqual(self.lint(name, text), '')

    def test_clean(self):
        self.passes('src/core/a.c', function('  a++;\n'))

    def test_long(self):
        self.finds('src/core/a.c', HEAD + 'int x;\n' * 500, 'at most 500')
        self.finds('src/core/b.c', HEAD + 'int x;\n' * 400, 'warning: 401 lines')
        self.finds('src/core/c.c', function('  a++;\n' * 80), 'f has 81 lines')

    def test_deep(self):
        def blocks(count):
            return ''.join(f'{"  " * n}  if (a)\n{"  " * n}    {{\n' for n in range(count)) + '}\n'.join([' '] * (count + 1))
        self.passes('src/core/a.c', function(blocks(4)))
        self.finds('src/core/b.c', function(blocks(5)), 'blocks 5 deep')

    def test_table_is_not_deep(self):
        self.passes('src/core/a.c', function('  int t[] =\n  {\n    {\n {\n {\n {\n 1 }, }, }, },\n  };\n'))

    def test_calls(self):
        self.finds('src/core/a.c', function('  strcpy (a, b);\n'), 'strcpy (')
        self.finds('src/core/b.c', function('  printf ("x");\n'), 'does not print')
        self.passes('src/server/main.c', function('  g_print ("x");\n'))
        self.passes('src/core/c.c', function('  /* printf ("x") */ log ("strcpy (a)");\n'))
        self.finds('tests/core/d.c', function('  g_usleep (1);\n'), 'wait for a condition')
        self.finds('tests/ui/e.py', '# SPDX-License-Identifier: x\ntime.' + 'sleep(1)\n', 'wait for a condition')
        self.finds('src/client/pool/f.c', function('  gtk_style_context_add_class (a);\n'), 'deprecated')

    def test_walls(self):
        for name, header, words in (
                ('src/core/a.c', '<gtk/gtk.h>', 'only the client'),
                ('src/server/service/c.c', '<sqlite3.h>', 'only hx-db-sqlite'),
                ('src/client/pool/d.c', '<libsoup/soup.h>', 'only client/api')):
            self.finds(name, HEAD + f'#include {header}\n', words)
        self.passes('src/server/store/hx-db-sqlite.c', HEAD + '#include <sqlite3.h>\n')

    def test_rooms(self):
        for header in ('src/client/api/hx-client.h', 'src/client/board/hx-board.h', 'src/client/model/hx-list.h',
                       'src/server/service/hx-calls.h', 'src/core/hx-clock.h', 'src/server/store/hx-db.h'):
            (self.root / header).parent.mkdir(parents=True, exist_ok=True)
            (self.root / header).write_text(HEAD)
        for name, header, words in (
                ('src/client/pool/a.c', 'api/hx-client.h', 'client/pool may not know client/api'),
                ('src/client/pool/b.c', 'board/hx-board.h', 'client/pool may not know client/board'),
                ('src/client/model/c.c', 'hx-calls.h', 'client/model may not know server/service'),
                ('src/server/store/d.c', 'service/hx-calls.h', 'server/store may not know server/service'),
                ('src/core/e.c', 'hx-list.h', 'core may not know client/model')):
            self.finds(name, HEAD + f'#include "{header}"\n', words)
        self.passes('src/client/pool/f.c', HEAD + '#include "model/hx-list.h"\n#include "hx-clock.h"\n')
        self.passes('src/server/http/g.c', HEAD + '#include "store/hx-db.h"\n')
        self.passes('src/client/hx-window.c', HEAD + '#include "board/hx-board.h"\n')

    def test_comments(self):
        self.finds('src/core/a.h', HEAD + 'int hx_a_count (int a);\n', 'hx_a_count has no gi-docgen comment')
        (self.root / 'src/core/b.c').write_text(HEAD + '/**\n * hx_b_count:\n */\n')
        self.passes('src/core/b.h', HEAD + 'int hx_b_count (int a);\nGType hx_b_get_type (void);\n')

    def test_top_line_and_words(self):
        self.finds('src/core/a.c', 'int x;\n', 'SPDX')
        self.finds('src/core/b.c', HEAD + '/* TO' + 'DO */\n', 'unfinished')
        self.finds('src/core/c.c', HEAD + 'char *p = "/ho' + 'me/someone/x";\n', 'one machine')

    def test_spoken(self):
        def ui(line):
            return f'<!-- SPDX-License-Identifier: x -->\n<interface>{line}</interface>\n'
        self.finds('data/ui/a.ui', ui('<property name="label">Save</property>'), '"Save" is not translatable')
        self.passes('data/ui/b.ui', ui('<property name="label">+10</property>'))
        self.finds('po/POTFILES', '', '')

    def test_languages(self):
        source = HEAD + 'char *f (void) { return _("Save"); }\n'
        (self.root / 'src').mkdir()
        (self.root / 'src/a.c').write_text(source)
        self.assertIn('src/a.c has words', self.lint('po/POTFILES', '# none\n'))
        self.lint('po/POTFILES', 'src/a.c\n')
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh_CN\\n"\n\n'
        self.assertIn('untranslated', self.lint('po/zh_CN.po', head))
        self.assertEqual(self.lint('po/zh_CN.po', head + 'msgid "Save"\nmsgstr "保存"\n'), '')


if __name__ == '__main__':
    unittest.main()
