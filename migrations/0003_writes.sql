-- Every write from its intent to its end.

CREATE TABLE operations (
  operation TEXT PRIMARY KEY NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  generation INTEGER NOT NULL,      -- the pairing that it is made for
  side TEXT NOT NULL CHECK (side IN ('jde', 'zoho')),
  kind TEXT NOT NULL,               -- the target's module or orchestration
  target_id TEXT,                   -- the target's record; of an insert once it is known
  action TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN (
    'intended', 'sent', 'unknown', 'answered', 'waiting', 'outdated', 'asked', 'confirmed', 'failed', 'abandoned',
    'settled')),                    -- the stage of `life`, for lists
  life TEXT NOT NULL,               -- JSON: WriteLife, which decides every transition
  decision_seq INTEGER,             -- the decision that it carries out
  intended_seq INTEGER NOT NULL,
  sent_seq INTEGER,                 -- the newest call.sent that carried it
  server_date TEXT,                 -- the target's date at that sending
  sent_at TEXT,                     -- our own clock at that sending
  answered_seq INTEGER,             -- the newest answer
  answers INTEGER NOT NULL,         -- how often it was answered
  proof_seq INTEGER,                -- the answer or look that says that it was applied
  last_seq INTEGER NOT NULL,
  modified_time TEXT,
  probe TEXT,                       -- what the newest look at the system found
  class TEXT,
  code TEXT,
  message TEXT
) STRICT;
CREATE INDEX operations_by_state ON operations (state, intended_seq);
CREATE INDEX operations_by_change ON operations (last_seq);
CREATE INDEX operations_by_key ON operations (entity, key);
CREATE INDEX operations_by_target ON operations (kind, target_id) WHERE target_id IS NOT NULL;

-- What the writes say that are open or failed: apart from their rows, which are written again at every step.
CREATE TABLE intents (
  operation TEXT PRIMARY KEY NOT NULL,
  body TEXT NOT NULL                -- JSON: that of the intent
) STRICT;

-- Events that cannot follow the state that they met. They change nothing, and `status` counts them.
CREATE TABLE faults (
  seq INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  life_cycle TEXT NOT NULL,
  fault TEXT NOT NULL
) STRICT;
CREATE INDEX faults_by_key ON faults (entity, key);
