-- Agents: who they are, what they sent, what is wrong with them, and what they are told.
-- All times are epoch milliseconds UTC, 0 for never.

CREATE TABLE agent (
  id TEXT NOT NULL PRIMARY KEY,          -- UUID, made by the agent
  name TEXT NOT NULL,                    -- as edited; empty: the host's name
  standing TEXT NOT NULL,                -- 'approved', 'pending', 'quarantined'
  channel TEXT NOT NULL,                 -- 'local' or 'tls', of the last connection
  version TEXT NOT NULL,
  host TEXT NOT NULL,
  domain TEXT NOT NULL,
  ip TEXT NOT NULL,                      -- as the connection has it; over the local socket the first of its own addresses
  addresses TEXT NOT NULL,               -- JSON array
  system TEXT NOT NULL,
  release TEXT NOT NULL,
  architecture TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL,
  last_connection INTEGER NOT NULL,
  interval INTEGER NOT NULL,             -- seconds: the one it was told last, or its own; offline is judged by it
  is_own_interval INTEGER NOT NULL,      -- 0 or 1: somebody started it with an interval of its own
  told_configuration TEXT NOT NULL,      -- revision
  told_configuration_at INTEGER NOT NULL,
  applied_configuration TEXT NOT NULL,
  clock_offset INTEGER NOT NULL,         -- milliseconds, agent's clock minus the console's
  observed_until INTEGER NOT NULL,       -- by the agent's clock, as corrected here
  started INTEGER NOT NULL,
  spool TEXT NOT NULL,                   -- JSON of the last SpoolState
  servers TEXT NOT NULL,                 -- JSON array: licence servers it provided data of
  applications TEXT NOT NULL             -- JSON array: sessions of custom applications now
) STRICT;

