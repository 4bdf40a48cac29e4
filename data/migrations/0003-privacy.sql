-- SPDX-License-Identifier: GPL-3.0-or-later
-- Personal fields are sealed with keys that are kept outside the store (docs/security.md). Columns keep their names; what stands in them
-- is `v1.key.base64`. Rows that were written before are sealed by the server in the background.

-- Which keys the store was written with, a value that tells whether a key given is that key, how far the rows are sealed with it
-- (the table and the last id that is done), and when all were.
CREATE TABLE store_keys (
  key_id text NOT NULL PRIMARY KEY,
  check_value text NOT NULL,
  created_at bigint NOT NULL,
  resealed_to text,
  resealed_at bigint
);

-- Sealed values are found by a keyed hash of them.
ALTER TABLE identities ADD COLUMN value_index text;
ALTER TABLE identities ADD COLUMN tail_index text;
ALTER TABLE customers ADD COLUMN family_index text;
ALTER TABLE customers ADD COLUMN name_index text;

DROP INDEX identities_by_value;
CREATE UNIQUE INDEX identities_by_value ON identities (value_index, kind);
CREATE INDEX identities_by_tail ON identities (tail_index) WHERE tail_index IS NOT NULL;
CREATE INDEX identities_in_clear ON identities (value) WHERE value_index IS NULL;

DROP INDEX customers_by_family_name;
CREATE INDEX customers_by_family ON customers (family_index);
CREATE INDEX customers_by_name ON customers (name_index);

-- Who is to be erased, and when all of them was: a history is long, so it is done in small steps that a crash does not lose.
CREATE TABLE erasures (
  customer_id text NOT NULL PRIMARY KEY REFERENCES customers (id),
  requested_at bigint NOT NULL,
  finished_at bigint
);

CREATE INDEX erasures_open ON erasures (requested_at) WHERE finished_at IS NULL;

-- How far the rows of a kind were looked at for being old enough to be erased: an id.
CREATE TABLE retention (
  kind text NOT NULL PRIMARY KEY,
  place text NOT NULL
);

CREATE INDEX recordings_kept ON recordings (created_at) WHERE file IS NOT NULL;
