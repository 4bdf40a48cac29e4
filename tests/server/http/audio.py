# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound that is made on the spot."""
import io
import math
import os
import struct
import wave


def tone(seconds, rate=8000):
    """A WAV file of one quiet tone."""
    out = io.BytesIO()
    with wave.open(out, 'wb') as file:
        file.setparams((1, 2, rate, 0, 'NONE', ''))
        file.writeframes(b''.join(struct.pack('<h', int(8000 * math.sin(i / 5))) for i in range(seconds * rate)))
    return out.getvalue()


def noise(frames=160, rate=8000):
    """A WAV file like no other."""
    out = io.BytesIO()
    with wave.open(out, 'wb') as file:
        file.setparams((1, 2, rate, 0, 'NONE', ''))
        file.writeframes(os.urandom(2 * frames))
    return out.getvalue()


RATES = {192000: 3, 48000: 10}      # as FLAC numbers them


def check_sum(data, bits, poly):
    """One of the two CRCs of FLAC."""
    value, top = 0, 1 << (bits - 1)
    for byte in data:
        value ^= byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ (poly if value & top else 0)) & ((1 << bits) - 1)
    return value.to_bytes(bits // 8, 'big')


def silence(samples, rate=192000, channels=2):
    """A FLAC file that is silent: a few dozen bytes for half a million samples."""
    block = 65535
    frames = samples // (channels * block) + 1
    facts = struct.pack('>HH6xQ16x', block, block, rate << 44 | (channels - 1) << 41 | 15 << 36 | frames * block)
    out = [b'fLaC\x80\0\0\x22' + facts]
    for number in range(frames):
        head = (b'\xff\xf8' + bytes([0x70 | RATES[rate], (channels - 1) << 4 | 0x08]) + chr(number).encode(errors='surrogatepass')
                + struct.pack('>H', block - 1))
        frame = head + check_sum(head, 8, 0x07) + bytes(3 * channels)
        out.append(frame + check_sum(frame, 16, 0x8005))
    return b''.join(out)
