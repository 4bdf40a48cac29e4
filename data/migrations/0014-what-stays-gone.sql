-- SPDX-License-Identifier: GPL-3.0-or-later
-- What arrived for a customer after the erasure had begun was taken by versions before this one: each erasure is gone over once more.
UPDATE erasures SET finished_at = NULL;

-- Customers who were frozen when the retention passed by something of theirs that was old enough: it is erased once they are not any more.
CREATE TABLE retention_left (
  kind text NOT NULL,
  customer_id text NOT NULL REFERENCES customers (id),
  PRIMARY KEY (kind, customer_id)
);

-- Who they were before nobody noted, so the retention begins anew, once.
DELETE FROM retention;

CREATE INDEX attachments_by_age ON attachments (created_at);

-- They are few: who is none of them is known without looking at all customers.
CREATE INDEX customers_frozen ON customers (id) WHERE frozen = 1;

-- A policy from before these periods lacks them, and what it lacks has the value of a new store: so far it was kept for ever, and is until
-- somebody says otherwise.
-- only: sqlite
UPDATE policies SET document = json_patch ('{"keep":{"call_numbers_days":0,"drafts_days":0,"feedback_text_days":0,'
                                           || '"attachments_days":0,"customers_days":0}}', document)
WHERE version = (SELECT max (version) FROM policies);
-- only: pgsql
UPDATE policies SET document = jsonb_set (document::jsonb, '{keep}',
  '{"call_numbers_days":0,"drafts_days":0,"feedback_text_days":0,"attachments_days":0,"customers_days":0}'::jsonb
  || coalesce (document::jsonb -> 'keep', '{}'))::text
WHERE version = (SELECT max (version) FROM policies);
-- only: all
