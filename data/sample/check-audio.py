#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check made recordings against their manifest: check-audio.py OUTDIR. Needs no tool: it reads the bytes."""
import csv
import struct
import sys
from pathlib import Path

ALAW, RATE = 6, 8000
QUIET = 24         # of 127 steps of A-law; speech reaches far over 60
TICK_MS = 200      # what an encoder may add at the ends


def rows(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file, delimiter='\t', quoting=csv.QUOTE_NONE))


def read_wav(data):
    """Return (format, channels, rate, samples) of a RIFF file."""
    at, fmt = 12, None
    while at + 8 <= len(data):
        name, size = struct.unpack('<4sI', data[at:at + 8])
        if name == b'fmt ':
            fmt = struct.unpack('<HHI', data[at + 8:at + 16])
        elif name == b'data':
            return (*fmt, data[at + 8:at + 8 + size])
        at += 8 + size + size % 2
    raise ValueError('no data')


def loudest(lane, turn):
    """The greatest A-law step within a turn, without its edges."""
    first, last = (int(turn[k]) * RATE // 1000 for k in ('from_ms', 'to_ms'))
    return max(((byte ^ 0x55) & 0x7f for byte in lane[first + 160:last - 160]), default=0)


def wav_faults(row, turns, data):
    kind, channels, rate, samples = read_wav(data)
    if (kind, channels, rate) != (ALAW, int(row['channels']), RATE):
        yield f'format {kind}, {channels} channels, {rate} Hz'
    if abs(len(samples) * 1000 // RATE // channels - int(row['duration_ms'])) > TICK_MS:
        yield 'another duration than the manifest says'
    for turn in turns:
        heard = samples if channels == 1 else samples[0 if turn['speaker'] == 'customer' else 1::2]
        if loudest(heard, turn) < 60:
            yield f'turn {turn["turn"]} is silent'
        if channels == 2 and loudest(samples[1 if turn['speaker'] == 'customer' else 0::2], turn) > QUIET:
            yield f'turn {turn["turn"]} is heard on the other lane'


def row_faults(row, turns, path):
    if (row['state'] == 'missing') == path.exists():
        yield 'there and should not be, or the reverse'
    if row['state'] != 'ready':
        return
    end = int(row['duration_ms'])
    times = [int(t[k]) for t in turns for k in ('from_ms', 'to_ms')]
    if not 25000 <= end <= 90000:
        yield f'{end} ms long'
    if times != sorted(times) or not times or times[-1] > end or len(turns) < 8:
        yield 'turns overlap, lack or lie outside'
    if not 0 <= int(row['clip_from_ms']) < int(row['clip_to_ms']) <= end:
        yield 'the clip lies outside'
    data = path.read_bytes()
    if row['media_type'] == 'audio/wav':
        yield from wav_faults(row, turns, data)
    elif not data.startswith(b'OggS' if row['media_type'] == 'audio/ogg' else (b'ID3', b'\xff')):
        yield f'no {row["media_type"]}'


def main(folder):
    manifest, turns = rows(folder / 'manifest.tsv'), rows(folder / 'turns.tsv')
    faults = [f'{row["file"]}: {fault}' for row in manifest
              for fault in row_faults(row, [t for t in turns if t['file'] == row['file']], folder / row['file'])]
    wanted = (('state', 'ready', 64), ('state', 'corrupt', 1), ('state', 'missing', 1), ('channels', '2', 15),
              ('media_type', 'audio/mpeg', 1), ('media_type', 'audio/ogg', 1))
    faults += [f'fewer than {number} recordings with {key} {value}' for key, value, number in wanted
               if sum(row[key] == value for row in manifest) < number]
    if faults:
        sys.exit('\n'.join(faults))
    print(f'{len(manifest)} recordings, {len(turns)} turns: good')


if __name__ == '__main__':
    main(Path(sys.argv[1]))
