# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound that is made on the spot."""
import io
import math
import struct
import wave


def tone(seconds, rate=8000):
    """A WAV file of one quiet tone."""
    out = io.BytesIO()
    with wave.open(out, 'wb') as file:
        file.setparams((1, 2, rate, 0, 'NONE', ''))
        file.writeframes(b''.join(struct.pack('<h', int(8000 * math.sin(i / 5))) for i in range(seconds * rate)))
    return out.getvalue()
