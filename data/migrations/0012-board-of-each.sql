-- SPDX-License-Identifier: GPL-3.0-or-later
-- The three counts of the board are kept for each team whose feedback led to a rectification, and under the team "*" for all of them
-- together, by the department that is to do it ("" for none): so a department's and a team's are known without adding up a rectification
-- twice that is both. What one agent's feedback led to is little, and read from its index.
DROP TABLE board_counts;
CREATE TABLE board_counts (
  team_id text NOT NULL,
  department_id text NOT NULL,
  board_column text NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (team_id, department_id, board_column)
);
INSERT INTO board_counts (team_id, department_id, board_column, amount)
  SELECT s.team_id, coalesce(r.department_id, ''),
    CASE r.state WHEN 'pending' THEN 'pending' WHEN 'done' THEN 'done' ELSE 'in_progress' END, count(*)
  FROM (SELECT '*' AS team_id, id FROM rectifications
        UNION ALL
        SELECT DISTINCT team_id, rectification_id FROM feedback
        WHERE rectification_id IS NOT NULL AND team_id IS NOT NULL AND state <> 'withdrawn') s
  JOIN rectifications r ON r.id = s.id
  WHERE r.state <> 'cancelled'
  GROUP BY 1, 2, 3;

-- Whose a rectification is, is answered from the index alone, however many said "me too".
DROP INDEX feedback_by_rectification;
CREATE INDEX feedback_by_rectification ON feedback (rectification_id, team_id, agent_id)
  WHERE rectification_id IS NOT NULL AND state <> 'withdrawn';
CREATE INDEX feedback_led_to ON feedback (agent_id, rectification_id) WHERE rectification_id IS NOT NULL AND state <> 'withdrawn';
-- What is overdue changes with the clock, so it is counted, among those only that still have a clock.
DROP INDEX rectifications_by_due;
CREATE INDEX rectifications_on_clock ON rectifications (due_at) WHERE state IN ('pending', 'in_progress');
