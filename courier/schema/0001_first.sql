-- What is to be sent, and what became of it.  Times are ms since 1970.
CREATE TABLE delivery (
    id          TEXT PRIMARY KEY, -- the order's: at each try the same
    kind        TEXT NOT NULL,    -- mail, webhook
    what        TEXT NOT NULL,    -- for people
    sealed      BLOB,             -- the order, encoded and wrapped; NULL once it is done
    destination TEXT NOT NULL,    -- SHA-256 of mailbox or host: one at a time
    state       TEXT NOT NULL,    -- waiting, done, given_up
    tries       INTEGER NOT NULL,
    next_at     INTEGER NOT NULL, -- waiting: not before; while it is tried: until when nobody else does
    error       TEXT,
    created_at  INTEGER NOT NULL,
    end_at      INTEGER NOT NULL  -- waiting: then it is given up; else: when the row may go
) STRICT;
CREATE INDEX delivery_due ON delivery (state, kind, next_at);
CREATE INDEX delivery_end ON delivery (state, end_at);

-- Whoever is sent to waits a moment between two deliveries, and never gets two at once.
CREATE TABLE destination (
    name    TEXT PRIMARY KEY,
    open_at INTEGER NOT NULL
) STRICT;
CREATE INDEX destination_open ON destination (open_at);
