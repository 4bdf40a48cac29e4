-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether a feedback is a duplicate is asked with each: of the customer's only the last days are looked at.

DROP INDEX feedback_by_customer;
CREATE INDEX feedback_by_customer ON feedback (customer_id, created_at);
