#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in at the server of a team, by keys: what is wrong is said where it is wrong; a password that was handed over
is changed first; out again; and this computer alone."""
import json
import os
import re
import sqlite3
import subprocess
import unittest
import urllib.request

from a11y import (
    Program, activate, active_title, click, find, find_all, key, point, states, text, type_text, wait, x_window,
    xdotool)
from screen import x_windows

BUILD = os.environ.get('HX_BUILD_DIR', '_build')
PROGRAM = os.path.join(BUILD, 'src/server/huixiangd')
PASSWORD = 'correct horse battery'
CHOSEN = 'seven green lanterns'
AGENT = '0192f3c0-0000-7000-8000-00000000a001'


class Team:
    """The server of a team on this computer: an administrator, and an agent who was handed a password."""

    def __init__(self):
        self.folder = os.path.join(os.environ['HX_DESK_DIR'], 'team')
        self.store = f'sqlite:{self.folder}/store.db'

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run([PROGRAM, '--store', self.store, 'init', '--login', 'boss'], input=PASSWORD, text=True,
                       check=True, stdout=subprocess.DEVNULL)
        with sqlite3.connect(f'{self.folder}/store.db') as db:
            db.execute('INSERT INTO users (id, rev, created_at, updated_at, name, number, role, extension, active, login)'
                       " VALUES (?, 1, 1, 1, 'Test Agent', 'T1', 'agent', '8001', 1, 'agent')", (AGENT,))
        self.process = subprocess.Popen([PROGRAM, '--store', self.store, '--port', '0'], stdout=subprocess.PIPE)
        self.port = json.loads(self.process.stdout.readline())['port']
        self.address = f'http://127.0.0.1:{self.port}'
        token = self.post('session', {'login': 'boss', 'password': PASSWORD})['token']
        self.handed = self.post(f'users/{AGENT}/password', {}, token)['password']
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def post(self, path, body, token=None):
        headers = {'Content-Type': 'application/json', **({'Authorization': f'Bearer {token}'} if token else {})}
        request = urllib.request.Request(f'{self.address}/api/v1/{path}', json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.loads(reply.read())

    def sessions(self):
        with sqlite3.connect(f'file:{self.folder}/store.db?mode=ro', uri=True, timeout=10) as db:
            return db.execute('SELECT count(*) FROM sessions WHERE user_id = ?', (AGENT,)).fetchone()[0]


class SignIn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.team = cls.enterClassContext(Team())
        cls.program = cls.enterClassContext(Program(
            [os.path.join(BUILD, 'src/client/huixiang'), '--server', cls.team.address], name='huixiang',
            env={'HX_BINDIR': os.path.join(BUILD, 'src/server')}))
        cls.app = cls.program.app()

    def focused(self, name):
        """The entry of that name, once it has the keyboard."""
        def look():
            for element in find_all(self.app, 'text') + find_all(self.app, 'password text'):
                if element.get_name() == name and 'focused' in states(element):
                    return element
            return None
        return wait(look, what=lambda: f'{name} to have the keyboard')

    def fill(self, name, words):
        self.focused(name)
        key('ctrl+a')
        type_text(words)

    def sign_in(self, login, password):
        find(self.app, 'label', 'Sign in to Huixiang')
        key('alt+l')
        self.fill('Login name', login)
        key('Tab')
        self.fill('Password', password)
        key('Return')

    def test_1_the_address_is_there_and_the_login_is_asked_for(self):
        activate('Huixiang')
        find(self.app, 'label', 'Sign in to Huixiang')
        self.focused('Login name')
        self.assertFalse(find_all(self.app, 'list', 'Pages'))
        key('Return')
        find(self.app, 'label', 'Enter your login name.')

    def test_2_an_address_that_is_not_encrypted_is_refused(self):
        key('alt+e')
        entry = self.focused('Server')
        self.fill('Server', 'http://huixiang.example.com')
        key('Return')
        find(self.app, 'label', re.compile('has to begin with https://'))
        key('ctrl+a')
        type_text(self.team.address)
        wait(lambda: text(entry) == self.team.address, what='the address')
        wait(lambda: not find_all(self.app, 'label', re.compile('has to begin with')), what='the fault to go')

    def test_3_a_wrong_password_is_said_in_one_sentence(self):
        self.sign_in('agent', 'not the password')
        find(self.app, 'label', 'The login name or the password is wrong.')
        self.focused('Password')

    def test_4_a_password_that_was_handed_over_is_changed(self):
        self.sign_in('agent', self.team.handed)
        find(self.app, 'label', 'Choose a password')
        self.fill('New password', 'short')
        key('Return')
        find(self.app, 'label', 'This is not the same password.')
        self.fill('New password again', 'short')
        key('Return')
        find(self.app, 'label', 'It needs at least 10 characters.')
        self.fill('New password', CHOSEN)
        key('alt+a')
        self.fill('New password again', CHOSEN)
        key('Return')
        find(self.app, 'label', 'My figures')
        find(self.app, None, 'Signed in as Test Agent')
        self.assertEqual(self.team.sessions(), 1)

    def test_5_without_a_keyring_it_says_so(self):
        # Asked for at the first sign-in; nothing of the session lies in a file of ours.
        find(self.app, 'label', re.compile('no keyring'))

    def test_5b_a_second_start_brings_this_window_to_the_front(self):
        program = self.program.argv[0]
        xdotool('windowminimize', x_window('Huixiang'))
        wait(lambda: active_title() != 'Huixiang', what='the window to go')
        with Program([program, '--server', self.team.address + '/'], name='second') as second:
            self.assertEqual(second.process.wait(20), 0, second.text())
        wait(lambda: active_title() == 'Huixiang', what='the window to be back')
        self.assertEqual(len(x_windows('Huixiang')), 1)

    def test_5c_whoever_has_a_token_is_somebody_else(self):
        token = self.team.post('session', {'login': 'boss', 'password': PASSWORD})['token']
        with Program(self.program.argv, name='other', env={'HX_TOKEN': token}) as other:
            find(other.app(), 'label', 'Connected', timeout=30)
        activate('Huixiang')

    def test_6_out_and_in_again(self):
        point(find(self.app, None, 'Signed in as Test Agent'))
        click(find(self.app, 'menu item', 'Sign out'))
        find(self.app, 'label', 'Sign in to Huixiang')
        wait(lambda: self.team.sessions() == 0, what='the session to end')
        self.focused('Password')
        self.assertFalse(find_all(self.app, 'label', 'My figures'))
        self.sign_in('agent', CHOSEN)
        find(self.app, 'label', 'My figures')

    def test_7_a_session_that_is_ended_elsewhere(self):
        token = self.team.post('session', {'login': 'boss', 'password': PASSWORD})['token']
        handed = self.team.post(f'users/{AGENT}/password', {}, token)['password']
        find(self.app, 'label', re.compile('Your session has ended'))
        self.assertNotEqual(handed, CHOSEN)

    def test_8_this_computer_alone(self):
        point(find(self.app, None, 'Use this computer only'))
        find(self.app, 'label', 'My figures', timeout=90)
        find(self.app, None, 'Change the person')


if __name__ == '__main__':
    unittest.main(verbosity=2)
