-- What people edit or look up one at a time.

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE preference (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  message TEXT NOT NULL,
  at INTEGER NOT NULL,
  link TEXT NOT NULL,
  seen INTEGER NOT NULL
) STRICT;

-- Dictionaries: global, append-only. Ids begin at 1; 0 stands for none wherever one is referred to.

CREATE TABLE name (
  concept TEXT NOT NULL,
  id INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (concept, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE holder (
  id INTEGER NOT NULL PRIMARY KEY,
  daemon INTEGER NOT NULL,
  feature INTEGER NOT NULL,
  user INTEGER NOT NULL,
  host INTEGER NOT NULL
) STRICT;

CREATE TABLE detail (
  id INTEGER NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  codes TEXT NOT NULL,
  version TEXT NOT NULL,
  tail TEXT NOT NULL
) STRICT;

-- One licence server's log stream.

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  server TEXT NOT NULL,
  zone TEXT NOT NULL,
  zone_origin TEXT NOT NULL
) STRICT;

-- One file that was or is being imported. `state` is an ImportState; committed parts feed reports whatever it is.

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL,
  source INTEGER NOT NULL,             -- 0 until it is known
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  folder TEXT NOT NULL,
  entry TEXT NOT NULL,                 -- name inside an archive, else empty
  size INTEGER NOT NULL,
  identity TEXT NOT NULL,              -- stat of the unchanged file
  chain TEXT NOT NULL,                 -- JSON: chunks of content that were read, with their SHA-256
  head TEXT NOT NULL,                  -- SHA-256 of the first chunk, for look-up
  checkpoint TEXT NOT NULL,            -- JSON: splitter and parser state where reading goes on when the file has grown
  progress TEXT NOT NULL,              -- JSON: the same while an import runs, so that it can be resumed; empty otherwise
  committed_part INTEGER NOT NULL,     -- segments up to this part count; 0: none yet
  provisional_part INTEGER NOT NULL,   -- part read from an unfinished last line, read again when the file grows; 0: none
  format TEXT NOT NULL,
  format_reason TEXT NOT NULL,
  server TEXT NOT NULL,                -- found in the log or given; empty when neither
  server_given INTEGER NOT NULL,
  daemons TEXT NOT NULL,               -- JSON array
  zone TEXT NOT NULL,                  -- IANA name, found or given; empty when neither
  zone_origin TEXT NOT NULL,
  options TEXT NOT NULL,               -- JSON: what was given at import
  findings TEXT NOT NULL,              -- JSON: lines by kind, rejections with examples
  outcome TEXT NOT NULL,
  lines INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL         -- 0 while it runs
) STRICT;
CREATE INDEX file_head ON file (head);

-- Line facts: one row per (file, piece, day, part) and one per column of it.

CREATE TABLE line_segment (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file (id),
  part INTEGER NOT NULL,
  piece INTEGER NOT NULL,
  day INTEGER NOT NULL,                -- days since 1970 of the local day
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  first_time INTEGER NOT NULL,         -- wall seconds since that midnight
  last_time INTEGER NOT NULL,
  earliest_time INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  others INTEGER NOT NULL,
  begins_block INTEGER NOT NULL        -- 1: the first line begins a start block of the licence manager
) STRICT;
CREATE INDEX line_segment_by_file ON line_segment (file, first_line);

CREATE TABLE line_column (
  segment INTEGER NOT NULL REFERENCES line_segment (id),
  kind TEXT NOT NULL,                  -- fact or other
  name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  minimum INTEGER NOT NULL,
  maximum INTEGER NOT NULL,
  width INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX line_column_by_segment ON line_column (segment);

-- Lines of a file that another file, or an earlier stretch of the same one, holds too: they count once, there.

CREATE TABLE overlap (
  file INTEGER NOT NULL REFERENCES file (id),
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  PRIMARY KEY (file, first_line)
) STRICT, WITHOUT ROWID;

-- Derived: nothing here is ever edited, only replaced day by day from what stands above.

CREATE TABLE source_day (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,             -- negative: derived ahead while that file (its number, negated) is being imported
  day INTEGER NOT NULL,
  start INTEGER NOT NULL,              -- UTC seconds of the local midnight
  length INTEGER NOT NULL,             -- seconds: 82,800, 86,400 or 90,000
  fingerprint TEXT NOT NULL,           -- of everything the day was derived from, a slash, and of the state at its end
  state TEXT NOT NULL,                 -- JSON: what is open at the day's end
  verdict_fingerprint TEXT NOT NULL,
  denials INTEGER NOT NULL,
  edge_denials INTEGER NOT NULL,       -- 1: some so near midnight that a neighbouring day may have granted them
  UNIQUE (source, day)
) STRICT;

CREATE TABLE day_column (
  source_day INTEGER NOT NULL REFERENCES source_day (id),
  kind TEXT NOT NULL,                  -- see core/facts/derived-day.ts
  name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  minimum INTEGER NOT NULL,
  maximum INTEGER NOT NULL,
  width INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX day_column_by_day ON day_column (source_day, kind, name);
