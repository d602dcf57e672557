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
  left_marks TEXT,                  -- JSON: what it was marked with, and what stood there before
  left_seq INTEGER,
  PRIMARY KEY (entity, key)
) STRICT;
CREATE INDEX links_by_zoho_id ON links (zoho_id, entity);
CREATE INDEX links_by_key ON links (key);
CREATE INDEX links_with_marks ON links (module) WHERE left_marks IS NOT NULL;

-- Every pair that was ever linked: a past one is found from either side, and made again it goes on from what it had agreed on.
CREATE TABLE pairs (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  zoho_id TEXT NOT NULL,
  module TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  made_seq INTEGER NOT NULL,        -- where it was made last
  ended_seq INTEGER,                -- where it ended; null while it holds
  base TEXT NOT NULL,               -- JSON: what both sides agreed on when it ended, by field
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

-- What persons said of records: the newest about each thing.
CREATE TABLE statements (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  about TEXT NOT NULL,              -- zoho/<id>, field/<id>, pairing, identity
  says TEXT NOT NULL,               -- taken_back: nothing of it holds
  body TEXT NOT NULL,               -- JSON: the event's body
  seq INTEGER NOT NULL,
  used_seq INTEGER,                 -- the decision whose operation carries it out
  overtaken_seq INTEGER,            -- it was asked again, about other values
  PRIMARY KEY (entity, key, about)
) STRICT;
CREATE INDEX statements_by_key ON statements (key);
CREATE INDEX statements_by_seq ON statements (entity, seq);

-- Questions to persons, the newest under each id: about a whole record, or about one of its fields.
CREATE TABLE questions (
  question TEXT PRIMARY KEY NOT NULL, -- customer/4242, customer/4242/credit
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  field TEXT,                       -- null: the whole record
  about TEXT NOT NULL,              -- conflict, match, identity, gone
  reason TEXT NOT NULL,
  rests_on TEXT NOT NULL,           -- JSON: the ground of an answer
  shown TEXT NOT NULL,              -- JSON: what helps to answer
  candidates TEXT NOT NULL,         -- JSON array, best first
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
  asked_seq INTEGER NOT NULL,
  says TEXT,
  answered_by TEXT,
  why TEXT,                         -- why it was withdrawn
  ended_seq INTEGER
) STRICT;
CREATE INDEX questions_by_record ON questions (entity, key);
CREATE INDEX questions_by_key ON questions (key);
CREATE INDEX questions_by_state ON questions (state, entity, key);

-- By what both sides of a record were known at its last decision: name, tax number, e-mail and place.
CREATE TABLE marks (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  jde TEXT NOT NULL,                -- JSON
  zoho TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (entity, key)
) STRICT;

-- The fields of Zoho's modules that carry our key, as the configuration says.
CREATE TABLE key_fields (
  module TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (module, field)
) STRICT;

-- Which record of Zoho shows which of our keys, or did.
CREATE TABLE keys (
  module TEXT NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  zoho_id TEXT NOT NULL,
  is_shown INTEGER NOT NULL CHECK (is_shown IN (0, 1)),
  seq INTEGER NOT NULL,             -- since when it shows it, or does not any more
  PRIMARY KEY (module, field, value, zoho_id)
) STRICT;
CREATE INDEX keys_by_record ON keys (module, zoho_id);
CREATE INDEX keys_by_seq ON keys (seq);

-- Keys that a create holds, so that nothing is created twice.
CREATE TABLE reservations (
  stream TEXT PRIMARY KEY NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  generation INTEGER NOT NULL,      -- the pairing that the create leads to
  seq INTEGER NOT NULL              -- when it was reserved
) STRICT;
CREATE INDEX reservations_by_key ON reservations (entity, key);
