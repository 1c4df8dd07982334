-- What the checks of common/store write to.
CREATE TABLE value (
    id INTEGER PRIMARY KEY,
    t TEXT,
    i INTEGER,
    b BLOB
);
CREATE TABLE item (
    who INTEGER NOT NULL,
    n INTEGER NOT NULL,
    name TEXT UNIQUE,
    PRIMARY KEY (who, n)
);
-- Its references are looked at by COMMIT only, so that a COMMIT can be made to fail.
CREATE TABLE promise (
    value_id INTEGER NOT NULL REFERENCES value (id) DEFERRABLE INITIALLY DEFERRED
);
-- As limiter.h wants it.
CREATE TABLE attempt (
    mark     TEXT PRIMARY KEY,
    clear_at INTEGER NOT NULL,
    open_at  INTEGER NOT NULL
);
CREATE INDEX attempt_clear ON attempt (clear_at);
-- As vault.h wants it.
CREATE TABLE owner_key (
    owner   TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
);
