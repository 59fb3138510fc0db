-- Updates of agents. Times are epoch milliseconds UTC, 0 for never.

CREATE TABLE update_batch (
  id INTEGER NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL,
  to_version TEXT NOT NULL,
  origin TEXT NOT NULL,                  -- 'manual' or 'automatic'
  state TEXT NOT NULL,                   -- 'running', 'paused', 'stopped', 'finished', 'cancelled'
  reason TEXT NOT NULL,                  -- why it stopped
  wave INTEGER NOT NULL,
  waves TEXT NOT NULL,                   -- JSON array: agents per wave
  resumed_at INTEGER NOT NULL,           -- failures before this no longer count
  finished_at INTEGER NOT NULL
) STRICT;

-- One row per agent that has, or had, an update: its latest.
CREATE TABLE agent_update (
  agent TEXT NOT NULL PRIMARY KEY,
  offer TEXT NOT NULL,                   -- names this try, as the agent repeats it
  batch INTEGER NOT NULL REFERENCES update_batch (id),
  wave INTEGER NOT NULL,
  place INTEGER NOT NULL,                -- first come, first served
  from_version TEXT NOT NULL,
  to_version TEXT NOT NULL,
  stage TEXT NOT NULL,                   -- UpdateStage
  percent REAL NOT NULL,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  not_before INTEGER NOT NULL,           -- of a retry
  has_slot INTEGER NOT NULL,             -- one of the twenty
  since INTEGER NOT NULL,                -- of the stage
  deadline INTEGER NOT NULL              -- of the stage, 0: none
) STRICT;
CREATE INDEX agent_update_by_batch ON agent_update (batch, wave);

ALTER TABLE agent ADD COLUMN hold INTEGER NOT NULL DEFAULT 0;       -- an admin keeps it from being updated
ALTER TABLE agent ADD COLUMN platform TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN update_unable TEXT NOT NULL DEFAULT '';
