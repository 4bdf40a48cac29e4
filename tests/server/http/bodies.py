# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole and valid body for each operation that takes texts, and how what was stored comes back."""
import dataclasses
import itertools
import typing

# Stands where a body is free to name its members; a name is a text as well.
FREE = 'free_name'
FUTURE, PAST = '2031-01-01T00:00:00Z', '2026-01-05T08:00:00Z'


@dataclasses.dataclass
class Ask:
    """One request. What is stored has the form of the body: `back` gives it of the answer, or it stands in the list `listed`."""
    token: str
    body: dict
    back: typing.Callable = None
    id: str = ''
    rev: int = 1
    local: bool = False
    alone: bool = False     # what comes back is that of the last request
    listed: str = None
    reader: str = None      # who sees that list, when it is another
    prepare: typing.Callable = None     # makes what has to be there before


class Bodies:
    """Each method is an operation by its name, and makes what can be accepted once."""

    def __init__(self, server):
        self.server, self.numbers = server, itertools.count(1)
        self.agent, self.compliance = server.sign_in('agent'), server.sign_in('compliance')
        self.chief, self.key = server.add_person('administrator'), server.key
        self.person = server.people()['agent']
        self.director = self.users_new('director')
        self.customer = self.customers_new()['id']
        self.wrapup = self.call('of all')
        self.template = server.get('/templates', self.agent).json()['items'][0]
        self.category = self.template['document']['categories'][0]
        self.feedback = self.made('/feedback', self.words() | {'customer_id': self.customer}, self.agent)['id']
        self.touches = {}

    def fresh(self, word=''):
        return f'{word}{next(self.numbers)}'

    def made(self, path, body, token):
        reply = self.server.post(path, body, token)
        assert reply.status == 201, (path, body, reply.body)
        return reply.json()

    def call(self, name):
        """The wrap-up of a new call."""
        for event in 'answer', 'hangup':
            self.server.cti(event, name, **{'from': '13800000001', 'direction': 'in', 'user': self.person['number']})
        wrapup = self.item('/wrapups?limit=1', self.agent)['items'][0]
        assert wrapup['call']['external_id'] == name, wrapup
        return wrapup

    def item(self, path, token):
        reply = self.server.get(path, token)
        assert reply.status == 200, (path, reply.body)
        return reply.json()

    def listing(self, path, token):
        """{id: item} of a whole list."""
        found, cursor = {}, ''
        while cursor is not None:
            page = self.item(f'{path}{"&" if "?" in path else "?"}limit=200{cursor}', token)
            found |= {i['id']: i for i in page['items']}
            cursor = page['next'] and f'&cursor={page["next"]}'
        return found

    # -- people --

    def session_create(self):
        return Ask(None, {'user_id': self.person['id'], 'client': 'desk', 'locale': 'zh_CN'}, local=True,
                   back=lambda made: self.listing('/sessions', made['token'])[made['id']])

    def api_keys_create(self):
        return Ask(self.chief, {'label': self.fresh('key'), 'permissions': 'sign_in', 'expires_at': FUTURE}, listed='/api-keys')

    def user(self):
        return {'name': self.fresh('name'), 'number': self.fresh('n'), 'role': 'agent', 'team_id': self.person['team_id'],
                'department_id': '', 'extension': self.fresh('e'), 'login': self.fresh('login'), 'active': True}

    def users_new(self, role):
        return self.made('/users', {'name': role, 'number': self.fresh('n'), 'role': role}, self.chief)['id']

    def users_create(self):
        return Ask(self.chief, self.user(), back=lambda made: self.item(f'/users/{made["id"]}', self.chief))

    def users_update(self):
        person = self.made('/users', self.user(), self.chief)
        return dataclasses.replace(self.users_create(), id=person['id'], rev=person['rev'])

    def teams_create(self):
        return Ask(self.chief, {'name': self.fresh('team'), 'template_id': self.template['id']}, listed='/teams')

    def departments_create(self):
        return Ask(self.chief, {'name': self.fresh('department'), 'head_id': self.person['id'], 'director_id': self.director},
                   listed='/departments')

    def teams_update(self):
        return self.update('/teams', self.teams_create())

    def departments_update(self):
        return self.update('/departments', self.departments_create())

    def update(self, path, ask):
        record = self.made(path, {'name': self.fresh('old')}, self.chief)
        return dataclasses.replace(ask, id=record['id'], rev=record['rev'])

    # -- calls and contacts --

    def cti_receive(self):
        def back(_):
            call = self.item('/calls?limit=1', self.compliance)['items'][0]
            return {'callId': call['external_id'], 'to': call.get('line'), **call}
        return Ask(self.key, {'event': 'hangup', 'callId': self.fresh('call'), 'direction': 'in', 'from': '13800000009', 'to': '4001',
                              'cause': 'normalClearing', 'answeringNumber': self.person['number'], 'user': self.person['number'],
                              'queue': 'sales', 'channel': 'phone'}, back, alone=True)

    def calls_bookmark(self):
        name = self.fresh('going on')
        for event in 'newCall', 'answer':
            self.server.cti(event, name, user=self.person['number'])
        call = self.item('/calls?limit=1', self.agent)['items'][0]
        return Ask(self.agent, {'at': call['answered_at']}, lambda made: {}, id=call['id'], alone=True)

    def recordings_create(self):
        def back(made):
            return {'external_id': self.item(f'/calls/{made["call_id"]}', self.compliance)['external_id']}

        def ring(text):
            self.server.cti('newCall', text)
        name = self.fresh('recorded')
        ring(name)
        return Ask(self.key, {'external_id': name, 'state': 'pending'}, back, prepare=ring)

    def contacts_create(self):
        return Ask(self.key, {'customer_id': self.customer, 'channel': 'sms', 'activity': 'message', 'direction': 'out', 'at': PAST,
                              'summary': 'said', 'agent_id': self.person['id'], 'origin': 'campaign', 'attributes': {FREE: 'fact'}},
                   listed=f'/customers/{self.customer}/contacts', reader=self.agent)

    def contacts_search(self):
        """Finds what has these words, and nothing else: neither % nor _ means anything."""
        customer = self.customers_new()['id'] if not self.touches else next(iter(self.touches.values()))['customer_id']

        def touch(text):
            if text not in self.touches:
                self.touches[text] = self.made('/contacts', {
                    'customer_id': customer, 'channel': 'sms', 'activity': 'message', 'direction': 'out', 'at': PAST,
                    'summary': f'before {text} behind'}, self.key)

        def back(answer):
            words = ask.body['q']
            right = {t['id'] for text, t in self.touches.items() if words.lower() in f'before {text} behind'.lower()}
            return {'q': words if {i['id'] for i in answer['items']} == right else 'others'}
        touch('words')
        ask = Ask(self.agent, {'limit': 200, 'channel': 'sms', 'before': FUTURE, 'q': 'words'}, back, id=customer, prepare=touch, alone=True)
        return ask

    # -- customers --

    def body_of_customer(self):
        return {'family_name': '张', 'given_name': '三', 'salutation': 'ms', 'region': '上海', 'tags': ['老客户'],
                'identities': [{'kind': 'wechat', 'value': self.fresh('wx')}]}

    def customers_new(self):
        return self.made('/customers', self.body_of_customer() | {'identities': []}, self.agent)

    def revealed(self, made):
        return self.server.post(f'/customers/{made["id"]}/reveal', {'reason': '核对来电号码'}, self.compliance).json()

    def customers_create(self):
        return Ask(self.agent, self.body_of_customer(), self.revealed)

    def customers_update(self):
        customer = self.customers_new()
        return dataclasses.replace(self.customers_create(), id=customer['id'], rev=customer['rev'])

    def customers_search(self):
        """Finds the one who has this identity."""
        own, customers = self.fresh('wx'), {}

        def known(text):
            both = [{'kind': 'wechat', 'value': value} for value in dict.fromkeys((own, text))]
            customers[text] = self.made('/customers', {'family_name': '李', 'identities': both}, self.agent)['id']

        def back(answer):
            found = [i['id'] for i in answer['items']]
            return ask.body if found and found == list(customers.values())[-1:] else {'identity': 'another', 'q': 'another'}
        ask = Ask(self.agent, {'limit': 20, 'identity': own, 'q': own}, back, prepare=known)
        return ask

    def reason(self, action):
        return lambda _: self.item(f'/audit?limit=1&action={action}', self.compliance)['items'][0]

    def customers_reveal(self):
        return Ask(self.compliance, {'reason': '核对来电号码'}, self.reason('revealed'), id=self.customer, alone=True)

    def customers_erase(self):
        return Ask(self.compliance, {'reason': '客户要求删除'}, self.reason('erased'), id=self.customers_new()['id'],
                   alone=True)

    # -- feedback --

    def words(self):
        return {'channel': 'phone', 'category': self.category['id'], 'issue_type': self.category['types'][0]['id'],
                'case_text': '客户说打错了', 'pain_point': '打错电话'}

    def told(self, made):
        return self.item(f'/feedback/{made.get("feedback_id") or made["id"]}', self.agent)

    def wrapups_draft(self):
        wrapup = self.call(self.fresh('draft'))['id']
        return Ask(self.agent, {'draft': {'case_text': '打错', FREE: '了'}}, lambda _: self.item(f'/wrapups/{wrapup}', self.agent), id=wrapup,
                   alone=True)

    def wrapups_submit(self):
        return Ask(self.agent, {'outcome': 'feedback', 'joined_id': self.feedback} | self.words(), self.told,
                   id=self.call(self.fresh('submit'))['id'], alone=True)

    def feedback_create(self):
        return Ask(self.agent, {'customer_id': self.wrapup['customer_id'], 'call_id': self.wrapup['call_id'],
                                'joined_id': self.feedback} | self.words(), self.told)

    def matches_search(self):
        """What was said before is the first to be found, where the rules took it as a pain point."""
        there = {}

        def say(text):
            there[text] = self.server.post('/feedback', self.words() | {'customer_id': self.customer, 'pain_point': text}, self.agent).status

        def back(answer):
            found = [match['pain_point'] for match in answer['items']]
            return {'q': ask.body['q'] if there[ask.body['q']] == 422 or ask.body['q'] in found else found}
        ask = Ask(self.agent, {'limit': 10, 'template_id': self.template['id'], 'channel': 'phone', 'category': self.category['id'],
                               'issue_type': self.category['types'][0]['id'], 'q': '打错'}, back, prepare=say, alone=True)
        return ask

    # -- rules --

    def templates_create(self):
        kind = {'id': 'wrong', 'key': 'q', 'label': {'en': 'Wrong', FREE: '错'}, 'case': {'en': 'Who?'}, 'pain': {'en': 'What?'}}
        document = {'name': {'en': 'Ours'}, 'vague': {'words': ['bad']},
                    'categories': [{'id': 'lead', 'key': '1', 'label': {'en': 'Lead'}, 'types': [kind]}]}
        return Ask(self.chief, {'pack': self.fresh('pack'), 'version': 1, 'document': document}, listed='/templates')

    def policies_create(self):
        policy = self.item('/bootstrap', self.chief)['policy']
        return Ask(self.chief, {'version': policy['version'] + 1, 'document': {
            'country_code': '86', 'wrapup': {'mode': 'time_boxed', 'queues': {FREE: 'optional'}}}},
                   lambda _: self.item('/bootstrap', self.chief)['policy'], alone=True)

    def log_update(self):
        return Ask(self.chief, {'level': 'message', 'rooms': 'http=message'}, lambda _: self.item('/log', self.chief), alone=True)

    def send(self, method, path, ask):
        return self.server.ask(method, path.replace('{id}', ask.id), ask.body, ask.token, local=ask.local,
                               headers={'If-Match': f'"{ask.rev}"'})
