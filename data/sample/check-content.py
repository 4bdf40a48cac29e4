#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check content.json and dialogues.txt, and that they fit ../templates. Says every fault."""
import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from dialogues import Trouble, read_agents, read_dialogues  # noqa: E402

HERE = Path(__file__).resolve().parent
CHANNELS = 'phone sms wechat app form store web_chat email douyin ad order'.split()
ACTIVITIES = ('call missed_call message delivered not_delivered reply lead chat visit view click comment order '
              'booking').split()
STATES = 'pending in_progress verifying tracking done cancelled'.split()
PACKS = ('telesales', 'service')
LIMIT = 10
WORD = re.compile('[\u3400-\u4dbf\u4e00-\u9fff]|[^\\W_\u3400-\u4dbf\u4e00-\u9fff]+')
PLACE = re.compile(r'\{(\w+)\}')


def count(text):
    """字 as a Chinese reader counts: a Han character is 1, a run of letters or digits is 1, punctuation 0."""
    return len(WORD.findall(text))


def refuse_duplicates(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f'key twice: {[k for k, _ in pairs]}')
    return dict(pairs)


def places(text, known, faults):
    faults += [f'unknown {{{p}}} in: {text}' for p in PLACE.findall(text) if p not in known]


def at_least(number, things, what, faults):
    if len(things) < number:
        faults.append(f'{what}: {len(things)}, needs {number}')
    if len({json.dumps(t, ensure_ascii=False) for t in things}) != len(things):
        faults.append(f'{what}: one stands twice')


def check_people(content, faults):
    at_least(24, content['agents'], 'agents', faults)
    at_least(3, content['teams'], 'teams', faults)
    at_least(3, content['departments'], 'departments', faults)
    teams = {t['id'] for t in content['teams']}
    for agent in content['agents']:
        if agent['team'] not in teams or agent['gender'] not in ('f', 'm'):
            faults.append(f'agent {agent}')
    names = [a['name'] for a in content['agents']] + sum(content['people'].values(), [])
    names += [n for d in content['departments'] for n in [d['head'], *d['members']]]
    faults += [f'two people are called {n}' for n in sorted(set(names)) if names.count(n) > 1]


def check_channels(content, faults):
    if [c['id'] for c in content['channels']] != CHANNELS:
        faults.append(f'channels are not {CHANNELS}')
    lines = {p['line'] for p in content['products']} | {''}
    for channel in content['channels']:
        summaries = [s for a in channel['activities'] for s in a['summaries']]
        at_least(10, summaries, f'summaries of {channel["id"]}', faults)
        for activity in channel['activities']:
            if (activity['activity'] not in ACTIVITIES or activity['direction'] not in ('in', 'out')
                    or activity['line'] not in lines or activity['weight'] < 1):
                faults.append(f'{channel["id"]}: {activity["label"]}')
        for text in summaries:
            places(text, content['fillers'], faults)


def read_templates():
    """The issue types and the vague words of the packs we ship: the templates say them, nobody else does."""
    types, words = set(), []
    for path in sorted((HERE.parent / 'templates').glob('*.json')):
        document = json.loads(path.read_text(encoding='utf-8'))
        types |= {(path.stem, c['id'], t['id']) for c in document['categories'] for t in c['types']}
        words += document['vague']['words']
    return types, words


def concrete_part(text, words):
    """What stays of a pain point without vague words, and whether there were any."""
    rest = ''.join(WORD.findall(text.lower()))
    for word in words:
        rest = rest.replace(''.join(WORD.findall(word.lower())), '')
    return rest, rest != ''.join(WORD.findall(text.lower()))


