-- As in ../events.sql, but that an event has neither number nor hash until it is committed.
CREATE TABLE event (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- in the order of writing, with holes
    number      BIGINT UNIQUE,
    at          BIGINT NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    subject     TEXT COLLATE "C" NOT NULL,
    person      TEXT COLLATE "C",
    client_id   TEXT COLLATE "C",
    done_by     TEXT COLLATE "C" NOT NULL,
    before_json TEXT COLLATE "C",
    after_json  TEXT COLLATE "C",
    sealed      BYTEA,
    hash        BYTEA
);
CREATE INDEX event_numberless ON event (id) WHERE number IS NULL;

CREATE TABLE event_base (
    one    BIGINT PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL,
    hash   BYTEA NOT NULL
);

CREATE TABLE event_cursor (
    consumer TEXT COLLATE "C" NOT NULL,
    stream   TEXT COLLATE "C" NOT NULL,
    number   BIGINT NOT NULL,
    PRIMARY KEY (consumer, stream)
);
