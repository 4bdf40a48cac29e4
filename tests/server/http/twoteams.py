# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with two teams and everybody else once, and what docs/permissions.md says of them."""
import base64
import json
import os
import pathlib
import re
import subprocess
import unittest

from huixiangd import NOBODY, PROGRAM, V1, Server

DOCS = pathlib.Path(os.environ['HX_SOURCE_DIR']) / 'docs'
ROW = re.compile(r'^\| `([\w.]+)` \| (.*) \|$')
# Two teams with an agent and a lead each; everybody else once.
PEOPLE = [('agent', 1), ('lead', 1), ('agent', 2), ('lead', 2), ('agent', 1), ('compliance', None), ('department', None),
          ('director', None), ('administrator', None)]
DEPARTMENT = NOBODY[:-1] + '3'
NUMBER, NAME, WORDS = '19900007654', '欧阳慕雪', '客户说回访电话打到了公司前台'
GIF = base64.b64decode('R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==')
REASON = {'reason': '核对来电号码归属'}


def table():
    """{operation: {role: cell}}"""
    lines = (DOCS / 'permissions.md').read_text(encoding='utf-8').splitlines()
    roles = [c.strip() for c in next(line for line in lines if line.startswith('| operation')).split('|')[3:-1]]
    found = {}
    for line in lines:
        if row := ROW.match(line):
            cells = [c.strip() for c in row[2].split('|')]
            found[row[1]] = dict(zip(roles, cells[1:], strict=True))
    return found


def operations():
    """{name: (method, path)} of the description that the program prints."""
    api = json.loads(subprocess.run([PROGRAM, 'openapi'], check=True, capture_output=True).stdout)
    return {o['operationId']: (method.upper(), path) for path, item in api['paths'].items()
            for method, o in item.items() if isinstance(o, dict) and 'operationId' in o}


def add_people(server):
    """Written into the stopped server's store; returns [(role, team, id)]."""
    people = []
    first = server.sql("SELECT team_id FROM users WHERE role = 'agent' AND team_id IS NOT NULL")[0][0]
    second = NOBODY[:-1] + '2'
    server.sql(f"INSERT INTO teams (id, rev, created_at, updated_at, name) VALUES ('{second}', 1, 1, 1, '二组')")
    server.sql(f"INSERT INTO departments (id, rev, created_at, updated_at, name) VALUES ('{DEPARTMENT}', 1, 1, 1, '技术')")
    for index, (role, team) in enumerate(PEOPLE):
        user = NOBODY[:-2] + f'{index + 10:02x}'
        team_id = {1: f"'{first}'", 2: f"'{second}'", None: 'NULL'}[team]
        department = f"'{DEPARTMENT}'" if role == 'department' else 'NULL'
        server.sql('INSERT INTO users (id, rev, created_at, updated_at, name, number, role, team_id, extension, active, login,'
                   f" department_id) VALUES ('{user}', 1, 1, 1, '{role}{index}', '70{index:02}', '{role}', {team_id},"
                   f" '70{index:02}', 1, 'p{index}', {department})")
        if role == 'director':
            server.sql(f"UPDATE departments SET director_id = '{user}' WHERE id = '{DEPARTMENT}'")
        people.append((role, team, user))
    return people


class TwoTeams(unittest.TestCase):
    """People only; each has a token."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.stop()
        cls.people = add_people(cls.server)
        cls.server.start()
        cls.tokens = [cls.sign_in(user) for _, _, user in cls.people]
        # Whoever owns the computer may also play its telephone; here everybody came over the network.
        cls.server.sql("UPDATE sessions SET method = 'password'")
        cls.table, cls.operations = table(), operations()
        cls.customer = cls.make_customer()

    @classmethod
    def sign_in(cls, user):
        return cls.server.post('/session', {'user_id': user}, local=True).json()['token']

    @classmethod
    def make_customer(cls):
        made = cls.server.post('/customers', {
            'family_name': NAME[:2], 'given_name': NAME[2:], 'tags': ['慕雪女士'],
            'identities': [{'kind': 'phone', 'value': NUMBER}]}, cls.tokens[0], headers={'Idempotency-Key': 'made'})
        assert made.status == 201, made.body
        return made.json()['id']

    def sees(self, index, owner, cell):
        """Whether the person sees what is the owner's, by the word of the table; the first owner's is the department's."""
        own, team = index == owner, self.people[index][1] is not None and self.people[index][1] == self.people[owner][1]
        return {'all': True, 'team': own or team, 'own': own, 'department': owner == 0, 'none': False, '-': False}[cell]

    @classmethod
    def words(cls, template_id=None):
        """A feedback that the template takes."""
        templates = cls.server.get('/templates', cls.tokens[0]).json()['items']
        category = next(t for t in templates if template_id in (None, t['id']))['document']['categories'][0]
        return {'channel': 'phone', 'category': category['id'], 'issue_type': category['types'][0]['id'],
                'case_text': WORDS, 'pain_point': '打错电话'}
