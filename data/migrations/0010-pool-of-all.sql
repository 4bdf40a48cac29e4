-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many wait in the pools of all teams together is kept as well, under the team "*": adding up what five hundred teams have, with
-- each change and for each who sees all of them, would take milliseconds.
INSERT INTO pool_counts (team_id, channel, category, issue_type, amount, proposed)
  SELECT '*', channel, category, issue_type, sum(amount), sum(proposed) FROM pool_counts GROUP BY channel, category, issue_type;
