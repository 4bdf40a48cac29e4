#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk in a narrow window and with large letters, in Chinese: its columns stand one above the other, nothing is wider
than the window, no word of a call is cut, and the keyboard goes through it in reading order."""
import re
import subprocess
import unittest

from a11y import Atspi, activate, find, find_all, key, point, states, wait, walk, xdotool, x_window
from wrapup_desk import Desk

TITLE = '回响'
LETTERS = re.compile('[\u4e00-\u9fff]')
NARROW = 700            # pixels, without the window's shadow
HEIGHT = 1150           # that the list of calls begins in it, however large the letters are
SMALLEST = 0.85         # of the body's letters: notes


def place(element):
    return Atspi.Component.get_extents(element, Atspi.CoordType.WINDOW)


class Page:
    """The desk of a program that runs, in letters of so many pixels."""

    dpi = 96

    @classmethod
    def setUpClass(cls):
        subprocess.run(['xprop', '-root', '-format', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER',
                        f'Xft.dpi:\t{cls.dpi}\n'], check=True)
        cls.letter = 11 / 72 * cls.dpi
        cls.desk = cls.enterClassContext(Desk(name=f'desk-{cls.dpi}'))
        cls.app = cls.desk.app
        cls.frame = find(cls.app, 'frame', TITLE)
        find(cls.app, 'list', '待补')
        find(cls.app, 'list', '回响')

    def setUp(self):
        activate(TITLE)

    def resize(self, width):
        """Makes the window that wide, and waits for it."""
        window = x_window(TITLE)
        shape = dict(line.split('=') for line in xdotool('getwindowgeometry', '--shell', window).split())
        shadow = int(shape['WIDTH']) - place(self.frame).width
        xdotool('windowsize', window, width + shadow, HEIGHT)
        wait(lambda: place(self.frame).width <= width,
             what=lambda: f'a window of {width} pixels, it has {place(self.frame).width}')

    def lists(self):
        return [place(find(self.app, 'list', name)) for name in ('待补', '今日通话', '我的指标', '回响')]

    def is_one_column(self):
        lists = self.lists()
        return (all(above.y + above.height <= below.y for above, below in zip(lists, lists[1:]))
                and len({one.x for one in lists}) == 1)

    def outside(self):
        """What of the desk is not in the window from its left to its right."""
        width = place(self.frame).width
        page = find(self.app, 'list', '待补')
        while page.get_role_name() != 'scroll pane':
            page = page.get_parent()
        found = [(e.get_name(), place(e)) for role in ('label', 'image', 'push button', 'toggle button', 'list', 'list item')
                 for e in find_all(page, role)]
        found += [(e.get_name(), place(e)) for e in find_all(self.frame, 'push button', '查找客户或命令')]
        return [(name, at.x, at.width) for name, at in found if at.x < 0 or at.x + at.width > width]

    def expect_words_whole(self, root):
        """Each letter has its place; a word that gave way has not."""
        for label in find_all(root, 'label'):
            least = len(LETTERS.findall(label.get_name())) * self.letter * SMALLEST
            self.assertGreaterEqual(place(label).width, int(least), label.get_name())

    def focused(self):
        return next((i for i, element in enumerate(walk(self.frame)) if 'focused' in states(element)), None)

    def test_2_narrow(self):
        self.desk.call('19900008888', channel='douyin')
        calls = find(self.app, 'list', '今日通话')
        find(calls, 'label', re.compile('^填写中'))
        activate(TITLE)
        self.resize(NARROW)
        wait(self.is_one_column, what=lambda: f'one column, {[(p.x, p.y, p.width, p.height) for p in self.lists()]}')
        self.expect_words_whole(calls)
        wait(lambda: not self.outside(), what=lambda: f'all to be inside, {self.outside()}')

    def test_3_keyboard(self):
        elements = list(walk(self.frame))
        late, calls, figures = (elements.index(find(self.app, 'list', name)) for name in ('待补', '今日通话', '我的指标'))
        point(find(find(self.app, 'list', '页面'), 'list item', re.compile('^工作台')))
        seen = [wait(self.focused, what='the page to have the keyboard')]
        while seen[-1] < figures:
            key('Tab')
            seen.append(wait(lambda: self.focused() not in (None, seen[-1]) and self.focused(),
                             what='the next one to have the keyboard'))
            self.assertGreater(seen[-1], seen[-2])
        self.assertTrue([i for i in seen if late < i < calls])
        self.assertTrue([i for i in seen if calls < i < figures])


class Small(Page, unittest.TestCase):
    def test_1_wide(self):
        late, calls, figures, echo = self.lists()
        self.assertEqual(late.x, calls.x)
        self.assertEqual(figures.x, echo.x)
        self.assertGreaterEqual(figures.x, late.x + late.width)


class Large(Page, unittest.TestCase):
    dpi = 192


if __name__ == '__main__':
    unittest.main(verbosity=2)
