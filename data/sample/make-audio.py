#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthesise the sample calls: two speakers, telephone sound, a manifest of who says what when.

    make-audio.py [--seed N] [--count N] [--jobs N] OUTDIR
    make-audio.py --check

Same seed, same tools: same bytes. What is up to date in OUTDIR is kept, what is not wanted is removed.
README.md describes the files. Needs espeak-ng, sox with MP3, opus-tools.
"""
import argparse
import array
import concurrent.futures
import fcntl
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True      # the sources may be read-only, and are not the place for it
from dialogues import HAN, PLACE, Trouble, read_agents, read_dialogues  # noqa: E402

HERE = Path(__file__).resolve().parent
VOICES = {'f': ('f1', 'f2', 'f3', 'f4', 'f5', 'linda'), 'm': ('m1', 'm2', 'm3', 'm4', 'm6', 'm7', 'adam')}
PITCH = {'f': (52, 74), 'm': (24, 44)}
SPEED = (165, 232)
RATE = 22050                  # what espeak-ng gives
PHONE = 8000                  # what a telephone keeps
SECONDS = (25, 90)            # how long a recording may be
STEREO_EVERY = 4
FORMATS = {21: 'mp3', 42: 'ogg'}     # the recordings that are not A-law WAV
MEDIA = {'wav': 'audio/wav', 'mp3': 'audio/mpeg', 'ogg': 'audio/ogg'}
INDEX = '.made.json'
MANIFEST = ('file media_type state channels duration_ms dialogue pack channel direction category issue_type pain '
            'customer_family salutation agent city product clip_from_ms clip_to_ms gist').split()
TURNS = 'file turn speaker from_ms to_ms text'.split()


# Deciding what each recording is

def plan(seed, count, lists, dialogues, agents):
    """One dict for each recording, from the seed alone."""
    jobs, order = [], []
    while len(order) < count:
        turn = dialogues[:]
        random.Random(f'{seed}:order:{len(order)}').shuffle(turn)
        order += turn
    for number, dialogue in enumerate(order[:count], 1):
        jobs.append(plan_one(seed, number, dialogue, lists, agents))
    return jobs


def plan_one(seed, number, dialogue, lists, agents):
    rng = random.Random(f'{seed}:{number}')
    service = dialogue['pack'] == 'service'
    agent = rng.choice([a for a in agents if (a['pack'] == 'service') == service])
    gender = rng.choice('fm')
    said = {name: rng.choice(values) for name, values in lists.items()}
    said['title'] = said['title_' + gender]
    said['agent'] = next(v for v in lists['agent'] if agent['name'].startswith(v[0]))
    voices = pick_voices(rng, agent['gender'], gender)
    pace = rng.uniform(0.6, 2.6)

    def with_words(text, which):
        return PLACE.sub(lambda found: said[found[1]][which], text)

    turns = [{'speaker': t['speaker'], 'mark': t['mark'], 'text': with_words(t['text'], 0),
              'pinyin': with_words(re.sub(r'(?<=\S)(?=\{)', ' ', t['pinyin']), 1), 'pause': int(rng.randint(260, 720) * pace)}
             for t in dialogue['turns']]
    ending = FORMATS.get(number, 'wav')
    category, issue_type = dialogue['issue'].split('/')
    product = dialogue.get('product')
    return {'file': f'call-{number:03d}.{ending}', 'media_type': MEDIA[ending], 'state': 'ready',
            'channels': 2 if number % STEREO_EVERY == 0 and ending == 'wav' else 1, 'dialogue': dialogue['id'],
            'pack': dialogue['pack'], 'channel': dialogue['channel'], 'direction': dialogue['direction'],
            'category': category, 'issue_type': issue_type, 'pain': dialogue['pain'],
            'customer_family': said['family'][0], 'salutation': {'f': 'ms', 'm': 'mr'}[gender], 'agent': agent['name'],
            'city': said['city'][0], 'product': said[product][0] if product else '',
            'gist': with_words(dialogue['gist'], 0), 'voices': voices, 'turns': turns}


def pick_voices(rng, agent_gender, customer_gender):
    """Two voices no one confuses: other variant, and pitches apart even where the gender is the same."""
    voices = {}
    for who, gender in (('A', agent_gender), ('C', customer_gender)):
        low, high = PITCH[gender]
        free = [v for v in VOICES[gender] if v not in [x['variant'] for x in voices.values()]]
        half = (low + high) // 2
        pitch = rng.randint(half + 4, high) if who == 'A' else rng.randint(low, half - 4)
        voices[who] = {'variant': rng.choice(free), 'pitch': pitch, 'speed': rng.randint(*SPEED)}
    return voices


# Making the sound

def run(command, data=None):
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise Trouble(f'{" ".join(map(str, command))}: {done.stderr.decode(errors="replace").strip()}')
    return done.stdout


def speak(voice, pinyin):
    """The samples of one turn, without the silence around it. espeak-ng misreads Han characters: it gets pinyin."""
    wav = run(['espeak-ng', '-v', f'cmn-latn-pinyin+{voice["variant"]}', '-p', str(voice['pitch']),
               '-s', str(voice['speed']), '--stdout', pinyin])
    if wav[:4] != b'RIFF' or int.from_bytes(wav[24:28], 'little') != RATE:
        raise Trouble(f'espeak-ng gave no {RATE} Hz WAV for: {pinyin}')
    data = wav[44:]
    samples = array.array('h', data[:len(data) // 2 * 2])
    if sys.byteorder == 'big':
        samples.byteswap()
    return trim(samples)


def trim(samples, block=220, quiet=160):
    loud = [i for i in range(0, len(samples), block)
            if max(samples[i:i + block]) > quiet or min(samples[i:i + block]) < -quiet]
    return samples[loud[0]:loud[-1] + block] if loud else samples[:0]


def compose(job):
    """Both lanes of a call and the turns with their times; a lane is silent while the other speaks."""
    lanes = {'A': array.array('h'), 'C': array.array('h')}
    turns = []
    for turn in job['turns']:
        voice = speak(job['voices'][turn['speaker']], turn['pinyin'])
        syllables = len(HAN.findall(turn['text']))
        if not 0.10 <= len(voice) / RATE / syllables <= 0.80:
            raise Trouble(f'{job["file"]}: {len(voice) / RATE:.2f} s for {syllables} syllables: {turn["pinyin"]}')
        pause = array.array('h', bytes(2 * (turn['pause'] * RATE // 1000)))
        start = len(lanes['A']) + len(pause)
        for who, lane in lanes.items():
            lane.extend(pause)
            lane.extend(voice if who == turn['speaker'] else array.array('h', bytes(2 * len(voice))))
        turns.append((turn, start * 1000 // RATE, len(lanes['A']) * 1000 // RATE))
    for lane in lanes.values():
        lane.extend(array.array('h', bytes(2 * (RATE // 3))))
    return lanes, turns


def interleave(lanes):
    """The customer is left and the agent right, as PBXs record."""
    both = array.array('h', bytes(4 * len(lanes['A'])))
    both[0::2], both[1::2] = lanes['C'], lanes['A']
    return both


def encode(job, samples, target):
    """Telephone band and A-law first, so that every format sounds like the line it came from."""
    law = target.with_name('line.wav')
    raw = ['-t', 'raw', '-r', RATE, '-e', 'signed', '-b', 16, '-B' if sys.byteorder == 'big' else '-L', '-c', 2, '-']
    mix = ['remix', '-m', '1,2'] if job['channels'] == 1 else []
    band = [*mix, 'gain', '-n', -4, 'highpass', 250, 'lowpass', 3400, 'rate', PHONE]
    run([str(x) for x in ['sox', '-R', '-D', '-V1', *raw, '-e', 'a-law', '-b', 8, law, *band]], samples.tobytes())
    if target.suffix == '.mp3':
        run(['sox', '-R', '-D', '-V1', str(law), '-C', '24', str(target)])
    elif target.suffix == '.ogg':
        plain = target.with_name('plain.wav')
        run(['sox', '-R', '-D', '-V1', str(law), '-e', 'signed', '-b', '16', str(plain)])
        encode_opus(plain, target)
    else:
        law.replace(target)


def encode_opus(plain, target):
    if shutil.which('opusenc'):
        run(['opusenc', '--quiet', '--serial', '1', '--bitrate', '24', str(plain), str(target)])
    else:
        run(['gst-launch-1.0', '-q', 'filesrc', f'location={plain}', '!', 'wavparse', '!', 'audioconvert', '!',
             'audioresample', '!', 'opusenc', 'bitrate=24000', '!', 'oggmux', '!', 'filesink', f'location={target}'])


def make(job, outdir):
    """Make one recording and return what the manifest says of it; the file appears whole or not at all."""
    lanes, turns = compose(job)
    duration = len(lanes['A']) * 1000 // RATE
    if not SECONDS[0] <= duration / 1000 <= SECONDS[1]:
        raise Trouble(f'{job["file"]}: {duration / 1000:.1f} s, should be {SECONDS[0]} to {SECONDS[1]} s')
    with tempfile.TemporaryDirectory(prefix='.making-', dir=outdir) as folder:
        target = Path(folder) / job['file']
        encode(job, interleave(lanes), target)
        target.replace(outdir / job['file'])
    marked = [(a, b) for t, a, b in turns if t['mark']]
    return {'duration_ms': duration, 'clip_from_ms': marked[0][0], 'clip_to_ms': marked[-1][1],
            'times': [(a, b) for _, a, b in turns], 'bytes': (outdir / job['file']).stat().st_size}


def make_corrupt(seed, path):
    """It begins like a WAV, so that a look at the first bytes is not enough to find it out; then only garbage."""
    path.write_bytes(b'RIFF\xf0\xff\xff\x7fWAVEfmt ' + random.Random(f'{seed}:corrupt').randbytes(48000))


# The folder as a whole

def key_of(job, tools):
    text = json.dumps([job, tools, SECONDS, RATE, PHONE], sort_keys=True, ensure_ascii=False)
    code = b''.join((HERE / name).read_bytes() for name in ('make-audio.py', 'dialogues.py'))
    return hashlib.sha256(code + text.encode()).hexdigest()


def tool_versions():
    wanted = {'espeak-ng': 'espeak-ng', 'sox': 'sox libsox-fmt-mp3'}
    missing = [package for tool, package in wanted.items() if not shutil.which(tool)]
    if not shutil.which('opusenc') and not shutil.which('gst-launch-1.0'):
        missing.append('opus-tools')
    if shutil.which('sox') and not re.search(r'AUDIO FILE FORMATS:.*\bmp3\b', run(['sox', '--help']).decode()):
        missing.append('libsox-fmt-mp3')
    if missing:
        raise Trouble(f'cannot make the sample calls, these packages are missing: {" ".join(missing)}\n'
                      f'  apt-get install {" ".join(missing)}')
    voices = run(['espeak-ng', '--voices=cmn']).decode()
    if 'cmn-latn-pinyin' not in voices:
        raise Trouble('this espeak-ng has no voice cmn-latn-pinyin (needs espeak-ng-data 1.51 or later)')
    opus = 'opusenc' if shutil.which('opusenc') else 'gst-launch-1.0'
    return [run([tool, '--version']).decode() for tool in ('espeak-ng', 'sox', opus)]


def read_index(path):
    try:
        return json.loads(path.read_text(encoding='utf-8'))
    except (OSError, ValueError):
        return {}


def up_to_date(entry, key, path):
    return bool(entry) and entry['key'] == key and path.is_file() and path.stat().st_size == entry['bytes']


def bring_up_to_date(outdir, jobs, workers):
    """Make what is missing or stale; return {file: facts} of all, and how many were made."""
    tools = tool_versions()
    index = read_index(outdir / INDEX)
    made, todo = {}, []
    for job in jobs:
        key, entry = key_of(job, tools), index.get(job['file'])
        if up_to_date(entry, key, outdir / job['file']):
            made[job['file']] = entry
        else:
            todo.append((job, key))
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        running = {pool.submit(make, job, outdir): (job, key) for job, key in todo}
        try:
            for done in concurrent.futures.as_completed(running):
                job, key = running[done]
                made[job['file']] = {'key': key, **done.result()}
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    write(outdir / INDEX, json.dumps(made, sort_keys=True))
    return made, len(todo)


def write(path, text):
    """Replace path by text, whole or not at all, and leave it alone where nothing changed."""
    if path.is_file() and path.read_text(encoding='utf-8') == text:
        return
    fresh = path.with_name(path.name + '.new')
    fresh.write_text(text, encoding='utf-8')
    fresh.replace(path)


def table(columns, rows):
    lines = ['\t'.join(columns)] + ['\t'.join(str(row[c]) for c in columns) for row in rows]
    return '\n'.join(lines) + '\n'


def odd_rows(count, jobs):
    """The corrupt and the missing recording, with the facts of calls that we already have."""
    rows = []
    for number, state, job in ((count + 1, 'corrupt', jobs[0]), (count + 2, 'missing', jobs[-1])):
        rows.append({**job, 'file': f'call-{number:03d}.wav', 'media_type': 'audio/wav', 'state': state, 'channels': 0,
                     'duration_ms': 0, 'clip_from_ms': 0, 'clip_to_ms': 0})
    return rows


def make_all(outdir, seed, count, workers):
    lists, dialogues = read_dialogues(HERE / 'dialogues.txt')
    jobs = plan(seed, count, lists, dialogues, read_agents(lists))
    outdir.mkdir(parents=True, exist_ok=True)
    with open(outdir / '.lock', 'w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in outdir.glob('.making-*'):
            shutil.rmtree(left)
        made, fresh = bring_up_to_date(outdir, jobs, workers)
        rows = [{**job, **made[job['file']]} for job in jobs] + odd_rows(count, jobs)
        make_corrupt(seed, outdir / rows[-2]['file'])
        wanted = {row['file'] for row in rows if row['state'] != 'missing'}
        for old in outdir.glob('call-*'):
            if old.name not in wanted:
                old.unlink()
        turns = [{'file': job['file'], 'turn': n, 'speaker': {'A': 'agent', 'C': 'customer'}[t['speaker']],
                  'from_ms': a, 'to_ms': b, 'text': t['text']}
                 for job in jobs for n, (t, (a, b)) in enumerate(zip(job['turns'], made[job['file']]['times']), 1)]
        write(outdir / 'turns.tsv', table(TURNS, turns))
        write(outdir / 'manifest.tsv', table(MANIFEST, rows))
    return len(jobs), fresh


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('outdir', nargs='?', type=Path, help='folder for the recordings, manifest.tsv and turns.tsv')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=64, help='how many good recordings')
    parser.add_argument('--jobs', type=int, default=2, help='how many at once')
    parser.add_argument('--stamp', type=Path, help='file to write when all is done')
    parser.add_argument('--check', action='store_true', help='only check the dialogues')
    options = parser.parse_args()
    if options.check:
        lists, dialogues = read_dialogues(HERE / 'dialogues.txt')
        read_agents(lists)
        print(f'{len(dialogues)} dialogues, {sum(len(d["turns"]) for d in dialogues)} turns: good')
    elif options.outdir is None:
        parser.error('OUTDIR is missing')
    else:
        total, fresh = make_all(options.outdir, options.seed, options.count, max(1, options.jobs))
        if options.stamp:
            options.stamp.write_text(f'{total}\n', encoding='utf-8')
        print(f'sample calls: {fresh} made, {total - fresh} were up to date, in {options.outdir}')


if __name__ == '__main__':
    try:
        main()
    except Trouble as trouble:
        sys.exit(f'make-audio.py: {trouble}')
