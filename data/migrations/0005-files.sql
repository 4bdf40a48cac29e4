-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files have rows of their own: what is there, what may be removed, what is missing; and attachments, which are such files.

CREATE TABLE files (
  name text NOT NULL PRIMARY KEY,
  size bigint NOT NULL,
  digest text NOT NULL,
  state text NOT NULL CHECK (state IN ('kept', 'doomed', 'missing')),
  created_at bigint NOT NULL
);

INSERT INTO files (name, size, digest, state, created_at)
  SELECT file, size, digest, 'kept', created_at FROM recordings WHERE file IS NOT NULL;

INSERT INTO counters (name, value) SELECT 'file_bytes', coalesce(sum(size), 0) FROM files;

CREATE INDEX files_doomed ON files (name) WHERE state = 'doomed';
CREATE INDEX recordings_by_file ON recordings (file) WHERE file IS NOT NULL;

CREATE TABLE attachments (
  id text NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  feedback_id text REFERENCES feedback (id),
  rectification_id text REFERENCES rectifications (id),
  user_id text NOT NULL REFERENCES users (id),
  media_type text NOT NULL,
  size bigint NOT NULL,
  digest text NOT NULL,
  file text NOT NULL,
  CHECK ((feedback_id IS NULL) <> (rectification_id IS NULL))
);

CREATE INDEX attachments_by_feedback ON attachments (feedback_id, created_at, id) WHERE feedback_id IS NOT NULL;
CREATE INDEX attachments_by_rectification ON attachments (rectification_id, created_at, id) WHERE rectification_id IS NOT NULL;
CREATE INDEX attachments_by_file ON attachments (file);
