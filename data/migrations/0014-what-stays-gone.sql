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
