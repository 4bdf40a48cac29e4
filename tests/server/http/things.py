# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody owns, for each kind of thing that an address, a query or a body can name."""
import itertools

from audio import tone
from huixiangd import JSON, NOBODY, V1
from twoteams import DEPARTMENT, GIF, NUMBER, PEOPLE

AGENTS, WRAPPERS, NOBODYS = (0, 2, 4), (0, 1, 2, 3, 4), (None,)
CHIEF, DIRECTOR = 8, 7
# To whose feedback somebody attaches something: one's own, or that of the team's agent.
ATTACHES_TO = {0: 0, 1: 0, 2: 2, 4: 4}


def owned_by(*owners, department=False):
    """Who can have such a thing; `department` when that of the first is the department's to do."""
    def mark(make):
        make.owners, make.department = owners, department
        return make
    return mark


class Things:
    """Each method makes a new thing of one person and returns its id."""

    def __init__(self, test):
        self.server, self.tokens, self.people = test.server, test.tokens, test.people
        self.customer, self.words, self.numbers = test.customer, test.words, itertools.count(1)

    def fresh(self, word):
        return f'{word}-{next(self.numbers)}'

    def done(self, method, path, body, token, kind=JSON):
        reply = self.server.ask(method, V1 + path, body, token, kind)
        assert reply.status < 300, (method, path, reply.body)
        return reply.json()

    def made(self, path, body, index=CHIEF):
        return self.done('POST', path, body, self.tokens[index])['id']

    def ring(self, owner, *events):
        name = self.fresh('call')
        for event in events:
            self.server.cti(event, name, **{'from': NUMBER, 'to': '4001', 'direction': 'in', 'user': f'70{owner:02}'})
        return name

    def wrapup(self, owner):
        self.ring(owner, 'newCall', 'answer', 'hangup')
        return self.server.get('/wrapups?limit=1', self.tokens[owner]).json()['items'][0]

    # -- of calls --

    @owned_by(*AGENTS)
    def calls(self, owner):
        return self.wrapup(owner)['call_id']

    @owned_by(*AGENTS)
    def calls_going_on(self, owner):
        self.ring(owner, 'newCall', 'answer')
        return self.server.get('/calls?limit=1', self.tokens[owner]).json()['items'][0]['id']

    @owned_by(*AGENTS)
    def calls_with_feedback(self, owner):
        call = self.calls(owner)
        self.made('/feedback', {'customer_id': self.customer, 'call_id': call} | self.words(), owner)
        return call

    @owned_by(*NOBODYS)
    def names_of_calls(self, _):
        return self.ring(0, 'newCall')

    @owned_by(*WRAPPERS)
    def wrapups(self, owner):
        return self.wrapup(owner)['id']

    @owned_by(*WRAPPERS)
    def wrapups_submitted(self, owner):
        wrapup = self.wrapups(owner)
        self.done('POST', f'/wrapups/{wrapup}/submit', {'outcome': 'no_issue'}, self.tokens[owner])
        return wrapup

    @owned_by(*AGENTS)
    def recordings_to_come(self, owner):
        return self.wrapup(owner)['call']['recording_id']

    @owned_by(*AGENTS)
    def recordings(self, owner):
        recording = self.recordings_to_come(owner)
        self.done('PUT', f'/recordings/{recording}/audio', tone(2), self.server.key, 'audio/wav')
        return recording

    # -- of feedback --

    @owned_by(*AGENTS)
    def feedback(self, owner):
        return self.made('/feedback', {'customer_id': self.customer} | self.words(), owner)

    @owned_by(*AGENTS, department=True)
    def rectifications(self, owner):
        """What one agent's feedback led to; that of the first is the department's to do."""
        number = next(self.numbers)
        item, department = NOBODY[:-6] + f'{number:06x}', f"'{DEPARTMENT}'" if owner == 0 else 'NULL'
        self.server.sql('INSERT INTO rectifications (id, rev, created_at, updated_at, number, title, state, size, lane, iteration,'
                        f" voices, department_id) VALUES ('{item}', 1, 1, 1, {number}, '改{number}', 'pending', 'small', 'normal',"
                        f' 1, 1, {department})')
        self.server.sql(f"UPDATE feedback SET rectification_id = '{item}' WHERE id = '{self.feedback(owner)}'")
        return item

    def attach(self, path, index):
        return self.done('POST', f'{path}/attachments', GIF, self.tokens[index], 'image/gif')['id']

    @owned_by(*AGENTS, department=True)
    def attachments_of_rectifications(self, owner):
        return self.attach(f'/rectifications/{self.rectifications(owner)}', owner)

    @owned_by(*AGENTS)
    def attachments_of_feedback(self, owner):
        return self.attach(f'/feedback/{self.feedback(owner)}', owner)

    @owned_by(*ATTACHES_TO)
    def attachments_by(self, owner):
        return self.attach(f'/feedback/{self.feedback(ATTACHES_TO[owner])}', owner)

    # -- of people --

    @owned_by(*range(len(PEOPLE)))
    def sessions(self, owner):
        return self.server.post('/session', {'user_id': self.people[owner][2]}, local=True).json()['id']

    @owned_by(*range(len(PEOPLE)))
    def people_with_sessions(self, owner):
        return self.people[owner][2]

    @owned_by(*AGENTS)
    def people_with_calls(self, owner):
        self.calls_with_feedback(owner)
        return self.people[owner][2]

    @owned_by(*NOBODYS)
    def directors(self, _):
        return self.people[DIRECTOR][2]

    # -- everybody's --

    @owned_by(*NOBODYS)
    def customers(self, _):
        return self.made('/customers', {'family_name': '李'}, 0)

    @owned_by(*NOBODYS)
    def api_keys(self, _):
        return self.made('/api-keys', {'label': 'key', 'permissions': 'sign_in'})

    @owned_by(*NOBODYS)
    def users(self, _):
        return self.made('/users', {'name': 'somebody', 'number': self.fresh('u'), 'role': 'agent', 'login': self.fresh('u')})

    @owned_by(*NOBODYS)
    def teams(self, _):
        return self.made('/teams', {'name': self.fresh('team')})

    @owned_by(*NOBODYS)
    def teams_with_people(self, _):
        team = self.teams(_)
        self.made('/users', {'name': 'one of them', 'number': self.fresh('u'), 'role': 'agent', 'team_id': team})
        return team

    @owned_by(*NOBODYS)
    def departments(self, _):
        return self.made('/departments', {'name': self.fresh('department')})

    @owned_by(*NOBODYS)
    def departments_with_people(self, _):
        return DEPARTMENT

    @owned_by(*NOBODYS)
    def templates(self, _):
        self.feedback(0)
        return self.server.get('/templates', self.tokens[0]).json()['items'][0]['id']
