-- Which records are the same, what is decided about them, and what a person must say.

CREATE TABLE links (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,                -- AN8, or AN8.IDLN
  generation INTEGER NOT NULL,      -- counts the pairings of the record
  module TEXT NOT NULL,
  zoho_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('linked', 'removed')),
  how TEXT NOT NULL,
  made_seq INTEGER NOT NULL,
  removed_seq INTEGER,
  base TEXT NOT NULL,               -- JSON: the last state that both sides agreed on, by field
  base_seq INTEGER NOT NULL,        -- what moved the base last; the link's own event before that
  left_reason TEXT,                 -- the record left its entity's scope
  left_policy TEXT,
  left_seq INTEGER,
  PRIMARY KEY (entity, key)
) STRICT;
CREATE INDEX links_by_zoho_id ON links (zoho_id, entity);
CREATE INDEX links_by_key ON links (key);

-- Every pair that was ever linked, so that a past one can be found from either side.
CREATE TABLE pairs (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  zoho_id TEXT NOT NULL,
  module TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  PRIMARY KEY (entity, key, zoho_id)
) STRICT;
CREATE INDEX pairs_by_zoho_id ON pairs (zoho_id);

-- The newest decision about each record.
CREATE TABLE decisions (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (entity, key)
) STRICT;
CREATE INDEX decisions_by_key ON decisions (key);

-- Decisions that are not carried out, because writes are off or a direction is not enabled.
CREATE TABLE held (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  action TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  decision TEXT NOT NULL,           -- JSON: the event's body
  PRIMARY KEY (entity, key)
) STRICT;

-- Fields that nothing is decided about, and why: the whole list of the newest decision that says anything about it.
CREATE TABLE owed (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('jde', 'zoho')),
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  since_seq INTEGER NOT NULL,       -- the decision that first said so
  seq INTEGER NOT NULL,             -- the newest that did
  PRIMARY KEY (entity, key, side, field)
) STRICT;

-- Writes that put a field back because the side that changed it does not own it.
CREATE TABLE reverts (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  field TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (entity, key, field, seq)
) STRICT;

CREATE TABLE conflicts (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  field TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'resolved')),
  rule TEXT NOT NULL,
  jde TEXT NOT NULL,                -- JSON: {"value": …}, nothing inside where absent
  zoho TEXT NOT NULL,
  base TEXT,                        -- JSON: the pair; null where there is no base
  found_seq INTEGER NOT NULL,
  resolved_seq INTEGER,
  how TEXT,
  PRIMARY KEY (entity, key, field)
) STRICT;
CREATE INDEX conflicts_by_state ON conflicts (state, entity, key);

CREATE TABLE reviews (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  module TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'ignored')),
  reason TEXT NOT NULL,
  candidates TEXT NOT NULL,         -- JSON array, best first
  fingerprint TEXT NOT NULL,
  asked_seq INTEGER NOT NULL,
  answer TEXT,
  zoho_id TEXT,
  answered_by TEXT,
  answered_seq INTEGER,
  PRIMARY KEY (entity, key)
) STRICT;
CREATE INDEX reviews_by_key ON reviews (key);
CREATE INDEX reviews_by_state ON reviews (state, entity, key);

CREATE TABLE kept_apart (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  zoho_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (entity, key, zoho_id)
) STRICT;

-- Keys that a create holds, so that nothing is created twice.
CREATE TABLE reservations (
  stream TEXT PRIMARY KEY NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  generation INTEGER NOT NULL,      -- the pairing that the create leads to
  state TEXT NOT NULL CHECK (state IN ('reserved', 'released')),
  seq INTEGER NOT NULL,             -- when it was reserved
  released_seq INTEGER
) STRICT;
CREATE INDEX reservations_by_key ON reservations (entity, key);
