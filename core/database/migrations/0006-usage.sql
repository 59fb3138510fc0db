-- What every input but a licence log says: rows about subjects (core/facts/usage-fact.ts).

-- A source is a licence log's stream, or what all files of one format say of one server.
ALTER TABLE source ADD COLUMN format TEXT NOT NULL DEFAULT ''; -- empty: a log's stream

ALTER TABLE file ADD COLUMN is_usage INTEGER NOT NULL DEFAULT 0;

-- Dictionaries, append-only as the others. Ids begin at 1; text 0 is the empty one.

CREATE TABLE usage_text (
  id INTEGER NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE subject (
  id INTEGER NOT NULL PRIMARY KEY,
  kind INTEGER NOT NULL,               -- position in subjectKinds
  texts TEXT NOT NULL                  -- JSON array: a text id for each attribute
) STRICT;

-- One row per (file, part, clock, day), and one per column of it.

CREATE TABLE usage_segment (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES file (id),
  part INTEGER NOT NULL,
  day INTEGER NOT NULL,                -- days since 1970 on the segment's clock
  is_utc INTEGER NOT NULL,             -- 0: the local time of the source's zone
  first_time INTEGER NOT NULL,         -- seconds since that midnight
  last_end INTEGER NOT NULL,
  kinds INTEGER NOT NULL,              -- bits: which UsageKinds its rows have
  rows INTEGER NOT NULL
) STRICT;
CREATE INDEX usage_segment_by_file ON usage_segment (file, part);

CREATE TABLE usage_column (
  segment INTEGER NOT NULL REFERENCES usage_segment (id),
  kind TEXT NOT NULL,                  -- row
  name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  minimum INTEGER NOT NULL,
  maximum INTEGER NOT NULL,
  width INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX usage_column_by_segment ON usage_column (segment);

-- What somebody said of the columns of tables, by their header: the next table of the kind needs no telling.
CREATE TABLE column_mapping (
  header TEXT NOT NULL PRIMARY KEY,
  format TEXT NOT NULL,
  columns TEXT NOT NULL                -- JSON object: documented name → name in the header
) STRICT;
