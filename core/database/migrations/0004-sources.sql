-- Vendor licences shown under another name; applied when a report is run.

CREATE TABLE vendor_licence_rename (
  vendor_licence TEXT NOT NULL PRIMARY KEY, -- server;daemon, as the logs have it
  shown_name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
