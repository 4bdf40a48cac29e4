# SPDX-License-Identifier: GPL-3.0-or-later
"""What people of a call centre do all day, as their clients and their exchange send it."""
import collections
import datetime
import json
import random
import time

# Of a real day, in seconds; the speed divides them.
RINGS, TALKS, THINKS, LEAD_LOOKS = (2, 10), (30, 240), (2, 10), 20

# How a wrap-up ends: feedback, nothing to say, or nobody says anything until the clock does. A fifth of the latter is finished later.
FEEDBACK, NO_ISSUE = 0.4, 0.93
FINISHED_LATER, ASKED_TWICE = 0.2, 0.02
ISSUES = (('lead', 'no_tag'), ('touch', 'sms_missing'), ('system', 'not_synced'))
CHANNELS = ('phone', 'douyin', 'wechat', 'sms')


def seconds_of(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()


class Figures:
    """What one day measured, in seconds, and what the whole week must agree with."""

    def __init__(self):
        self.times, self.calls = collections.defaultdict(list), 0
        self.finished, self.late, self.wrong = {}, set(), []

    def note(self, what, seconds):
        self.times[what].append(seconds)


class Work:
    """Shared by everybody: the clock, the chance, the figures, and the numbers that call."""

    def __init__(self, loop, figures, speed, numbers):
        self.loop, self.figures, self.speed, self.numbers = loop, figures, speed, numbers
        self.chance, self.open, self.unanswered, self.stopping, self.strangers = random.Random(1), 0, 0, False, 0

    def wait(self, span, now):
        return now + self.chance.uniform(*span) / self.speed

    def number(self):
        """Six of ten are customers with a long history; the others were never heard of."""
        if self.chance.random() < 0.6:
            return self.chance.choice(self.numbers)
        self.strangers += 1
        return f'137{self.strangers:08}'


class Call:
    """One call of one agent, told by the exchange at whichever server the proxy chose."""

    def __init__(self, work, agent, line, elsewhere, now):
        self.work, self.agent, self.line, self.elsewhere = work, agent, line, elsewhere
        self.name = f'w-{work.figures.calls}'
        self.told, self.acknowledged, self.heard = 'newCall', {}, {}
        work.figures.calls += 1
        work.open += 1
        agent.calls[self.name] = self
        self.tell('newCall', {'from': work.number(), 'to': '4001', 'direction': 'in', 'user': agent.extension})

    def tell(self, event, more):
        self.told = event
        self.work.unanswered += 1
        body = json.dumps({'event': event, 'callId': self.name, **more}).encode()
        self.line.ask('POST', '/cti', self.on_told, body, f'{self.name}-{event}')

    def on_told(self, status, body, seconds, now):
        work = self.work
        work.unanswered -= 1
        if status != 204:
            work.figures.wrong.append((self.told, status, body))
        work.figures.note('call event', seconds)
        self.acknowledged[self.told] = now
        self.compare(self.told)
        if self.told == 'newCall':
            work.loop.at(work.wait(RINGS, now), self.tell, 'answer', {'answeringNumber': self.agent.extension})
        elif self.told == 'answer':
            work.loop.at(work.wait(TALKS, now), self.tell, 'hangup', {'cause': 'normalClearing'})

    def on_heard(self, told, now):
        self.heard[told] = now
        self.compare(told)

    def compare(self, told):
        """How long after the exchange was told that it is written the agent hears of it."""
        if told in self.heard and told in self.acknowledged:
            where = 'commit → event, other server' if self.elsewhere else 'commit → event, same server'
            self.work.figures.note(where, max(self.heard[told] - self.acknowledged[told], 0))

    def over(self):
        self.work.open -= 1
        del self.agent.calls[self.name]


class Wrapup:
    """The popup after a call: the history is looked at, then it is answered, or not."""

    def __init__(self, agent, call, record, now):
        self.agent, self.call, self.work, self.id, self.over = agent, call, agent.work, record['id'], False
        self.template, self.expires = record['template_id'], seconds_of(record['expires_at'])
        chance = self.work.chance.random()
        self.outcome = 'feedback' if chance < FEEDBACK else 'no_issue' if chance < NO_ISSUE else None
        agent.wrapups[self.id] = self
        agent.line.ask('GET', f'/customers/{record["customer_id"]}/contacts?limit=50', self.on_history)
        if self.outcome:
            self.work.loop.at(self.work.wait(THINKS, now), self.answer)

    def on_history(self, status, body, seconds, _):
        self.work.figures.note('history page', seconds)
        if status != 200:
            self.work.figures.wrong.append(('history', status, body))

    def answer(self):
        if self.outcome == 'feedback':
            category, issue = self.work.chance.choice(ISSUES)
            self.said = {'outcome': 'feedback', 'channel': self.work.chance.choice(CHANNELS), 'category': category, 'issue_type': issue,
                         'case_text': f'客户在通话 {self.call.name} 里说了三遍', 'pain_point': f'痛点{self.work.chance.randrange(40)}'}
            like = {'template_id': self.template, 'channel': self.said['channel'], 'category': category, 'issue_type': issue, 'q': '痛'}
            self.agent.line.ask('POST', '/matches/search', self.on_matches, json.dumps(like).encode())
        else:
            self.said = {'outcome': 'no_issue'}
            self.submit()

    def on_matches(self, status, body, seconds, _):
        self.work.figures.note('matches', seconds)
        if status != 200:
            self.work.figures.wrong.append(('matches', status, body))
        self.submit()

    def submit(self):
        for _ in range(2 if self.work.chance.random() < ASKED_TWICE else 1):
            self.agent.line.ask('POST', f'/wrapups/{self.id}/submit', self.on_submitted, json.dumps(self.said).encode(), f'k-{self.id}')

    def on_submitted(self, status, body, seconds, _):
        figures = self.work.figures
        figures.note('submit', seconds)
        if status != 200:
            figures.wrong.append(('submit', status, body))
            return
        feedback = json.loads(body).get('feedback_id')
        if figures.finished.setdefault(self.id, feedback) != feedback:
            figures.wrong.append(('a repetition was answered otherwise', self.id, body))
        if not self.over:
            self.end()

    def on_late(self, now):
        """The clock was faster: most leave it there, some finish it."""
        self.work.figures.late.add(self.id)
        self.work.figures.note('clock → event', max(time.time() - self.expires, 0))
        if self.outcome is None and self.work.chance.random() < FINISHED_LATER:
            self.outcome = 'no_issue'
            self.work.loop.at(self.work.wait(THINKS, now), self.answer)
        elif self.outcome is None:
            self.end()

    def end(self):
        self.over = True
        del self.agent.wrapups[self.id]
        self.call.over()


class Agent:
    """One client: a stream and a connection of its own."""

    def __init__(self, work, person, listener, line):
        self.work, self.id, self.extension = work, person['id'], person['number']
        self.calls, self.wrapups, self.numbers = {}, {}, []
        self.line, self.listener, self.begun = line, listener(self.on_event), False
        line.ask('GET', '/bootstrap', self.on_bootstrap)

    def on_bootstrap(self, status, body, *_):
        self.begun = True
        if status != 200:
            self.work.figures.wrong.append(('bootstrap', status, body))

    def on_event(self, name, number, data, now):
        self.numbers.append(number)
        if name == b'call.created':
            self.find(json.loads(data)['record']['external_id']).on_heard('newCall', now)
        elif name == b'wrapup.created':
            record = json.loads(data)['record']
            call = self.find(record['call']['external_id'])
            call.on_heard('hangup', now)
            Wrapup(self, call, record, now)
        elif name == b'wrapup.updated':
            record = json.loads(data)['record']
            if record['state'] == 'late' and record['id'] in self.wrapups:
                self.wrapups[record['id']].on_late(now)

    def find(self, name):
        assert name in self.calls, f'{self.extension} is told of {name}, which is not theirs'
        return self.calls[name]


class Lead:
    """Looks at the team's pool again and again."""

    def __init__(self, work, line, now):
        self.work, self.line = work, line
        self.look(now)

    def look(self, now):
        if self.work.stopping:
            return
        self.line.ask('GET', '/pool', self.on_counts)
        self.line.ask('GET', '/feedback?state=pool&limit=50', self.on_page)
        self.work.loop.at(now + LEAD_LOOKS / self.work.speed, self.look, now + LEAD_LOOKS / self.work.speed)

    def on_counts(self, status, body, seconds, _):
        self.note('pool counts', status, body, seconds)

    def on_page(self, status, body, seconds, _):
        self.note('pool page', status, body, seconds)

    def note(self, what, status, body, seconds):
        self.work.figures.note(what, seconds)
        if status != 200:
            self.work.figures.wrong.append((what, status, body))
