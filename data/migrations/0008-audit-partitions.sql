-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit log is kept for ever: on PostgreSQL each month of it is a table of its own, which can be moved to slower disks as a whole.
-- Its numbers are unique by audit_head, in whose transaction they are given, and what is not by that `huixiangd audit verify` finds:
-- a partitioned table has no unique key without what parts it.

-- only: pgsql
ALTER TABLE audit RENAME TO audit_before;
ALTER TABLE audit_before RENAME CONSTRAINT audit_pkey TO audit_before_pkey;
DROP INDEX audit_by_record;
DROP INDEX audit_by_actor;
DROP INDEX audit_by_action;
DROP INDEX audit_by_time;

CREATE TABLE audit (
  number bigint NOT NULL,
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
  code text NOT NULL,
  PRIMARY KEY (number, at)
)
PARTITION BY RANGE (at);
CREATE TABLE audit_default PARTITION OF audit DEFAULT;

-- A month for what is there, and for what comes next; the server makes those after.
DO $body$
DECLARE
  month timestamp;
BEGIN
  FOR month IN
    SELECT DISTINCT date_trunc('month', to_timestamp(at / 1000000) AT TIME ZONE 'UTC') FROM audit_before
      WHERE at BETWEEN 0 AND 4102444800000000
    UNION SELECT generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'),
      date_trunc('month', now() AT TIME ZONE 'UTC') + interval '3 months', interval '1 month')
  LOOP
    EXECUTE format('CREATE TABLE audit_%s PARTITION OF audit FOR VALUES FROM (%s) TO (%s)', to_char(month, 'YYYYMM'),
      cast(extract(epoch FROM month) * 1000000 AS bigint),
      cast(extract(epoch FROM month + interval '1 month') * 1000000 AS bigint));
    EXECUTE format('CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit_%s FOR EACH STATEMENT'
      ' EXECUTE FUNCTION audit_refuse ()', to_char(month, 'YYYYMM'));
  END LOOP;
END
$body$;

INSERT INTO audit (number, at, action, actor_id, session_id, origin, thing, record_id, request_id, reason, detail, anchor, key_id,
    previous, code)
  SELECT number, at, action, actor_id, session_id, origin, thing, record_id, request_id, reason, detail, anchor, key_id, previous, code
  FROM audit_before;
DROP TABLE audit_before;

CREATE INDEX audit_by_record ON audit (record_id, number);
CREATE INDEX audit_by_actor ON audit (actor_id, number);
CREATE INDEX audit_by_action ON audit (action, number);
CREATE INDEX audit_by_time ON audit (at);

CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_refuse ();

CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse ();

CREATE TRIGGER audit_is_kept BEFORE TRUNCATE ON audit_default
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse ();
-- only: all
