# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that upload: each file is sent until it is taken, and heard to be what was sent."""
import hashlib

from load import LATER, V1, Writers
from audio import noise

FEEDBACK = {'outcome': 'feedback', 'channel': 'douyin', 'category': 'lead', 'issue_type': 'no_tag',
            'case_text': '客户 C12345，抖音渠道，无需求标签', 'pain_point': '抖音线索无标签'}


class Senders(Writers):
    """Threads that send recordings, which take each other's place, and as many that attach and take back what they attached before."""

    def __init__(self, server, pairs=2):
        self.agent, self.files, self.attached, self.recordings, self.feedback = server.sign_in(), {}, {}, [], []
        for number in range(pairs):
            wrapup = server.call(f'recorded-{number}')
            reply = server.post('/recordings', {'external_id': f'recorded-{number}'}, server.key)
            self.recordings.append(reply.json()['id'])
            reply = server.post(f'/wrapups/{wrapup["id"]}/submit', FEEDBACK, self.agent)
            self.feedback.append(reply.json()['feedback_id'])
        self.last = {}      # of each thread: where what was taken last is, and its bytes
        super().__init__(server, 2 * pairs)

    def calls(self):
        """The calls that were made for this."""
        return {f'recorded-{number}' for number in range(len(self.recordings))}

    def send(self, connection, name):
        index, data = int(name.partition('-')[0]), self.files.setdefault(name, noise())
        if index % 2 == 0:
            path = f'{V1}/recordings/{self.recordings[index // 2]}/audio'
            return self.server.ask('PUT', path, data, self.key, 'audio/wav', connection=connection)
        return self.server.ask('POST', f'{V1}/feedback/{self.feedback[index // 2]}/attachments', data, self.agent, 'audio/wav',
                               {'Idempotency-Key': f'file-{name}'}, connection=connection)

    def note(self, name, reply):
        if reply.status in (200, 201):
            self.look(name, reply.json())
        return super().note(name, reply)

    def look(self, name, record):
        index, data = int(name.partition('-')[0]), self.files.pop(name)
        if record.get('state', 'ready') != 'ready' or record['digest'] != hashlib.sha256(data).hexdigest():
            self.wrong.append((name, record))
        if index % 2 == 0:
            self.last[index] = (f'/recordings/{record["id"]}/audio', data)
        else:
            before, self.attached[index] = self.attached.get(index), record['id']
            self.last[index] = (f'/attachments/{record["id"]}/content', data)
            if before:
                self.take_back(before)

    def take_back(self, attachment):
        status = 503
        while status in LATER and not self.stopping.is_set():
            status = self.server.ask('DELETE', f'{V1}/attachments/{attachment}', token=self.agent).status
        if status not in (204, 404, *LATER):
            self.wrong.append((attachment, status))

    def check(self):
        """What was acknowledged last is there, to the byte."""
        token = self.server.sign_in()
        for path, data in self.last.values():
            got = self.server.get(path, token)
            assert (got.status, got.body) == (200, data), (path, got.status)
