-- The import whose content this file has too: its name and folder count for both when a rotated log is told from its name.
ALTER TABLE file ADD COLUMN copy_of INTEGER NOT NULL DEFAULT 0;
