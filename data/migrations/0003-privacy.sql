-- SPDX-License-Identifier: GPL-3.0-or-later
-- Personal fields are sealed with keys that are kept outside the store. Here only is which keys it was written with, and a value that
-- tells whether a key given is that key.

CREATE TABLE store_keys (
  key_id text NOT NULL PRIMARY KEY,
  check_value text NOT NULL,
  created_at bigint NOT NULL,
  resealed_at bigint
);
