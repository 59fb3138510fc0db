-- Folders and files that are imported as they grow.

CREATE TABLE watch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- folder or file
  pattern TEXT NOT NULL,
  subfolders INTEGER NOT NULL,
  every_seconds INTEGER NOT NULL,
  server TEXT NOT NULL,                -- what its files are told at import; empty: nothing
  zone TEXT NOT NULL,
  format TEXT NOT NULL,
  paused INTEGER NOT NULL,
  removed INTEGER NOT NULL,            -- 1: ended, kept for an undo until the program ends
  last_look INTEGER NOT NULL,          -- epoch milliseconds; 0: never
  last_import INTEGER NOT NULL,
  lines INTEGER NOT NULL,              -- taken from its files since it is watched
  outcome TEXT NOT NULL
) STRICT;

-- What is known of each file that was seen there, so that only what is new of it is read.

CREATE TABLE watched_file (
  watch INTEGER NOT NULL REFERENCES watch (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  node TEXT NOT NULL,                  -- device and inode, to know it by another name
  size INTEGER NOT NULL,
  modified TEXT NOT NULL,              -- nanoseconds
  state TEXT NOT NULL,                 -- waiting, imported, undated, refused or left (its import was removed or stopped by hand)
  looks INTEGER NOT NULL,              -- how often it has been waited for
  partial INTEGER NOT NULL,            -- 1: its last line had no line end and was left for the next look
  file INTEGER NOT NULL,               -- the import that holds its lines; 0: none
  grown INTEGER NOT NULL,
  last_import INTEGER NOT NULL,
  seen INTEGER NOT NULL,               -- epoch milliseconds of the last look that found it
  outcome TEXT NOT NULL,
  PRIMARY KEY (watch, path)
) STRICT, WITHOUT ROWID;

-- A file that grows keeps one record; what is read of it bit by bit is put together again.

ALTER TABLE file ADD COLUMN grown INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file ADD COLUMN grown_at INTEGER NOT NULL DEFAULT 0;     -- epoch milliseconds
ALTER TABLE file ADD COLUMN fold_part INTEGER NOT NULL DEFAULT 0;    -- parts after this one were read from fold_checkpoint on
ALTER TABLE file ADD COLUMN fold_checkpoint TEXT NOT NULL DEFAULT ''; -- JSON; empty: nothing to put together

-- Days that were removed because of their age. What is left of them is the state at their end, first mentions and packages.

CREATE TABLE source_past (
  source INTEGER PRIMARY KEY,
  first_day INTEGER NOT NULL,          -- days since 1970 of the first local day that is kept
  margin_day INTEGER NOT NULL          -- lines from here on are kept too, so that overlaps over the edge are still found
) STRICT;

-- Segments whose columns were removed because of their age; which lines of which file they held is still known.

CREATE TABLE bare_segment (
  segment INTEGER NOT NULL PRIMARY KEY REFERENCES line_segment (id) ON DELETE CASCADE
) STRICT;
