-- Commands, plans, and what holds for the ledger as a whole.

CREATE TABLE commands (
  seq INTEGER PRIMARY KEY,          -- of command.started
  verb TEXT NOT NULL,
  user TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_seq INTEGER,
  ended_at TEXT,
  exit_code INTEGER,
  figures TEXT,                     -- JSON
  failure TEXT                      -- JSON: why it failed
) STRICT;

CREATE TABLE plans (
  hash TEXT PRIMARY KEY NOT NULL,
  entities TEXT NOT NULL,           -- JSON array
  configuration TEXT NOT NULL,
  items INTEGER NOT NULL,
  items_left INTEGER NOT NULL,
  is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
  made_seq INTEGER,
  applied_seq INTEGER
) STRICT;
CREATE INDEX plans_by_age ON plans (made_seq);

-- Entities of which a plan was applied to its end: for them a sync may create.
CREATE TABLE loaded_entities (
  entity TEXT PRIMARY KEY NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

-- Sessions, breakers and stopped streams: the newest event of each.
CREATE TABLE conditions (
  stream TEXT NOT NULL,
  topic TEXT NOT NULL CHECK (topic IN ('session', 'breaker', 'stream')),
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL,               -- JSON
  PRIMARY KEY (stream, topic)
) STRICT;
