# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that shows no notification but remembers each, and can answer it as a person would.

Needs python3-dbusmock (its notification daemon is the desktop's part, none of ours)."""
import os
import subprocess
import sys
from collections import namedtuple

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

from waiting import wait  # noqa: E402

NAME, PATH = 'org.freedesktop.Notifications', '/org/freedesktop/Notifications'
MOCK = 'org.freedesktop.DBus.Mock'
Notification = namedtuple('Notification', 'id app icon title body actions hints')


class Notifications:
    """The notification service of the session, while the block runs."""

    def __enter__(self):
        self.log = open(os.path.join(os.environ['HX_DESK_DIR'], 'notifications.log'), 'wb')
        self.process = subprocess.Popen([sys.executable, '-m', 'dbusmock', '--session',
                                         '--template', 'notification_daemon'],
                                        stdout=self.log, stderr=subprocess.STDOUT)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        wait(self._answers, what='the notification service')
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def _call(self, interface, method, arguments=None):
        return self.bus.call_sync(NAME, PATH, interface, method, arguments, None, Gio.DBusCallFlags.NO_AUTO_START,
                                  5000, None)

    def _answers(self):
        return self._call(NAME, 'GetServerInformation').unpack()

    def all(self):
        """Every notification so far, oldest first; one that replaces another has the other's id."""
        shown, last = [], 0
        for _, arguments in self._call(MOCK, 'GetMethodCalls', GLib.Variant('(s)', ('Notify',))).unpack()[0]:
            app, replaces, icon, title, body, actions, hints, _ = arguments
            if not replaces:
                last += 1
            shown.append(Notification(replaces or last, app, icon, title, body,
                                      dict(zip(actions[::2], actions[1::2])), hints))
        return shown

    def closed(self):
        """Ids of the notifications that the program took back."""
        calls = self._call(MOCK, 'GetMethodCalls', GLib.Variant('(s)', ('CloseNotification',))).unpack()[0]
        return [arguments[0] for _, arguments in calls]

    def wait_for(self, matches=lambda n: True, timeout=None):
        """The first notification for which matches() holds, once there is one."""
        return wait(lambda: next((n for n in self.all() if matches(n)), None), timeout,
                    lambda: f'a notification among {self.all()}')

    def invoke(self, notification, action):
        """Answers as if the person had pressed that action's button."""
        assert action in notification.actions, f'{action} is not among {notification.actions}'
        self._emit('ActionInvoked', GLib.Variant('(us)', (notification.id, action)))
        self._emit('NotificationClosed', GLib.Variant('(uu)', (notification.id, 2)))    # 2: dismissed by the person

    def dismiss(self, notification):
        """Closes it without an answer."""
        self._emit('NotificationClosed', GLib.Variant('(uu)', (notification.id, 2)))

    def _emit(self, signal, arguments):
        # Sent by the daemon itself: programs listen to the owner of the service's name only.
        self._call(MOCK, 'EmitSignal', GLib.Variant('(sssav)', (
            NAME, signal, arguments.get_type_string()[1:-1],
            [arguments.get_child_value(i) for i in range(arguments.n_children())])))
