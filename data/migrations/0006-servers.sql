-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which servers work on this store, and whose clients listen at which of them: an agent whose wrap-up runs out is late when some
-- server hears from the agent, whichever it is. until is NULL while a client listens, and then how long it may stay away unnoticed.

CREATE TABLE servers (
  id text NOT NULL PRIMARY KEY,
  seen_at bigint NOT NULL
);

CREATE TABLE presence (
  user_id text NOT NULL,
  server_id text NOT NULL,
  until bigint,
  PRIMARY KEY (user_id, server_id)
);

CREATE INDEX presence_by_server ON presence (server_id);
