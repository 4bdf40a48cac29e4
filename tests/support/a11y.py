# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a running GTK 4 program through accessibility, keys and the pointer, inside desk-session.sh.

Needs /usr/bin/python3 with gir1.2-atspi-2.0, xdotool, xprop, xclip, imagemagick.  Nothing here sleeps: every step
waits for its effect, iterating the main loop so that libatspi sees the program's events.

What GTK 4.8 is known to lack, and what is done about it: get_text (0, -1) is empty (ask for the exact length);
grab_focus fails (click or Tab); AdwComboRow has no action (pointer and keys); list items have no name (read the label
inside); screen coordinates are wrong (computed from the window's frame); a "push button" is a "button" from 4.18 on.
"""
import os
import signal
import subprocess

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from screen import (  # noqa: E402,F401  one module for the tests to import
    activate, active_title, frame_offset, key, paste, pointer_at, shot, type_text, x_window, xdotool)
from waiting import TIMEOUT, pump, wait  # noqa: E402,F401

Atspi.set_timeout(3000, 15000)
# GTK 4 keeps no cache for others to fetch; libatspi says so for every program.
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None)

# Role of at-spi 2.46 (GTK 4.8) → all names it goes by, up to at-spi 2.56 (GTK 4.18).
ROLES = {
    'push button': ('push button', 'button'),
    'check box': ('check box', 'switch', 'toggle button'),
    'text': ('text', 'entry'),
    'frame': ('frame', 'window', 'dialog'),
}
# A role that says nothing of itself, and wrapping elements that only bring noise into tree().
QUIET = ('filler', 'panel', 'generic', 'unknown')


# -- programs --------------------------------------------------------------------------------------------------------

class Program:
    """A program under test: started on entry, ended on exit; its output is in `log`."""

    def __init__(self, argv, name=None, env=None):
        self.argv, self.name = list(map(str, argv)), name or os.path.basename(str(argv[0]))
        self.env = {**os.environ, **(env or {})}
        folder = os.environ.get('HX_DESK_DIR', '/tmp')
        self.log = os.path.join(folder, f'{self.name}.log')

    def __enter__(self):
        self.output = open(self.log, 'ab')
        self.process = subprocess.Popen(self.argv, env=self.env, stdin=subprocess.DEVNULL,
                                        stdout=self.output, stderr=subprocess.STDOUT)
        return self

    def __exit__(self, kind, *_):
        self.end()
        self.output.close()
        if kind:
            print(f'--- {self.name}: last lines of its log\n{self.text()[-4000:]}', flush=True)

    def text(self):
        with open(self.log, encoding='utf-8', errors='replace') as log:
            return log.read()

    def running(self):
        return self.process.poll() is None

    def end(self, how=signal.SIGTERM, timeout=10):
        """Ends the program and returns its exit status."""
        if self.running():
            self.process.send_signal(how)
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f'{self.name} did not end within {timeout} s')

    def app(self, name=None, timeout=None):
        """The accessible of this process, once it shows a window."""
        def look():
            if not self.running():
                raise AssertionError(f'{self.name} ended early ({self.process.returncode}):\n{self.text()[-4000:]}')
            for candidate in applications():
                same = candidate.get_process_id() == self.process.pid or (name and candidate.get_name() == name)
                if same and candidate.get_child_count():
                    return candidate
            return None
        return wait(look, timeout, f'a window of {self.name}')


def applications():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        one = desktop.get_child_at_index(index)
        if one is not None:
            yield one


def app(name, timeout=None):
    """The application of that accessible name, once it shows a window."""
    def look():
        return next((a for a in applications() if a.get_name() == name and a.get_child_count()), None)
    return wait(look, timeout, lambda: f'application {name!r} among {[a.get_name() for a in applications()]}')


# -- finding ---------------------------------------------------------------------------------------------------------

def walk(root, limit=400):
    """The element and all below it, in reading order, at most `limit` children each."""
    yield root
    try:
        count = root.get_child_count()
    except GLib.Error:
        return
    for index in range(min(count, limit)):
        try:
            child = root.get_child_at_index(index)
        except GLib.Error:
            continue
        if child is not None:
            yield from walk(child, limit)


def states(element):
    return {state.value_nick for state in element.get_state_set().get_states()}


def showing(element):
    """Whether it is on the screen: GTK 4.8 says so of windows only, so for the rest whether it has been given a place.

    A page of a GtkStack that was shown once keeps its place: ask for what distinguishes the page instead."""
    has = states(element)
    if 'showing' in has:
        return True
    if 'visible' not in has:
        return False
    try:
        place = Atspi.Component.get_extents(element, Atspi.CoordType.WINDOW)
    except GLib.Error:      # has no place by nature, such as a page of a stack
        return True
    return place.width > 0 and place.height > 0


def _matches(element, role, name):
    if role and element.get_role_name() not in ROLES.get(role, (role,)):
        return False
    if name is None:
        return True
    given = element.get_name() or ''
    return bool(name.search(given)) if hasattr(name, 'search') else given == name


def find_all(root, role=None, name=None, visible=True):
    """Every element of that role and name (a string or a compiled pattern), at this moment."""
    found = []
    for element in walk(root):
        try:
            if _matches(element, role, name) and (not visible or showing(element)):
                found.append(element)
        except GLib.Error:
            continue
    return found


def find(root, role=None, name=None, timeout=None, visible=True):
    """The first such element, once there is one."""
    def look():
        for element in walk(root):
            try:
                if _matches(element, role, name) and (not visible or showing(element)):
                    return element
            except GLib.Error:
                continue
        return None
    return wait(look, timeout, lambda: f'{role} {name} in:\n{tree(root)}')


def gone(root, role=None, name=None, timeout=None):
    """Waits until no such element shows."""
    wait(lambda: not find_all(root, role, name), timeout, f'{role} {name} to go')


def labels(root):
    """The words on the screen: names of all labels that show, in reading order."""
    return [e.get_name() for e in find_all(root, 'label') if e.get_name()]


def tree(root, depth=0):
    """A picture of the accessible tree, for people who read a failed test."""
    lines = []
    try:
        role, name = root.get_role_name(), root.get_name() or ''
        if showing(root) or depth < 2:
            if name or role not in QUIET:
                lines.append('  ' * depth + f'{role} {name!r}')
            for index in range(min(root.get_child_count(), 60)):
                child = root.get_child_at_index(index)
                if child is not None:
                    lines.append(tree(child, depth + 1))
    except GLib.Error:
        pass
    return '\n'.join(line for line in lines if line)


# -- reading and writing ---------------------------------------------------------------------------------------------

def click(element):
    """The element's own action; needs no pointer and no focus."""
    wait(lambda: 'sensitive' in states(element), what=lambda: f'{element.get_name()!r} to be sensitive')
    assert Atspi.Action.do_action(element, 0), f'{element.get_name()!r} refuses its action'


def text(element):
    return Atspi.Text.get_text(element, 0, Atspi.Text.get_character_count(element))


def wait_text(element, expected, timeout=None):
    wait(lambda: text(element) == expected, timeout, lambda: f'text {expected!r}, is {text(element)!r}')


def set_text(element, value):
    """Writes at once, past keys and input method."""
    assert Atspi.EditableText.set_text_contents(element, value)


def value(element):
    return Atspi.Value.get_current_value(element)


def combo_value(row):
    """What an AdwComboRow shows: the label after its title."""
    return [e.get_name() for e in walk(row) if e.get_role_name() == 'label' and e.get_name()][1]


def combo_select(row, index):
    """An AdwComboRow has no action: opened by pointer, chosen by keys."""
    def all_items():
        return [e for e in walk(row) if e.get_role_name() == 'list item']
    before = len(all_items())       # what the closed row shows is a list item too

    def choices():
        return all_items()[before:]
    point(row)
    wait(lambda: len(choices()) > index, what='the choices')
    focus_item(choices, 0, 'Home')
    for position in range(1, index + 1):
        focus_item(choices, position, 'Down')
    key('Return')
    wait(lambda: not choices(), what='the choices to close')


def focus_item(items, position, press):
    """Presses a key once and waits until the item at that position has the keyboard or is selected."""
    key(press)
    wait(lambda: states(items()[position]) & {'focused', 'selected'}, what=f'item {position} after {press}')


# -- pointer on elements ---------------------------------------------------------------------------------------------

def window_of(element):
    """The window (frame, dialog) that holds the element."""
    while element is not None and element.get_role_name() not in ROLES['frame']:
        element = element.get_parent()
    return element


def extents(element):
    """The element's rectangle on the screen: x, y, width, height.

    GTK 4 tells window coordinates only, relative to the widgets inside the client-side border or shadow."""
    frame = window_of(element)
    window = x_window(frame.get_name())
    shape = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', window).split())
    outer = Atspi.Component.get_extents(frame, Atspi.CoordType.WINDOW)
    inner = Atspi.Component.get_extents(element, Atspi.CoordType.WINDOW)
    left, top = frame_offset(window, outer, int(shape['WIDTH']), int(shape['HEIGHT']))
    return int(shape['X']) + left + inner.x, int(shape['Y']) + top + inner.y, inner.width, inner.height


def under(element, at=(0.5, 0.5)):
    """What shows at a place inside the element, given as parts of its width and height.  A row of a list keeps the extents
    that it had while it is out of sight: only this tells where it stands."""
    place = Atspi.Component.get_extents(element, Atspi.CoordType.WINDOW)
    return Atspi.Component.get_accessible_at_point(
        element, int(place.x + place.width * at[0]), int(place.y + place.height * at[1]), Atspi.CoordType.WINDOW)


def point(element, button=1, at=(0.5, 0.5)):
    """Clicks with the pointer at a place inside the element, given as parts of its width and height."""
    x, y, width, height = extents(element)
    goal = int(x + width * at[0]), int(y + height * at[1])
    pointer_at(goal[0] - 2, goal[1])       # GTK wants to see the pointer enter before the press
    pointer_at(*goal)
    xdotool('click', button)


def drag(element, start, end, steps=8):
    """Drags with the first button from one place inside the element to another, both as parts of its size."""
    x, y, width, height = extents(element)

    def place(part):
        return int(x + width * part[0]), int(y + height * part[1])
    pointer_at(*place(start))
    xdotool('mousedown', 1)
    for step in range(1, steps + 1):
        share = step / steps
        pointer_at(*place((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)))
    xdotool('mouseup', 1)


def still(element):
    """The element, once it no longer moves: what was scrolled to may still be on its way."""
    seen = []

    def rests():
        seen.append(extents(element))
        return len(seen) > 3 and len(set(seen[-4:])) == 1
    wait(rests, what='the element to rest')
    return element


def scroll(element, clicks):
    """Turns the wheel over the element: down when positive, up when negative."""
    x, y, width, height = extents(element)
    pointer_at(x + width // 2, y + height // 2)
    xdotool('click', '--repeat', abs(clicks), '--delay', 12, 5 if clicks > 0 else 4)
