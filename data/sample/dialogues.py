# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading dialogues.txt, and refusing what could not be spoken right. README.md describes the format."""
import json
import re
from pathlib import Path

HAN = re.compile('[\u3400-\u4dbf\u4e00-\u9fff]')
SYLLABLE = re.compile('[a-z]+[1-5]$')
PLACE = re.compile(r'\{(\w+)\}')
HERE = Path(__file__).resolve().parent


class Trouble(Exception):
    """Something the person who started us can mend; told without a traceback."""


def read_dialogues(path):
    """Return ({name: [(hanzi, pinyin)]}, [dialogue]); every fault of the file at once as Trouble."""
    lists, dialogues, faults, turn = {}, [], [], None
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        where = f'{path.name}:{number}'
        if not line.strip() or line.startswith('#'):
            continue
        if line.startswith('@'):
            name, values = line[1:].split(' ', 1)
            lists[name] = [tuple(v.strip().split('=', 1)) for v in values.split('|')]
            faults += [f'{where}: {h}={p}' for h, p in lists[name] if not spoken_right(h, p)]
        elif line.startswith('== '):
            dialogues.append({'id': line[3:].strip(), 'turns': []})
        elif line.startswith('  '):
            if turn is None or turn['pinyin']:
                faults.append(f'{where}: pinyin without a turn')
                continue
            turn['pinyin'] = line.strip()
            if not spoken_right(turn['text'], turn['pinyin']):
                faults.append(f'{where}: pinyin and Han characters differ: {turn["text"]}')
        elif line[0] in 'AC' and line[1:2] in ' *':
            head, text = line.split(' ', 1)
            turn = {'speaker': line[0], 'mark': head.endswith('*'), 'text': text.strip(), 'pinyin': ''}
            dialogues[-1]['turns'].append(turn)
        else:
            key, value = line.split(' ', 1)
            dialogues[-1][key] = value.strip()
    for dialogue in dialogues:
        faults += dialogue_faults(dialogue, lists)
    if faults:
        raise Trouble('\n'.join(faults))
    return lists, dialogues


def spoken_right(text, pinyin):
    """One syllable for each Han character, and the same placeholders in the same order."""
    if PLACE.findall(text) != PLACE.findall(pinyin):
        return False
    words = [w for w in PLACE.sub(' ', pinyin).split() if w not in ',.?!']
    plain = PLACE.sub('', text)
    return (len(words) == len(HAN.findall(plain)) and all(SYLLABLE.match(w) for w in words)
            and not re.search('[A-Za-z0-9]', plain))


def dialogue_faults(dialogue, lists):
    name, turns = dialogue['id'], dialogue['turns']
    faults = [f'{name}: no {key}' for key in 'pack channel direction issue pain gist'.split() if key not in dialogue]
    if not 8 <= len(turns) <= 16:
        faults.append(f'{name}: {len(turns)} turns')
    if not any(t['mark'] for t in turns):
        faults.append(f'{name}: nothing is marked for the clip')
    if {t['speaker'] for t in turns} != {'A', 'C'}:
        faults.append(f'{name}: needs two speakers')
    faults += [f'{name}: no pinyin: {t["text"]}' for t in turns if not t['pinyin']]
    texts = [t['text'] for t in turns] + [dialogue.get('gist', '')]
    used = {p for text in texts for p in PLACE.findall(text)} - {'title'}
    faults += [f'{name}: unknown {{{p}}}' for p in sorted(used - set(lists))]
    return faults


def read_agents(lists):
    """The agents of content.json with the pack of their team; each must have a name that @agent can say."""
    content = json.loads((HERE / 'content.json').read_text(encoding='utf-8'))
    packs = {team['id']: team['pack'] for team in content['teams']}
    known = {hanzi for hanzi, _ in lists['agent']}
    strangers = [a['name'] for a in content['agents'] if a['name'][0] not in known]
    if strangers:
        raise Trouble(f'dialogues.txt @agent does not know how to say: {" ".join(strangers)}')
    return [{'name': a['name'], 'gender': a['gender'], 'pack': packs[a['team']]} for a in content['agents']]
