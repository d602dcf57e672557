-- What the two systems showed last, and how far each source was read.

-- Where the fold stands: one row, written in the transaction that folded up to there.
CREATE TABLE position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  ledger TEXT NOT NULL,             -- the id of the ledger that this state is folded from
  fold INTEGER NOT NULL,            -- the version of the fold's rules
  seq INTEGER NOT NULL,             -- every event up to this one is in the state
  at TEXT NOT NULL                  -- when that event was recorded; empty before the first
) STRICT;

-- The last observation of each row of a JDE table and of each Zoho record.
CREATE TABLE records (
  stream TEXT PRIMARY KEY NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('jde', 'zoho')),
  kind TEXT NOT NULL,               -- table or module
  number INTEGER,                   -- AN8, where the table is keyed by it
  line INTEGER,                     -- IDLN, where the table is keyed by it
  zoho_id TEXT,
  effective_on TEXT NOT NULL,       -- F0116: yyyyMMdd of EFTB; empty is always
  seq INTEGER NOT NULL,             -- the last observation
  changed_seq INTEGER NOT NULL,     -- the last observation that showed other content
  hash TEXT NOT NULL,
  record TEXT NOT NULL,             -- verbatim, compact
  state TEXT NOT NULL CHECK (state IN ('present', 'deleted', 'not_shown'))
) STRICT;
CREATE INDEX records_by_number ON records (number, kind) WHERE number IS NOT NULL;
CREATE INDEX records_by_zoho_id ON records (kind, zoho_id) WHERE zoho_id IS NOT NULL;
CREATE INDEX records_by_change ON records (changed_seq);
CREATE INDEX records_by_day ON records (effective_on) WHERE effective_on <> '';

-- What the systems say of their fields, permissions, owners and currencies.
CREATE TABLE metadata (
  stream TEXT PRIMARY KEY NOT NULL,
  hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  seq INTEGER NOT NULL,
  changed_seq INTEGER NOT NULL
) STRICT;

-- The newest reading of each source.
CREATE TABLE polls (
  side TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'completed')),
  started_seq INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,       -- where the reading began that this one resumes; else started_seq
  started_at TEXT NOT NULL,
  mode TEXT NOT NULL,
  window_from TEXT,
  columns TEXT NOT NULL,            -- JSON array
  search_types TEXT,                -- JSON array, empty for all of them (jde)
  page INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  last_key TEXT,                    -- JSON: where an interrupted reading goes on
  changed INTEGER,
  completed_seq INTEGER,
  completed_at TEXT,
  server_time TEXT,
  skew_seconds INTEGER,
  PRIMARY KEY (side, name)
) STRICT;

-- Up to where each source is known.
CREATE TABLE watermarks (
  side TEXT NOT NULL,
  name TEXT NOT NULL,
  moved_to TEXT NOT NULL,           -- yyyyMMdd (jde) or an instant (zoho)
  columns TEXT NOT NULL,            -- JSON array
  search_types TEXT,                -- JSON array, empty for all of them (jde)
  seq INTEGER NOT NULL,
  PRIMARY KEY (side, name)
) STRICT;
