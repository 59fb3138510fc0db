-- How many licences there are: what licence files say, and what was typed in.

-- A file that means something only as a whole. It feeds no source's lines.
ALTER TABLE file ADD COLUMN is_document INTEGER NOT NULL DEFAULT 0;

-- Groups of SERVER lines of a licence file, with the vendor daemons that belong to each.

CREATE TABLE licence_block (
  file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  block INTEGER NOT NULL,
  hosts TEXT NOT NULL,                 -- JSON array; empty: none, this_host or ANY
  daemons TEXT NOT NULL,               -- JSON array
  PRIMARY KEY (file, block)
) STRICT, WITHOUT ROWID;

-- One FEATURE, INCREMENT, UPGRADE or PACKAGE each. Of its signature only the digest of the whole record is kept.

CREATE TABLE licence_record (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  block INTEGER NOT NULL,
  kind TEXT NOT NULL,
  daemon TEXT NOT NULL,
  feature TEXT NOT NULL,
  version TEXT NOT NULL,
  from_version TEXT NOT NULL,          -- of an UPGRADE, else empty
  licences INTEGER NOT NULL,           -- -2: uncounted
  from_day INTEGER NOT NULL,           -- days since 1970 on the server's clock; -1: not stated
  until_day INTEGER NOT NULL,          -- the day after the last; -1: permanent
  issued_day INTEGER NOT NULL,         -- -1: not stated
  serial TEXT NOT NULL,
  node_locked INTEGER NOT NULL,
  supersedes TEXT NOT NULL,            -- JSON array of features
  components TEXT NOT NULL,            -- JSON array of {feature, licences}
  is_suite INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX licence_record_by_file ON licence_record (file, line);

-- Values typed in. Each holds until the next one of its feature.

CREATE TABLE typed_capacity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  server TEXT NOT NULL,
  daemon TEXT NOT NULL,
  feature TEXT NOT NULL,
  at INTEGER NOT NULL,                 -- seconds since 1970 on the server's clock
  licences INTEGER NOT NULL,           -- -2: uncounted; -1: nothing is said any more
  note TEXT NOT NULL,
  UNIQUE (server, daemon, feature, at)
) STRICT;
