-- Maps of names to groups. Every text that was ever saved stays, so that any of them can be taken back; the highest revision counts.

CREATE TABLE map_revision (
  kind TEXT NOT NULL,                  -- a MapKind
  revision INTEGER NOT NULL,           -- from 1
  saved_at INTEGER NOT NULL,           -- epoch milliseconds
  origin TEXT NOT NULL,                -- how it came about, in words
  lines INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (kind, revision)
) STRICT;
