# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for what is to come, by events instead of by the clock."""
import os
import time

from gi.repository import GLib

TIMEOUT = float(os.environ.get('HX_TEST_TIMEOUT', '15'))    # seconds; a sanitized build on a busy machine is slow


def pump(milliseconds=0):
    """Handles what D-Bus has delivered; waits for events at most `milliseconds`, and returns at the first one."""
    context = GLib.MainContext.default()
    if milliseconds and not context.pending():
        woken = []
        source = GLib.timeout_source_new(milliseconds)
        source.set_callback(lambda *_: woken.append(1) or False)
        source.attach(context)
        context.iteration(True)
        source.destroy()
    while context.pending():
        context.iteration(False)


def wait(condition, timeout=None, what='the condition'):
    """Returns the first true value of condition(), asked again on every event and at least every 20 ms."""
    end = time.monotonic() + (timeout or TIMEOUT)
    while True:
        pump()
        try:
            value = condition()
        except GLib.Error:      # the element left while we looked at it
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'timed out waiting for {what() if callable(what) else what}')
        pump(20)
