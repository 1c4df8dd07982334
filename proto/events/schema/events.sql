-- Changes that others care about, each written in the transaction that made it.  Times are ms since
-- 1970.  How the hashes are chained: proto/event_chain.h.
CREATE TABLE event (
    number      INTEGER PRIMARY KEY, -- 1, 2, 3 … in the order of commits, without holes
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    person      TEXT,
    client_id   TEXT,
    done_by     TEXT NOT NULL,
    before_json TEXT,
    after_json  TEXT,
    sealed      BLOB,
    hash        BLOB NOT NULL
) STRICT;

-- The newest event that is no longer kept; no row: all are.
CREATE TABLE event_base (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL
) STRICT;

-- How far this service has got with the streams of others.
CREATE TABLE event_cursor (
    consumer TEXT NOT NULL,
    stream   TEXT NOT NULL,
    number   INTEGER NOT NULL,
    PRIMARY KEY (consumer, stream)
) STRICT;