def check_pain_points(content, types, words, faults):
    listed = {(p['pack'], p['category'], p['issue_type']): p['items'] for p in content['pain_points']}
    faults += [f'no such issue type: {"/".join(key)}' for key in sorted(set(listed) - types)]
    faults += [f'no pain points of {"/".join(key)}' for key in sorted(types - set(listed)) if key[0] in PACKS]
    for key, items in listed.items():
        at_least(8, [i['pain'] for i in items], f'pain points of {"/".join(key)}', faults)
        faults += [f'sounds vague: {i["pain"]}' for i in items
                   if concrete_part(i['pain'], words)[1] and count(concrete_part(i['pain'], words)[0]) < 4]
    for item in content['vague']:
        rest, found = concrete_part(item['pain'], words)
        if not found or not 1 <= count(rest) < 4:
            faults.append(f'not what a lead sees as vague: {item["pain"]}')
    for item in sum(listed.values(), content['vague']):
        if not 1 <= count(item['pain']) <= LIMIT:
            faults.append(f'{count(item["pain"])} 字: {item["pain"]}')
        places(item['case'], ('code', 'channel'), faults)
        if '{code}' not in item['case']:
            faults.append(f'no {{code}} in: {item["case"]}')


def check_rectifications(content, types, faults):
    rows = content['rectifications']
    at_least(36, [r['title'] for r in rows], 'rectifications', faults)
    departments = {d['id'] for d in content['departments']} | {None}
    for state in STATES:
        at_least(3, [r for r in rows if r['state'] == state], f'rectifications in {state}', faults)
    for what in (lambda r: r['iteration'] > 1, lambda r: r['overdue'], lambda r: r['lane'] == 'promotion'):
        at_least(3, [r for r in rows if what(r)], 'rectifications: second round, overdue, promotion lane', faults)
    for row in rows:
        faults += [f'{row["title"]}: {why}' for why in rectification_faults(row, types, departments)]


def rectification_faults(row, types, departments):
    """What a rectification must say to have left a state (domain: life of a rectification)."""
    if (row['pack'], row['category'], row['issue_type']) not in types or row['channel'] not in CHANNELS:
        yield 'unknown issue or channel'
    if row['department'] not in departments or row['state'] not in STATES or row['size'] not in ('small', 'big'):
        yield 'unknown department, state or size'
    if row['state'] == 'cancelled':
        if not row['reason']:
            yield 'cancelled without a reason'
    elif row['state'] != 'pending' and not all(row[k] for k in ('root_cause', 'department', 'action', 'criterion')):
        yield 'left pending without root cause, department, action and criterion'
    criterion = row['criterion']
    if criterion and row['state'] in ('tracking', 'done') and not met(criterion):
        yield 'tracked although its criterion is not met'


def met(criterion):
    if criterion['comparison'] == '>=':
        return criterion['current'] >= criterion['target']
    return criterion['current'] <= criterion['target']


def check_dialogues(types, faults):
    try:
        lists, dialogues = read_dialogues(HERE / 'dialogues.txt')
        read_agents(lists)
    except Trouble as trouble:
        faults.append(str(trouble))
        return
    at_least(24, [d['id'] for d in dialogues], 'dialogues', faults)
    for dialogue in dialogues:
        if (dialogue['pack'], *dialogue['issue'].split('/')) not in types:
            faults.append(f'{dialogue["id"]}: unknown issue {dialogue["issue"]}')
        if dialogue['channel'] not in CHANNELS or dialogue['direction'] not in ('in', 'out'):
            faults.append(f'{dialogue["id"]}: channel or direction')
        if not 1 <= count(dialogue['pain']) <= LIMIT:
            faults.append(f'{dialogue["id"]}: {count(dialogue["pain"])} 字: {dialogue["pain"]}')


def main():
    faults = []
    text = (HERE / 'content.json').read_text(encoding='utf-8')
    content = json.loads(text, object_pairs_hook=refuse_duplicates,
                         parse_constant=lambda name: sys.exit(f'{name} is no JSON'))
    check_people(content, faults)
    check_channels(content, faults)
    types, words = read_templates()
    check_pain_points(content, types, words, faults)
    check_rectifications(content, types, faults)
    check_dialogues(types, faults)
    if faults:
        sys.exit('\n'.join(faults))
    print(f'{len(content["pain_points"])} issue types, {len(content["rectifications"])} rectifications: good')


if __name__ == '__main__':
    main()
