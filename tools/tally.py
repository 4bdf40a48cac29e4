#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what meson's tests said: the last words of failed ones, then one plain line alone.

  tally.py [--each] [--may-skip FILE] LABEL=TESTLOG.JSON…
        exit status 1 unless something ran (with --each: in every log) and nothing failed
  tally.py --bench BENCHLOG.JSON
        prints what the benchmarks printed
"""
import argparse
import json
import os
import pathlib
import sys

PASSED, SKIPPED = ('OK', 'EXPECTEDFAIL'), ('SKIP', 'IGNORED')
TAIL = 40       # lines of a failed test's output; the whole is in meson's own log


def read(path):
    """One record per test; a run that died before its first test leaves no file and so no record."""
    try:
        with open(path, encoding='utf-8', errors='replace') as log:
            return [json.loads(line) for line in log if line.strip()]
    except FileNotFoundError:
        return []


def may_skip(path):
    if not path or not path.exists():
        return set()
    lines = (line.split('#')[0].strip() for line in path.read_text(encoding='utf-8').splitlines())
    return {line for line in lines if line}


def short_name(test):
    """meson says 'project:suite / name'; people know the test by its name."""
    return test['name'].split(' / ')[-1].strip()


def tail(test):
    said = (test.get('stdout') or '') + (test.get('stderr') or '')
    return '\n'.join('    ' + line for line in said.splitlines()[-TAIL:])


def judge(logs, skippable, strict):
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    for label, path in logs:
        tests = read(path)
        if not tests:
            print(f'{label}: no test ran')
        for test in tests:
            result, name = test['result'], short_name(test)
            if result in PASSED:
                counts['passed'] += 1
            elif result in SKIPPED and not (strict and name not in skippable):
                counts['skipped'] += 1
                print(f'{label}: {name}: skipped')
            else:
                counts['failed'] += 1
                why = 'skipped, and it must run here' if result in SKIPPED else result.lower()
                print(f'\n{label}: {name}: {why}\n{tail(test)}')
    return counts


def bench(path):
    tests = read(path)
    for test in tests:
        print(f'{short_name(test)}: {test["result"].lower()}')
        print(tail(test) if test['result'] not in PASSED else (test.get('stdout') or '').rstrip())
    return 0 if tests and all(t['result'] in PASSED + SKIPPED for t in tests) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--bench', type=pathlib.Path)
    parser.add_argument('--each', action='store_true')
    parser.add_argument('--may-skip', type=pathlib.Path)
    parser.add_argument('logs', nargs='*', metavar='LABEL=FILE')
    given = parser.parse_args()
    if given.bench:
        return bench(given.bench)
    logs = [tuple(each.split('=', 1)) for each in given.logs]
    counts = judge(logs, may_skip(given.may_skip), strict=os.environ.get('CI') == 'true')
    everything_ran = not given.each or all(read(path) for _, path in logs)
    print(f'\n{counts["passed"]} passed, {counts["failed"]} failed, {counts["skipped"]} skipped', flush=True)
    return 0 if counts['passed'] and not counts['failed'] and everything_ran else 1


if __name__ == '__main__':
    sys.exit(main())
