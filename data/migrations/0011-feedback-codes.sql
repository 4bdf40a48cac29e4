-- SPDX-License-Identifier: GPL-3.0-or-later
-- A customer's code is given once, so feedback has it as one of its facts: each row of a page would else look for its customer.
ALTER TABLE feedback ADD COLUMN customer_code text;
UPDATE feedback SET customer_code = (SELECT code FROM customers WHERE id = feedback.customer_id) WHERE customer_id IS NOT NULL;
