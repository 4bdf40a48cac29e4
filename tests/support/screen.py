# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen as a person has it: keys, pointer, windows and pictures.  Needs xdotool, xprop, xclip, imagemagick."""
import re
import subprocess

from waiting import wait


def xdotool(*arguments):
    done = subprocess.run(['xdotool', *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f'xdotool {arguments}: {done.stderr}')
    return done.stdout


def key(*names):
    """Presses keys one after another: key('ctrl+Return'), key('1', 'q')."""
    xdotool('key', '--clearmodifiers', '--delay', 12, *names)


def type_text(letters, delay=12):
    """Types Latin letters and digits as keys, so that an input method sees them."""
    xdotool('type', '--clearmodifiers', '--delay', delay, letters)


def paste(words):
    """Any text through the clipboard; xdotool's own typing of Chinese loses characters at times."""
    # xclip stays behind as the owner of the clipboard: it must not hold our output open.
    subprocess.run(['xclip', '-selection', 'clipboard', '-in'], input=words.encode(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    key('ctrl+v')


def x_windows(title):
    """The X ids of the visible windows of that title, at this moment."""
    pattern = f'^{re.escape(title)}$'
    done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', pattern], capture_output=True, text=True)
    return done.stdout.split()


def x_window(title, timeout=None):
    """The X id of the visible window of that title, once there is one."""
    return wait(lambda: x_windows(title), timeout, f'window {title!r}')[0]


def active_title():
    """Title of the window that has the keyboard, or nothing."""
    done = subprocess.run(['xdotool', 'getactivewindow', 'getwindowname'], capture_output=True, text=True)
    return done.stdout.strip()


def activate(title):
    """Brings a window forward and waits until it has the keyboard."""
    xdotool('windowactivate', x_window(title))
    wait(lambda: active_title() == title, what=lambda: f'{title!r} to be active, {active_title()!r} is')


def frame_offset(window, frame_extents, width, height):
    """Where the window's widgets begin inside the X window, which may hold a shadow around them."""
    done = subprocess.run(['xprop', '-id', window, '_GTK_FRAME_EXTENTS'], capture_output=True, text=True)
    shadow = re.findall(r'\d+', done.stdout.split('=')[1]) if '=' in done.stdout else None
    if shadow:      # composited: the shadow lies around the window; left, right, top, bottom
        return int(shadow[0]), int(shadow[2])
    return (width - frame_extents.width) // 2, (height - frame_extents.height) // 2     # solid border


def pointer_at(x, y):
    xdotool('mousemove', x, y)
    wait(lambda: f'x:{x} y:{y} ' in xdotool('getmouselocation'), what='the pointer to arrive')


def shot(path, title=None):
    """A picture of the screen, or of one window by its title, as PNG."""
    target = x_window(title) if title else 'root'
    subprocess.run(['import', '-window', target, str(path)], check=True, stderr=subprocess.DEVNULL)
    return path
