#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every screen, of the real program on sample data:  shots.py FOLDER [LANGUAGE…]

Starts a desktop of its own for each language and each style, so it is run outside desk-session.sh.
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SESSION = HERE.parent / 'support' / 'desk-session.sh'
LANGUAGES = ('zh_CN', 'zh_TW', 'en_US')
NAME = 'cn.huixiang.Huixiang'
WINDOW = '/cn/huixiang/Huixiang/window/1'


def activate(path, action, argument):
    subprocess.run(['gdbus', 'call', '--session', '--dest', NAME, '--object-path', path, '--method',
                    'org.gtk.Actions.Activate', action, f'[<{argument!r}>]', '{}'], check=True, capture_output=True)


def steady(picture):
    """Takes pictures until two in a row are the same: everything has arrived and been drawn."""
    from waiting import wait
    import screen
    seen = []

    def same():
        screen.shot(str(picture))
        seen.append(picture.read_bytes())
        return len(seen) > 1 and seen[-1] == seen[-2]
    wait(same, 20, f'{picture.name} to be steady')
    print(picture, flush=True)


def open_page(desk, page):
    subprocess.run(['gdbus', 'call', '--session', '--dest', NAME, '--object-path', WINDOW, '--method',
                    'org.gtk.Actions.SetState', 'page', f"<'{page}'>", '{}'], check=True, capture_output=True)


def take(folder, prefix):
    sys.path[:0] = [str(HERE), str(HERE.parent / 'support')]
    import a11y
    import wrapup_desk

    class Here(wrapup_desk.Desk):
        def __init__(self):
            super().__init__()
            self.store = os.path.join(os.environ['XDG_DATA_HOME'], 'huixiang')
            self.program = a11y.Program([os.path.join(wrapup_desk.BUILD, 'src/client/huixiang'), '--sample'])

    subprocess.run(['gsettings', 'set', NAME, 'color-scheme', os.environ['HX_SHOT_STYLE']], check=True)
    with Here() as desk:
        customer, = desk.row("select id from customers where code = 'C12345'")
        lead, name = desk.row("select id, name from users where role = 'lead' order by number")
        for page in ('desk', 'customers', 'board'):
            open_page(desk, page)
            steady(folder / f'{prefix}-{page}.png')
        activate(WINDOW, 'open-customer', customer)
        steady(folder / f'{prefix}-customer.png')
        activate('/cn/huixiang/Huixiang', 'switch-person', lead)
        a11y.find(desk.app, 'label', name)
        open_page(desk, 'pool')
        steady(folder / f'{prefix}-pool.png')
        desk.agent = (lead, name, desk.row('select number from users where id = ?', lead)[0])
        desk.call('19900008888', channel='douyin', audio=wrapup_desk.tone(20))
        a11y.wait(lambda: [f for f in a11y.find_all(desk.app, 'frame') if f.get_name() != desk.app.get_name()][1:], 20,
                  'the popup')
        a11y.shot(str(folder / f'{prefix}-wrapup.png'))
        print(folder / f'{prefix}-wrapup.png', flush=True)


def main():
    if len(sys.argv) == 4 and sys.argv[1] == '--inside':
        take(pathlib.Path(sys.argv[2]), sys.argv[3])
        return
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get('HX_BUILD_DIR', '.') + '/shots').resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for language in sys.argv[2:] or LANGUAGES:
        for style in ('light', 'dark'):
            subprocess.run([SESSION, '/usr/bin/python3', __file__, '--inside', folder, f'{language}-{style}'], check=True,
                           env={**os.environ, 'HX_DESK_LANG': f'{language}.UTF-8', 'HX_SHOT_STYLE': style})


main()
