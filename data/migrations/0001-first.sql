-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first form of the store. One text for every engine: ids are UUIDv7 text, times µs since 1970 UTC, booleans smallint,
-- enumerations and documents text. The columns of a thing are those of its schema, which a test compares.
-- On PostgreSQL contacts and events are partitioned by time: an id begins with the time it was made, so months of ids are months
-- of contacts.

CREATE TABLE departments (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  name text NOT NULL,
  head_name text
);

CREATE TABLE templates (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  pack text NOT NULL,
  version bigint NOT NULL,
  document text NOT NULL
);

CREATE TABLE policies (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  version bigint NOT NULL,
  document text NOT NULL
);

CREATE TABLE teams (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  name text NOT NULL,
  template_id text REFERENCES templates (id)
);

CREATE TABLE users (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  name text NOT NULL,
  number text NOT NULL,
  role text NOT NULL,
  team_id text REFERENCES teams (id),
  extension text,
  active smallint NOT NULL
);

CREATE TABLE sessions (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  user_id text NOT NULL REFERENCES users (id),
  token_hash text NOT NULL,
  permissions text NOT NULL,
  expires_at bigint,
  label text
);

CREATE TABLE customers (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  code text NOT NULL,
  family_name text,
  given_name text,
  salutation text,
  state text NOT NULL,
  region text,
  tags text,
  frozen smallint NOT NULL,
  last_contact_at bigint
);

CREATE TABLE identities (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  customer_id text NOT NULL REFERENCES customers (id),
  kind text NOT NULL,
  value text NOT NULL
);

CREATE TABLE calls (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  external_id text NOT NULL,
  customer_id text REFERENCES customers (id),
  state text NOT NULL,
  direction text NOT NULL,
  number text,
  line text,
  queue text,
  channel text,
  agent_id text REFERENCES users (id),
  started_at bigint,
  answered_at bigint,
  ended_at bigint,
  duration_ms bigint,
  cause text,
  recording_id text
);

CREATE TABLE talks (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  call_id text NOT NULL REFERENCES calls (id),
  agent_id text NOT NULL REFERENCES users (id),
  answered_at bigint,
  ended_at bigint
);

CREATE TABLE recordings (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  call_id text REFERENCES calls (id),
  state text NOT NULL,
  media_type text,
  size bigint,
  duration_ms bigint,
  lanes bigint,
  file text,
  digest text,
  peaks text
);

CREATE TABLE clips (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  recording_id text NOT NULL REFERENCES recordings (id),
  kind text NOT NULL,
  from_ms bigint NOT NULL,
  to_ms bigint NOT NULL,
  at_ms bigint,
  user_id text
);

CREATE TABLE contacts (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  customer_id text NOT NULL REFERENCES customers (id),
  channel text NOT NULL,
  activity text NOT NULL,
  direction text NOT NULL,
  at bigint NOT NULL,
  summary text,
  agent_id text REFERENCES users (id),
  origin text,
  attributes text,
  call_id text REFERENCES calls (id)
)
-- only: pgsql
PARTITION BY RANGE (id);
CREATE TABLE contacts_default PARTITION OF contacts DEFAULT
-- only: all
;

CREATE TABLE rectifications (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  number bigint NOT NULL,
  title text NOT NULL,
  state text NOT NULL,
  size text NOT NULL,
  lane text NOT NULL,
  iteration bigint NOT NULL,
  department_id text REFERENCES departments (id),
  owner_name text,
  root_cause text,
  action text,
  due_at bigint,
  done_at bigint,
  criterion_metric text,
  criterion_comparison text,
  criterion_unit text,
  criterion_baseline double precision,
  criterion_target double precision,
  criterion_current double precision,
  voices bigint NOT NULL
);

CREATE TABLE wrapups (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  call_id text NOT NULL REFERENCES calls (id),
  agent_id text NOT NULL REFERENCES users (id),
  team_id text,
  customer_id text REFERENCES customers (id),
  state text NOT NULL,
  mode text NOT NULL,
  opened_at bigint NOT NULL,
  expires_at bigint,
  finished_at bigint,
  template_id text NOT NULL REFERENCES templates (id),
  template_version bigint NOT NULL,
  channel text NOT NULL,
  draft text,
  feedback_id text
);

CREATE TABLE feedback (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  number bigint NOT NULL,
  source text NOT NULL,
  state text NOT NULL,
  proposal text NOT NULL,
  agent_id text NOT NULL REFERENCES users (id),
  team_id text,
  customer_id text REFERENCES customers (id),
  call_id text REFERENCES calls (id),
  wrapup_id text REFERENCES wrapups (id),
  recording_id text REFERENCES recordings (id),
  clip_from_ms bigint,
  clip_to_ms bigint,
  template_id text NOT NULL REFERENCES templates (id),
  template_version bigint NOT NULL,
  channel text NOT NULL,
  category text NOT NULL,
  issue_type text NOT NULL,
  case_text text NOT NULL,
  pain_point text NOT NULL,
  joined_id text REFERENCES feedback (id),
  late smallint NOT NULL,
  facts text,
  rectification_id text REFERENCES rectifications (id),
  voices bigint
);

