-- How far the outbox of each service has been read.
CREATE TABLE outbox_cursor (
    service TEXT PRIMARY KEY,
    number  INTEGER NOT NULL
) STRICT;
