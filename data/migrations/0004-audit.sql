-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit log: who did what must be accounted for. No row is ever changed or removed, and none holds a personal value
-- in clear (reason is sealed). Each row names the code of the row before and has a code over all of itself under a key that
-- is not in the store, so that what somebody does here in SQL is found by `huixiangd audit verify`.

CREATE TABLE audit (
  number bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  action text NOT NULL,
  actor_id text,
  session_id text,
  origin text NOT NULL,
  thing text NOT NULL,
  record_id text,
  request_id text,
  reason text,
  detail text,
  anchor text,
  key_id text NOT NULL,
  previous text NOT NULL,
  code text NOT NULL
);

CREATE INDEX audit_by_record ON audit (record_id, number);
CREATE INDEX audit_by_actor ON audit (actor_id, number);
CREATE INDEX audit_by_action ON audit (action, number);
CREATE INDEX audit_by_time ON audit (at);

-- The last row, in the same transaction as that row.
CREATE TABLE audit_head (
  id smallint NOT NULL PRIMARY KEY CHECK (id = 1),
  number bigint NOT NULL,
  code text NOT NULL
);

INSERT INTO audit_head (id, number, code) VALUES (1, 0, '');

-- only: sqlite
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE (ABORT, 'The audit log is append-only');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN
  SELECT RAISE (ABORT, 'The audit log is append-only');
END;

CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
WHEN NEW.number < OLD.number OR NEW.id <> OLD.id
BEGIN
  SELECT RAISE (ABORT, 'The audit log is append-only');
END;

CREATE TRIGGER audit_head_is_kept BEFORE DELETE ON audit_head
BEGIN
  SELECT RAISE (ABORT, 'The audit log is append-only');
END;

-- only: pgsql
CREATE FUNCTION audit_refuse () RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only';
END
$body$;

CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_refuse ();

CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse ();

CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
  FOR EACH ROW WHEN (NEW.number < OLD.number OR NEW.id <> OLD.id) EXECUTE FUNCTION audit_refuse ();

CREATE TRIGGER audit_head_is_kept BEFORE DELETE OR TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse ();

-- only: all
