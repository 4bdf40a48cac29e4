#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures, sounds and documents of feedback and rectifications: what may come in, and who gets them."""
import struct
import subprocess
import time
import unittest
import zlib

from audio import tone
from huixiangd import NOBODY, PROGRAM, TIMEOUT, V1, Server


def chunk(name, data=b''):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(width=2, height=2):
    rows = b''.join(b'\0' + b'\x80' * 3 * width for _ in range(min(height, 4)))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND'))


JPEG = (b'\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0' + b'\xff\xc0\x00\x0b\x08\0\2\0\2\1\1\x11\0'
        + b'\xff\xda\x00\x08\1\1\0\0\x3f\0' + b'scan\xff\xd9')
GIF = b'GIF89a\2\0\2\0\0\0\0\x3b'
WEBP = b'RIFF' + struct.pack('<I', 20) + b'WEBPVP8L' + struct.pack('<I', 8) + b'\x2f\1\x40\0\0\0\0\0'
PDF = b'%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'
GOOD = {'image/png': png(), 'image/jpeg': JPEG, 'image/gif': GIF, 'image/webp': WEBP, 'application/pdf': PDF,
        'audio/wav': tone(1)}

FEEDBACK = {'outcome': 'feedback', 'channel': 'douyin', 'category': 'lead', 'issue_type': 'no_tag',
            'case_text': '客户 C12345，抖音渠道，无需求标签', 'pain_point': '抖音线索无标签'}


