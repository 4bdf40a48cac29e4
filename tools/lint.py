#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for what the house rules forbid and no compiler sees.  Prints path:line: what; exit status 1 on any error.

  lint.py [PATH…]     only what concerns these files or folders
"""
import pathlib
import re
import subprocess
import sys
from collections import namedtuple

import lint_rules as rules

ROOT = pathlib.Path(__file__).resolve().parent.parent
Finding = namedtuple('Finding', 'path line words warning', defaults=(False,))


class Source:
    """One file of the tree: its text, and for C also the text without comments and strings, line by line."""

    def __init__(self, path):
        self.path = path
        self.name = path.name
        self.suffix = path.suffix
        self.text = (ROOT / path).read_text(encoding='utf-8', errors='replace')
        self.lines = self.text.splitlines()
        self.code = blank(self.text).splitlines() if self.suffix in ('.c', '.h') else self.lines

    def under(self, *parts):
        return self.path.parts[:len(parts)] == parts


def blank(text):
    """C without the insides of comments and strings; line numbers and columns stay."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

    def empty(match):
        words = match.group()
        if words[0] in '"\'':
            return words[0] + ' ' * (len(words) - 2) + words[-1]
        return re.sub(r'[^\n]', ' ', words)
    return token.sub(empty, text)


def tracked():
    """Every file that is or will be in the repository; build folders and the like are ignored by git."""
    done = subprocess.run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], cwd=ROOT,
                          capture_output=True, text=True)
    if done.returncode == 0:
        names = done.stdout.split('\0')
    else:       # an unpacked archive
        names = [str(p.relative_to(ROOT)) for p in ROOT.rglob('*') if not p.relative_to(ROOT).parts[0].startswith('_')]
    return sorted({pathlib.Path(n) for n in names if n and (ROOT / n).is_file()})


# -- every file ------------------------------------------------------------------------------------------------------

def check_length(source):
    if source.suffix not in rules.COUNTED:
        return
    count = len(source.lines)
    if count > rules.LINES_FAIL:
        yield Finding(source.path, count, f'{count} lines, at most {rules.LINES_FAIL}: split it by concern')
    elif count > rules.LINES_WARN:
        yield Finding(source.path, count, f'{count} lines: time to split it by concern', True)


def check_spdx(source):
    if source.suffix not in rules.LICENSED and source.name not in rules.LICENSED:
        return
    if not any('SPDX-License-Identifier: ' in line for line in source.lines[:4]):
        yield Finding(source.path, 1, 'no SPDX-License-Identifier line on top')


def check_words(source):
    """Unfinished work, and paths that exist on one machine only."""
    if source.name == 'lint_rules.py' or source.suffix in rules.PROSE or source.name in rules.PROSE:
        return
    for number, line in enumerate(source.lines, 1):
        if match := rules.UNFINISHED.search(line):
            yield Finding(source.path, number, f'unfinished: "{match.group()}"')
        if rules.MACHINE_PATH.search(line) or str(ROOT) + '/' in line:
            yield Finding(source.path, number, 'a path of one machine')


def check_banned(source):
    for ban in rules.BANNED:
        if source.suffix not in ban.suffixes or not source.under(*ban.under) or source.name in ban.except_in:
            continue
        for number, line in enumerate(source.code, 1):
            if match := re.search(ban.pattern, line):
                yield Finding(source.path, number, f'{match.group().strip()}: {ban.why}')


# -- C ---------------------------------------------------------------------------------------------------------------

def functions(source):
    """(name, first line, last line) of every function: in our style its braces stand in the first column."""
    begin = name = None
    for number, line in enumerate(source.code, 1):
        if line.rstrip() == '{':
            begin = number
        elif line.startswith('}') and begin:
            if name:
                yield name, begin, number
            begin = name = None
        elif begin is None and (match := re.match(r'(?:[\w* ]+ \*?)?(\w+) \(', line)):
            name = match.group(1)
        elif begin is None and line.rstrip().endswith((';', '=')):
            name = None


def deepest(code):
    """How deep blocks stand in blocks; braces of initialisers are not blocks."""
    depth = most = where = 0
    stack, before = [], ''
    for number, line in enumerate(code):
        words = line.strip()
        if words == '{':
            block = not before.endswith(('=', ',', '{', '('))
            stack.append(block)
            depth += block
        elif words.startswith('}') and stack and words in ('}', '};', '},'):
            depth -= stack.pop()
        if depth > most:
            most, where = depth, number
        before = words or before
    return most, where


def check_functions(source):
    if source.suffix != '.c':
        return
    for name, begin, end in functions(source):
        length = end - begin - 1
        if length > rules.FUNCTION_LINES:
            yield Finding(source.path, begin, f'{name} has {length} lines, at most {rules.FUNCTION_LINES}')
        most, where = deepest(source.code[begin:end - 1])
        if most > rules.NESTING:
            yield Finding(source.path, begin + where + 1, f'{name}: blocks {most} deep, at most {rules.NESTING}')


