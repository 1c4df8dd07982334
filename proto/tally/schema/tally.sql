-- What happened to apps, counted by the day (UTC).  Figures to look at: nothing rests on them.
CREATE TABLE tally (
    client_id TEXT NOT NULL,
    what      TEXT NOT NULL,    -- "tokens", or a mishap by its name
    day       INTEGER NOT NULL, -- since 1970
    n         INTEGER NOT NULL,
    last_at   INTEGER NOT NULL, -- ms since 1970
    detail    TEXT,             -- of the last one: something of the app's own, never what was sent
    PRIMARY KEY (client_id, what, day)
) STRICT;
CREATE INDEX tally_day ON tally (day);