-- What happens, in commit order; detail says which part of a thing without an id it is about.
CREATE TABLE events (
  number bigint NOT NULL,
  at bigint NOT NULL,
  thing text NOT NULL,
  record_id text,
  action text NOT NULL,
  actor_id text,
  agent_id text,
  team_id text,
  detail text
-- only: sqlite
  , PRIMARY KEY (number)
)
-- only: pgsql
  , PRIMARY KEY (number, at)
)
PARTITION BY RANGE (at);
CREATE TABLE events_default PARTITION OF events DEFAULT
-- only: all
;

CREATE TABLE counters (
  name text NOT NULL PRIMARY KEY,
  value bigint NOT NULL
);

INSERT INTO counters (name, value) VALUES ('event', 0), ('customer', 0), ('feedback', 0), ('rectification', 0);

-- Counts are kept, not counted: counting a million rows takes tens of milliseconds.
CREATE TABLE pool_counts (
  team_id text NOT NULL,
  channel text NOT NULL,
  category text NOT NULL,
  issue_type text NOT NULL,
  amount bigint NOT NULL,
  proposed bigint NOT NULL,
  PRIMARY KEY (team_id, channel, category, issue_type)
);

CREATE TABLE contact_counts (
  customer_id text NOT NULL REFERENCES customers (id),
  channel text NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (customer_id, channel)
);

CREATE TABLE board_counts (
  board_column text NOT NULL PRIMARY KEY,
  amount bigint NOT NULL
);

INSERT INTO board_counts (board_column, amount) VALUES ('pending', 0), ('in_progress', 0), ('done', 0);

CREATE TABLE idempotency_keys (
  caller text NOT NULL,
  key text NOT NULL,
  digest text NOT NULL,
  status bigint NOT NULL,
  headers text,
  body text,
  created_at bigint NOT NULL,
  PRIMARY KEY (caller, key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE UNIQUE INDEX templates_by_pack ON templates (pack, version);
CREATE UNIQUE INDEX policies_by_version ON policies (version);
CREATE UNIQUE INDEX users_by_number ON users (number);
CREATE INDEX users_by_extension ON users (extension);
CREATE INDEX users_by_team ON users (team_id);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE UNIQUE INDEX customers_by_code ON customers (code);
CREATE INDEX customers_by_family_name ON customers (family_name);
CREATE INDEX customers_by_contact ON customers ((coalesce(last_contact_at, 0)) DESC, id DESC);
CREATE UNIQUE INDEX identities_by_value ON identities (value, kind);
CREATE INDEX identities_by_customer ON identities (customer_id);

CREATE UNIQUE INDEX calls_by_external_id ON calls (external_id);
CREATE INDEX calls_by_start ON calls (started_at DESC, id DESC);
CREATE INDEX calls_by_agent ON calls (agent_id, started_at DESC);
CREATE INDEX calls_going_on ON calls (started_at) WHERE state <> 'ended';
CREATE UNIQUE INDEX talks_by_call ON talks (call_id, agent_id);
CREATE INDEX talks_by_agent ON talks (agent_id, created_at);
CREATE UNIQUE INDEX recordings_by_call ON recordings (call_id);
CREATE INDEX clips_by_recording ON clips (recording_id, from_ms);

CREATE INDEX contacts_by_customer ON contacts (customer_id, at DESC, id DESC);
CREATE INDEX contacts_by_channel ON contacts (customer_id, channel, at DESC, id DESC);
-- only: sqlite
CREATE UNIQUE INDEX contacts_by_call ON contacts (call_id);
-- only: pgsql
CREATE INDEX contacts_by_call ON contacts (call_id);
-- only: all

CREATE INDEX wrapups_by_agent ON wrapups (agent_id, created_at DESC, id DESC);
CREATE INDEX wrapups_open ON wrapups (agent_id, created_at DESC, id DESC) WHERE state IN ('waiting', 'late', 'abandoned');
CREATE UNIQUE INDEX wrapups_by_call ON wrapups (call_id, agent_id);
CREATE INDEX wrapups_waiting ON wrapups (expires_at) WHERE state = 'waiting';

CREATE UNIQUE INDEX feedback_by_number ON feedback (number);
CREATE INDEX feedback_by_age ON feedback (created_at DESC, id DESC);
CREATE INDEX feedback_by_agent ON feedback (agent_id, created_at DESC, id DESC);
CREATE INDEX feedback_by_team ON feedback (team_id, created_at DESC, id DESC);
CREATE INDEX feedback_by_call ON feedback (call_id);
CREATE INDEX feedback_by_customer ON feedback (customer_id);
CREATE INDEX feedback_by_joined ON feedback (joined_id);
CREATE INDEX feedback_by_rectification ON feedback (rectification_id);
CREATE INDEX feedback_in_pool ON feedback (created_at, id) WHERE state = 'pool';
CREATE INDEX feedback_in_team_pool ON feedback (team_id, created_at, id) WHERE state = 'pool';
CREATE INDEX feedback_open ON feedback (channel, created_at DESC)
  WHERE joined_id IS NULL AND state IN ('pool', 'rectification');

CREATE UNIQUE INDEX rectifications_by_number ON rectifications (number);
CREATE INDEX rectifications_by_due ON rectifications (due_at);
