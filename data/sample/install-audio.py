#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Install the sample calls: install-audio.py BUILT TARGET. Which files there are is only known after the build."""
import os
import shutil
import sys
from pathlib import Path

built = Path(sys.argv[1])
target = Path(os.environ.get('DESTDIR', '') + sys.argv[2])
if 'MESON_INSTALL_DRY_RUN' not in os.environ:
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted([*built.glob('call-*'), *built.glob('*.tsv')]):
        shutil.copyfile(path, target / path.name)
        (target / path.name).chmod(0o644)