class Attachments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(config='[limits]\nattachment-bytes=60000\n').__enter__()
        cls.agent = cls.server.sign_in('agent')
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        cls.server.close()

    def feedback(self):
        """A feedback of the agent's; returns its id."""
        type(self).count += 1
        wrapup = self.server.call(f'call-{self.count}')
        reply = self.server.post(f'/wrapups/{wrapup["id"]}/submit', FEEDBACK, self.agent)
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()['feedback_id']

    def attach(self, feedback, data, token=None, kind='application/octet-stream', **more):
        return self.server.ask('POST', f'{V1}/feedback/{feedback}/attachments', data, token or self.agent, kind, **more)

    def test_there_and_back(self):
        feedback = self.feedback()
        made = {}
        for media_type, data in GOOD.items():
            reply = self.attach(feedback, data, kind='text/html')       # what the sender says counts for nothing
            self.assertEqual(reply.status, 201, (media_type, reply.body))
            facts = reply.json()
            self.assertEqual((facts['media_type'], facts['size'], facts['feedback_id']), (media_type, len(data), feedback))
            self.assertNotIn('file', facts)
            made[facts['id']] = (media_type, data)
        listed = self.server.get(f'/feedback/{feedback}/attachments', self.agent).json()['items']
        self.assertEqual([a['id'] for a in listed], list(made))
        for attachment, (media_type, data) in made.items():
            got = self.server.get(f'/attachments/{attachment}/content', self.agent)
            self.assertEqual((got.status, got.body, got.headers['content-type']), (200, data, media_type))
            self.assertEqual(got.headers['content-disposition'], 'attachment')
            self.assertIn('sandbox', got.headers['content-security-policy'])
            self.assertEqual(got.headers['x-content-type-options'], 'nosniff')
            part = self.server.get(f'/attachments/{attachment}/content', self.agent, headers={'Range': 'bytes=2-5'})
            self.assertEqual((part.status, part.body), (206, data[2:6]))

    def test_opening_is_accounted_for(self):
        """One line for whoever opened it, in however many ranges; none for a look at the list or for a refusal."""
        feedback, server = self.feedback(), self.server
        made = self.attach(feedback, PDF).json()['id']
        lead, compliance = server.sign_in('lead'), server.sign_in('compliance')

        def lines():
            found = server.get(f'/audit?action=attachment_opened&record_id={made}', compliance).json()['items']
            return [(line['thing'], line['actor_id'], line['request_id']) for line in reversed(found)]
        server.get(f'/feedback/{feedback}/attachments', self.agent)
        self.assertEqual(server.get(f'/attachments/{made}/content', server.key).status, 404)
        self.assertEqual(lines(), [])
        first = server.get(f'/attachments/{made}/content', self.agent, headers={'Range': 'bytes=4-7'})
        self.assertEqual((first.status, first.body), (206, PDF[4:8]))
        self.assertEqual(server.get(f'/attachments/{made}/content', self.agent).body, PDF)
        by_agent = ('attachment', server.people()['agent']['id'], first.headers['x-request-id'])
        self.assertEqual(lines(), [by_agent])
        second = server.get(f'/attachments/{made}/content', lead)
        self.assertEqual(second.status, 200)
        self.assertEqual(lines(), [by_agent, ('attachment', server.people()['lead']['id'], second.headers['x-request-id'])])

    def test_not_what_it_looks_like(self):
        feedback = self.feedback()
        page = b'<html><script>alert(1)</script></html>'
        for data in (page, png() + page, png()[:-1], png(0, 2), png(40000, 2), png()[:20] + page, JPEG[:-2], JPEG[:2] + page + JPEG[-2:],
                     b'GIF89a' + page, GIF[:-1], WEBP + page, b'%PDF-1.4\n' + page, b'MZ\x90\0' + bytes(60),
                     b'RIFF\x10\0\0\0WAVE' + bytes(40), bytes(100), b'%!PS-Adobe-3.0' + page, b'PK\3\4' + bytes(60)):
            reply = self.attach(feedback, data)
            self.assertEqual((reply.status, reply.code), (415, 'unsupported_media'), data[:20])
        self.assertEqual(self.server.get(f'/feedback/{feedback}/attachments', self.agent).json()['items'], [])
        reply = self.attach(feedback, b'')
        self.assertEqual((reply.status, reply.code), (400, 'malformed'))
        reply = self.attach(feedback, b'\x89PNG' + bytes(60000))
        self.assertEqual((reply.status, reply.code), (413, 'too_large'))
        reply = self.attach(feedback, iter([b'\x89PNG' + bytes(60000)]))
        self.assertEqual(reply.status, 413)

    def test_whose(self):
        """Who may not see the feedback finds no attachment of it, and cannot make one."""
        feedback = self.feedback()
        made = self.attach(feedback, GIF).json()['id']
        compliance = self.server.sign_in('compliance')
        self.assertEqual(self.server.get(f'/attachments/{made}/content', compliance).status, 200)
        reply = self.server.ask('DELETE', f'{V1}/attachments/{made}', token=compliance)
        self.assertEqual((reply.status, reply.code), (404, 'not_found'))
        key = self.server.key
        for method, path in (('GET', f'/attachments/{made}/content'), ('DELETE', f'/attachments/{made}'),
                             ('GET', f'/feedback/{feedback}/attachments')):
            reply = self.server.ask(method, V1 + path, token=key)
            self.assertIn(reply.status, (403, 404), path)
        self.assertIn(self.attach(feedback, GIF, key).status, (403, 404))
        unknown = self.server.get(f'/attachments/{NOBODY}/content', self.agent)
        self.assertEqual((unknown.status, unknown.code), (404, 'not_found'))
        self.assertEqual(self.attach(NOBODY, GIF).status, 404)
        self.assertEqual(self.server.get(f'/attachments/{made}/content').status, 401)

    def test_taken_back(self):
        feedback = self.feedback()
        made = self.attach(feedback, GIF).json()['id']
        self.assertEqual(self.server.ask('DELETE', f'{V1}/attachments/{made}', token=self.agent).status, 204)
        self.assertEqual(self.server.get(f'/attachments/{made}/content', self.agent).status, 404)
        self.assertEqual(self.server.ask('DELETE', f'{V1}/attachments/{made}', token=self.agent).status, 404)
        # What was refused is taken away again, just after its answer.
        end = time.monotonic() + TIMEOUT
        check = [PROGRAM, 'files', 'check', '--digests', '--store', f'sqlite:{self.server.store}']
        while subprocess.run(check, capture_output=True, timeout=TIMEOUT).returncode != 0:
            self.assertLess(time.monotonic(), end)

    def test_sent_twice(self):
        """The same key and file is the same attachment; with another file it is a mistake."""
        feedback = self.feedback()
        key = {'Idempotency-Key': 'once-and-again'}
        first, again = self.attach(feedback, GIF, headers=key), self.attach(feedback, GIF, headers=key)
        self.assertEqual((first.status, again.status, first.body), (201, 201, again.body))
        other = self.attach(feedback, png(), headers=key)
        self.assertEqual((other.status, other.code), (422, 'key_reused'))
        self.assertEqual(len(self.server.get(f'/feedback/{feedback}/attachments', self.agent).json()['items']), 1)

    def test_enough(self):
        feedback = self.feedback()
        for number in range(20):
            self.assertEqual(self.attach(feedback, GIF).status, 201, number)
        reply = self.attach(feedback, GIF)
        self.assertEqual((reply.status, reply.code), (409, 'conflict'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
