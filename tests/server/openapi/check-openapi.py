#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/openapi.json is what the program prints, and an independent linter finds no fault with it.

  check-openapi.py drift HUIXIANGD DOCUMENT
  check-openapi.py lint DOCUMENT FOLDER     the linter is kept in FOLDER
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys

SKIPPED = 77        # what meson takes for "skipped"

# The current one needs a newer Node.js than Debian 12 has.
LINTERS = (((20, 19), '@redocly/cli@2.77.0'), ((18, 17), '@redocly/cli@1.34.5'))


def drift(program, document):
    printed = subprocess.run([program, 'openapi'], check=True, capture_output=True, text=True).stdout
    kept = pathlib.Path(document).read_text(encoding='utf-8')
    if printed == kept:
        return 0
    pretty = [json.dumps(json.loads(text), indent=1, ensure_ascii=False).splitlines() for text in (kept, printed)]
    print('\n'.join(difflib.unified_diff(*pretty, 'docs/openapi.json', 'huixiangd openapi', lineterm='', n=2)))
    print('The API has changed: huixiangd openapi > docs/openapi.json')
    return 1


def node_version():
    try:
        said = subprocess.run(['node', '--version'], check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        return None
    return tuple(int(n) for n in re.findall(r'\d+', said)[:2])


def install(folder, package):
    """The linter's program, installed once; None when the registry does not answer."""
    program = folder / 'node_modules' / '.bin' / 'redocly'
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, package],
                              capture_output=True, text=True)
        if done.returncode:
            print(done.stdout + done.stderr)
            return None
    return program


def lint(document, folder):
    version = node_version()
    package = next((name for least, name in LINTERS if version and version >= least), None)
    if package is None:
        print(f'skipped: the linter needs Node.js 18.17 or newer, here is {version}')
        return SKIPPED
    program = install(pathlib.Path(folder) / package.replace('/', '-'), package)
    if program is None:
        print(f'skipped: {package} could not be had from the npm registry')
        return SKIPPED
    done = subprocess.run([program, 'lint', '--extends=recommended', document], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={'PATH': '/usr/local/bin:/usr/bin:/bin', 'HOME': folder,
                                                         'REDOCLY_TELEMETRY': 'off',
                                                         'REDOCLY_SUPPRESS_UPDATE_NOTICE': 'true'})
    print(done.stdout)
    return done.returncode


if __name__ == '__main__':
    sys.exit({'drift': drift, 'lint': lint}[sys.argv[1]](*sys.argv[2:]))
