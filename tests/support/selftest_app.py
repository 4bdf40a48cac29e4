#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window for selftest.py to drive: proves the drivers, not Huixiang."""
import sys

import gi

gi.require_version('Gtk', '4.0')
gi.require_version('Adw', '1')
gi.require_version('Notify', '0.7')
from gi.repository import Adw, Gtk, Notify  # noqa: E402


class Window(Adw.ApplicationWindow):
    def __init__(self, app):
        super().__init__(application=app, title='Driver test', default_width=520, default_height=420)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12)
        box.append(Adw.HeaderBar())
        self.said = Gtk.Label(label='nothing yet')
        self.entry = Gtk.Entry(placeholder_text='words')
        self.entry.update_property([Gtk.AccessibleProperty.LABEL], ['Words'])
        self.entry.connect('activate', lambda e: self.say('entered ' + e.get_text()))
        self.scale = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1)
        self.scale.update_property([Gtk.AccessibleProperty.LABEL], ['Level'])
        self.row = Adw.ComboRow(title='Channel', model=Gtk.StringList.new(['phone', '微信', 'store', '抖音']))
        self.row.connect('notify::selected', lambda r, _: self.say(f'chose {r.get_selected()}'))
        rows = Adw.PreferencesGroup()
        rows.add(self.row)
        for child in (self.button('Greet', lambda _: self.say('hello')), self.button('Notify', self.on_notify),
                      self.entry, self.scale, rows, self.said):
            box.append(child)
        self.set_content(box)

    def button(self, label, callback):
        button = Gtk.Button(label=label)
        button.connect('clicked', callback)
        return button

    def say(self, words):
        self.said.set_label(words)

    def on_notify(self, _):
        self.note = Notify.Notification.new('通话结束', '王女士', None)
        self.note.add_action('open', 'Open', lambda *_: self.say('opened'))
        self.note.add_action('no-issue', 'No issue', lambda *_: self.say('no issue'))
        self.note.show()


def main():
    Notify.init('driver-test')
    app = Adw.Application(application_id='cn.huixiang.DriverTest')
    app.connect('activate', lambda a: Window(a).present())
    return app.run(sys.argv)


if __name__ == '__main__':
    sys.exit(main())
