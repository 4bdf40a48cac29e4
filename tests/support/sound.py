# SPDX-License-Identifier: GPL-3.0-or-later
"""Hears what a program plays: a private PulseAudio with a null sink, and a comparison with the clip that was meant.

Needs pulseaudio, pulseaudio-utils, sox.  Everything is compared as 8 kHz mono, the telephone's own rate."""
import array
import cmath
import math
import os
import subprocess

from waiting import wait

RATE = 8000     # samples per second, as on the telephone line


class NullSink:
    """A sound server of one's own whose only output goes nowhere but can be recorded.

    Programs started with the environment `env` play to it."""

    def __enter__(self):
        folder = os.path.join(os.environ['HX_DESK_DIR'], 'pulse')
        os.makedirs(folder, mode=0o700, exist_ok=True)
        socket = os.path.join(folder, 'native')
        self.env = {**os.environ, 'PULSE_SERVER': f'unix:{socket}', 'PULSE_RUNTIME_PATH': folder,
                    'PULSE_STATE_PATH': folder, 'PULSE_COOKIE': os.path.join(folder, 'cookie')}
        self.log = open(os.path.join(folder, 'log'), 'wb')
        # Without norewinds the null sink's time runs wrong.
        self.process = subprocess.Popen(
            ['pulseaudio', '-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disallow-exit=yes',
             '-L', f'module-native-protocol-unix socket={socket} auth-anonymous=1',
             '-L', 'module-null-sink sink_name=test rate=48000 channels=2 norewinds=1'],
            env=self.env, stdout=self.log, stderr=subprocess.STDOUT)
        wait(lambda: 'test' in self._pactl('list', 'short', 'sinks'), what='the null sink')
        self._pactl('set-default-sink', 'test')
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def _pactl(self, *arguments):
        done = subprocess.run(['pactl', *arguments], env=self.env, capture_output=True, text=True)
        return done.stdout

    def playing(self):
        """How many streams play at this moment."""
        return len(self._pactl('list', 'short', 'sink-inputs').splitlines())

    def record(self):
        return Recording(self)


class Recording:
    """Records the sink while the block runs; `samples` are there afterwards."""

    def __init__(self, sink):
        self.sink = sink
        self.path = os.path.join(os.environ['HX_DESK_DIR'], 'pulse', f'recording-{id(self)}.raw')
        self.samples = []

    def __enter__(self):
        self.output = open(self.path, 'wb')
        self.process = subprocess.Popen(
            ['parecord', '--raw', '--latency-msec=20', '-d', 'test.monitor', f'--rate={RATE}', '--channels=1',
             '--format=s16le'], env=self.sink.env, stdout=self.output, stderr=subprocess.DEVNULL)
        wait(lambda: self.seconds() > 0, what='the recording to run')
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.output.close()
        with open(self.path, 'rb') as raw:
            self.samples = _samples(raw.read())

    def seconds(self):
        return os.path.getsize(self.path) / (2 * RATE)

    def wait_seconds(self, seconds):
        """Waits until that much has been recorded in all: the sink's own clock, not ours."""
        wait(lambda: self.seconds() >= seconds, timeout=seconds * 3 + 15, what=f'{seconds} s of sound')


def _samples(raw):
    numbers = array.array('h')
    numbers.frombytes(raw[:len(raw) // 2 * 2])
    return list(numbers)


def load(path, start=0.0, end=None):
    """A sound file, or a part of it in seconds, as samples at RATE, mono."""
    trim = ['trim', str(start)] + ([f'={end}'] if end is not None else [])
    done = subprocess.run(['sox', str(path), '-t', 'raw', '-r', str(RATE), '-c', '1', '-e', 'signed', '-b', '16', '-',
                           *trim], capture_output=True, check=True)
    return _samples(done.stdout)


def loudness(samples):
    """Root mean square, 0 … 32767."""
    return math.sqrt(sum(s * s for s in samples) / len(samples)) if samples else 0.0


def _fft(values, inverse=False):
    """Radix 2, in place over a copy; the length is a power of two."""
    count, data = len(values), list(values)
    position = 0
    for index in range(1, count):       # bit reversal
        bit = count >> 1
        while position & bit:
            position ^= bit
            bit >>= 1
        position |= bit
        if index < position:
            data[index], data[position] = data[position], data[index]
    size = 2
    while size <= count:
        half, turn = size // 2, (2j if inverse else -2j) * math.pi / size
        for offset in range(half):
            factor = cmath.exp(turn * offset)
            for left in range(offset, count, size):
                right = data[left + half] * factor
                data[left + half] = data[left] - right
                data[left] += right
        size *= 2
    return data


def _products(clip, recording):
    """Sum of products of the clip with the recording, for every place where the clip fits."""
    size = 1 << (len(clip) + len(recording) - 1).bit_length()
    # Both are real: one transform of clip + i·recording gives both spectra.
    mixed = [complex(a, b) for a, b in zip(clip + [0] * (size - len(clip)), recording + [0] * (size - len(recording)))]
    spectrum = _fft(mixed)
    product = []
    for index in range(size):
        one, other = spectrum[index], spectrum[-index % size].conjugate()
        of_clip, of_recording = (one + other) / 2, (one - other) / 2j
        product.append(of_clip.conjugate() * of_recording)
    whole = _fft(product, inverse=True)
    return [whole[lag].real / size for lag in range(len(recording) - len(clip) + 1)]


def correlate(clip, recording):
    """The best match of the clip in the recording: (score −1 … 1, place in seconds).

    Normalised cross-correlation over all places: the right clip gives more than 0.9, another one about 0.1."""
    if len(recording) < len(clip) or not any(clip):
        return 0.0, 0.0
    energy_of_clip = sum(s * s for s in clip)
    window = sum(s * s for s in recording[:len(clip)])
    best, best_lag = 0.0, 0
    for lag, product in enumerate(_products(clip, recording)):
        if window > 0:
            score = product / math.sqrt(energy_of_clip * window)
            if score > best:
                best, best_lag = score, lag
        if lag + len(clip) < len(recording):
            window += recording[lag + len(clip)] ** 2 - recording[lag] ** 2
    return best, best_lag / RATE