CREATE TABLE agent_credential (
  key TEXT NOT NULL PRIMARY KEY,         -- hex SHA-256 of the certificate's DER form or of the secret
  agent TEXT NOT NULL REFERENCES agent (id),
  kind TEXT NOT NULL,                    -- 'certificate' or 'secret'
  issued_at INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX agent_credential_by_agent ON agent_credential (agent);

CREATE TABLE join_token (
  id TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,                    -- hex SHA-256 of the secret
  uses INTEGER NOT NULL,
  uses_left INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

-- The console's own certificate authority and its server's certificate: PEM.
CREATE TABLE agent_authority (
  name TEXT NOT NULL PRIMARY KEY,        -- 'authority', 'server'
  certificate TEXT NOT NULL,
  key TEXT NOT NULL,
  not_after INTEGER NOT NULL
) STRICT;

CREATE TABLE agent_group (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  description TEXT NOT NULL
) STRICT;

CREATE TABLE agent_group_member (
  agent_group INTEGER NOT NULL REFERENCES agent_group (id),
  agent TEXT NOT NULL REFERENCES agent (id),
  PRIMARY KEY (agent_group, agent)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_group_member_by_agent ON agent_group_member (agent);

-- What is set for all agents ('global'), a group ('group:3') or one agent ('agent:UUID'): only what differs from the wider scope.
-- 'gateway' is none of these: how agents reach the console.
CREATE TABLE agent_configuration (
  scope TEXT NOT NULL PRIMARY KEY,
  settings TEXT NOT NULL                 -- JSON
) STRICT;

CREATE TABLE custom_application (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  description TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  rules TEXT NOT NULL,                   -- JSON: executables, paths, publishers, harvesting
  created_at INTEGER NOT NULL,
  last_seen INTEGER NOT NULL             -- when an agent last told of a session, exact to a minute
) STRICT;

CREATE TABLE custom_application_group (
  application INTEGER NOT NULL REFERENCES custom_application (id),
  agent_group INTEGER NOT NULL REFERENCES agent_group (id),
  PRIMARY KEY (application, agent_group)
) STRICT, WITHOUT ROWID;

-- Ingest. A batch is committed with its agent's mark, then acknowledged; it is folded into usage rows soon after and goes.

CREATE TABLE agent_mark (
  agent TEXT NOT NULL,
  epoch TEXT NOT NULL,
  acknowledged INTEGER NOT NULL,         -- last sequence committed
  missing INTEGER NOT NULL,              -- sequences that the agent no longer had
  rejected INTEGER NOT NULL,             -- records that were no records, or spoke for another machine
  PRIMARY KEY (agent, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_batch (
  id INTEGER NOT NULL PRIMARY KEY,
  agent TEXT NOT NULL,
  epoch TEXT NOT NULL,
  host TEXT NOT NULL,                    -- the agent's: its records must name no other
  started INTEGER NOT NULL,              -- when its program started, by its own clock
  received_at INTEGER NOT NULL,
  clock_offset INTEGER NOT NULL,         -- milliseconds, agent's clock minus the console's
  observed_until INTEGER NOT NULL,       -- by the agent's clock; 0: not told, or more records wait at the agent
  body BLOB NOT NULL                     -- lines, as they came
) STRICT;

-- Up to when an agent saw the runs that it tells of, by the console's clock.
CREATE TABLE agent_observed (
  agent TEXT NOT NULL PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Runs that have begun and not ended, as usage rows need them. They are the machine's: several agents may tell of one.
CREATE TABLE open_run (
  host TEXT NOT NULL,                    -- in lower case
  kind TEXT NOT NULL,                    -- 'process', 'module', 'address'
  key TEXT NOT NULL,                     -- runKey, as it was told first
  start INTEGER NOT NULL,                -- by the console's clock
  subject INTEGER NOT NULL,              -- id in the table subject
  detail INTEGER NOT NULL,
  application TEXT NOT NULL,             -- custom application, else empty
  user TEXT NOT NULL,
  agents TEXT NOT NULL,                  -- JSON array: those that tell of it
  seen INTEGER NOT NULL,                 -- by those that no longer do
  lost_at INTEGER NOT NULL,              -- when the last of them no longer did; 0: it goes on
  PRIMARY KEY (host, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_run_by_application ON open_run (application) WHERE application <> '';

-- Runs that are over, of machines with several agents: the others tell of them too. Kept for some days.
CREATE TABLE ended_run (
  host TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  ended INTEGER NOT NULL,                -- by the agent's clock, as the start in the key is
  told_at INTEGER NOT NULL,
  PRIMARY KEY (host, kind, key)
) STRICT, WITHOUT ROWID;

-- Files that agents send piece by piece, kept beside the database and imported as they grow.
CREATE TABLE agent_stream (
  agent TEXT NOT NULL,
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- 'log' or 'poll'
  name TEXT NOT NULL,
  server TEXT NOT NULL,
  path TEXT NOT NULL,                    -- of our copy
  next INTEGER NOT NULL,                 -- place in the stream of the byte that comes next
  bytes INTEGER NOT NULL,                -- written to our copy
  missing INTEGER NOT NULL,              -- bytes of the stream that never came
  file INTEGER NOT NULL,                 -- row in the table file, 0 before the first import
  imported INTEGER NOT NULL,             -- bytes of our copy that were read
  PRIMARY KEY (agent, stream)
) STRICT, WITHOUT ROWID;

-- Event log and issues. An issue is one trouble of one subject; each of its changes is an event.

CREATE TABLE issue (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,                -- 'error' or 'warning'
  agent TEXT NOT NULL,                   -- empty: of the console itself
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  times INTEGER NOT NULL,
  closed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX issue_open ON issue (agent, code, subject) WHERE closed_at = 0;

CREATE TABLE event (
  id INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,              -- of the repeats that were grouped into it
  times INTEGER NOT NULL,
  severity TEXT NOT NULL,                -- 'info', 'warning', 'error'
  kind TEXT NOT NULL,
  agent TEXT NOT NULL,
  agent_name TEXT NOT NULL,              -- as it was then: the agent may be gone
  subject TEXT NOT NULL,
  message TEXT NOT NULL,
  detail TEXT NOT NULL,
  words TEXT NOT NULL,                   -- all that is searched, in lower case
  issue INTEGER NOT NULL,                -- 0: of none
  acknowledged_at INTEGER NOT NULL
) STRICT;
CREATE INDEX event_by_time ON event (at);
CREATE INDEX event_by_agent ON event (agent, at);
CREATE INDEX event_unacknowledged ON event (issue) WHERE acknowledged_at = 0 AND severity <> 'info';

-- Told in the quiet hours: in the list of notices, never as a popup.
ALTER TABLE notice ADD COLUMN is_quiet INTEGER NOT NULL DEFAULT 0;
