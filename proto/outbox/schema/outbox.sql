-- What is to be sent, each written in the transaction that made it necessary, until the courier has it.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY, -- in the order of commits
    id     TEXT NOT NULL,
    sealed BLOB NOT NULL        -- the order, encoded and wrapped
) STRICT;

-- The newest number: it never goes back, though rows go.
CREATE TABLE outbox_head (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_head (one, number) VALUES (1, 0);
