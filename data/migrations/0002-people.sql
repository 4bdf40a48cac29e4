-- SPDX-License-Identifier: GPL-3.0-or-later
-- People who sign in: departments with a head and a director, login names, passwords, sessions, keys of integrations.

ALTER TABLE departments DROP COLUMN head_name;
-- Who heads a department belongs to it: either may come first.
ALTER TABLE departments ADD COLUMN head_id text REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE departments ADD COLUMN director_id text REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE users ADD COLUMN login text;
ALTER TABLE users ADD COLUMN department_id text REFERENCES departments (id);
CREATE UNIQUE INDEX users_by_login ON users (login);
CREATE INDEX users_by_department ON users (department_id);

-- Keys lay among the sessions before; those go on working.
CREATE TABLE api_keys (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  user_id text NOT NULL REFERENCES users (id),
  label text NOT NULL,
  permissions text NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  token_hash text NOT NULL
);
INSERT INTO api_keys (id, rev, created_at, updated_at, user_id, label, permissions, expires_at, token_hash)
  SELECT id, rev, created_at, updated_at, user_id, label, permissions, expires_at, token_hash
  FROM sessions WHERE label IS NOT NULL;
CREATE UNIQUE INDEX api_keys_by_token ON api_keys (token_hash);
CREATE INDEX api_keys_by_label ON api_keys (label, id);

-- Whoever was signed in signs in again.
DROP TABLE sessions;
CREATE TABLE sessions (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  user_id text NOT NULL REFERENCES users (id),
  method text NOT NULL,
  token_hash text NOT NULL,
  expires_at bigint NOT NULL,
  refresh_hash text,
  ends_at bigint NOT NULL,
  client text,
  address text
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE UNIQUE INDEX sessions_by_refresh ON sessions (refresh_hash);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at DESC, id DESC);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- A refresh token that comes a second time was stolen, whoever sends it.
CREATE TABLE spent_refresh_tokens (
  hash text NOT NULL PRIMARY KEY,
  session_id text NOT NULL,
  ends_at bigint NOT NULL
);
CREATE INDEX spent_refresh_tokens_by_end ON spent_refresh_tokens (ends_at);

CREATE TABLE credentials (
  user_id text NOT NULL PRIMARY KEY REFERENCES users (id),
  hash text NOT NULL,
  changed_at bigint NOT NULL,
  must_change smallint NOT NULL,
  expires_at bigint
);

-- Failed sign-ins, of a login or an address, each by its hash: what was typed may be a password in the wrong field.
CREATE TABLE sign_in_failures (
  subject text NOT NULL PRIMARY KEY,
  failures bigint NOT NULL,
  last_at bigint NOT NULL,
  locked_until bigint NOT NULL
);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (last_at);