def check_includes(source, headers):
    if source.suffix not in ('.c', '.h') or not source.under('src'):
        return
    here = rules.room_of(source.path)
    for number, line in enumerate(source.lines, 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if not match:
            continue
        bracket, included = match.groups()
        for outside in rules.OUTSIDE:
            if re.match(outside.pattern, included) and not outside.allowed(source.path):
                yield Finding(source.path, number, f'{included}: only {outside.where} may include it')
        ours = headers.get(pathlib.PurePath(included).name) if bracket == '"' else None
        if ours and not rules.may_know(here, source.path, rules.room_of(ours), ours):
            yield Finding(source.path, number, f'{here} may not know {rules.room_of(ours)} ({included})')


def declared(source):
    """Public functions of a header, with their lines."""
    code = re.sub(r'^\s*#(?:[^\n]*\\\n)*[^\n]*', lambda m: re.sub(r'[^\n]', ' ', m.group()), '\n'.join(source.code),
                  flags=re.M)
    for statement in re.finditer(r'[^;{}]+;', code):
        if re.search(r'\btypedef\b|\bG_DECLARE_|\bstatic\b', statement.group()):
            continue
        match = re.search(r'\b(hx_[a-z0-9_]+)\s*\(', statement.group())
        if match and not match.group(1).endswith(('_get_type', '_quark')):
            yield match.group(1), code.count('\n', 0, statement.start() + match.start()) + 1


def check_docs(sources):
    documented = set()
    for source in sources:
        if source.suffix in ('.c', '.h'):
            documented.update(re.findall(r'^\s*\*\s(hx_[a-z0-9_]+):', source.text, re.M))
    for source in sources:
        if source.suffix != '.h' or not source.under('src') or source.name.endswith('-private.h'):
            continue
        for name, line in declared(source):
            if name not in documented:
                yield Finding(source.path, line, f'{name} has no gi-docgen comment')


# -- words on the screen ---------------------------------------------------------------------------------------------

def check_ui(source):
    if source.suffix != '.ui':
        return
    for match in re.finditer(r'<property\s([^>]*)>([^<]*)</property>', source.text):
        attributes, words = match.groups()
        name = re.search(r'name="([\w-]+)"', attributes)
        if not name or name.group(1) not in rules.SPOKEN or 'translatable=' in attributes or 'bind-' in attributes:
            continue
        if re.search(r'[^\W\d_]', words) and not rules.KEYS.match(words):
            line = source.text.count('\n', 0, match.start()) + 1
            yield Finding(source.path, line, f'"{words.strip()}" is not translatable')


def speaks(source):
    if source.name.endswith(('.desktop.in', '.metainfo.xml.in')):
        return True
    if source.suffix == '.ui':
        return 'translatable="' in source.text
    return source.suffix == '.c' and source.under('src') and any(rules.TRANSLATED.search(l) for l in source.code)


def check_potfiles(sources):
    path = pathlib.Path('po/POTFILES')
    if not (ROOT / path).exists():
        yield Finding(path, 1, 'is missing')
        return
    lines = (ROOT / path).read_text(encoding='utf-8').splitlines()
    listed = {line.strip() for line in lines if line.strip() and not line.startswith('#')}
    for name in sorted(listed):
        if not (ROOT / name).exists():
            yield Finding(path, 1, f'{name} does not exist')
    for source in sources:
        if speaks(source) and str(source.path) not in listed:
            yield Finding(path, 1, f'{source.path} has words to translate and is not listed')


def run(*argv, data=None):
    environment = {'LC_ALL': 'C.UTF-8', 'PATH': '/usr/bin:/bin'}
    return subprocess.run(argv, cwd=ROOT, input=data, capture_output=True, env=environment)


def check_languages():
    """Each language against the words of today's sources, not only against its own file."""
    if not (ROOT / 'po/POTFILES').exists():
        return
    template = run('xgettext', '--files-from=po/POTFILES', '--from-code=UTF-8', '--output=-', *rules.KEYWORDS)
    if template.returncode:
        yield Finding(pathlib.Path('po/POTFILES'), 1, template.stderr.decode().strip())
        return
    for language in rules.LANGUAGES:
        path = pathlib.Path(f'po/{language}.po')
        if not (ROOT / path).exists():
            yield Finding(path, 1, 'is missing')
            continue
        merged = run('msgmerge', '--quiet', '--no-fuzzy-matching', str(path), '-', data=template.stdout)
        counted = run('msgfmt', '--check-format', '--statistics', '-o', '/dev/null', '-', data=merged.stdout)
        said = counted.stderr.decode().strip()
        if merged.returncode or counted.returncode or 'untranslated' in said or 'fuzzy' in said:
            yield Finding(path, 1, said or merged.stderr.decode().strip())


# -- all together ----------------------------------------------------------------------------------------------------

def findings(sources):
    headers = {s.name: s.path for s in sources if s.suffix == '.h' and s.under('src')}
    for source in sources:
        for check in (check_length, check_spdx, check_words, check_banned, check_functions, check_ui):
            yield from check(source)
        yield from check_includes(source, headers)
    yield from check_docs(sources)
    yield from check_potfiles(sources)
    yield from check_languages()


def main(arguments):
    wanted = [pathlib.Path(a).resolve().relative_to(ROOT) for a in arguments]
    sources = [Source(path) for path in tracked() if path.suffix not in rules.BINARY]
    found = [f for f in findings(sources)
             if not wanted or any(f.path == w or w in f.path.parents for w in wanted)]
    for finding in found:
        print(f'{finding.path}:{finding.line}: {"warning: " if finding.warning else ""}{finding.words}')
    errors = sum(not f.warning for f in found)
    print(f'{len(sources)} files: {errors} errors, {len(found) - errors} warnings')
    return 1 if errors else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
