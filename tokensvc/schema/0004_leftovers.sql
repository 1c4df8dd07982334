-- People and clients that are gone, and of whom there may still be something here, which goes in
-- batches.
CREATE TABLE leftover (
    whose TEXT NOT NULL, -- person or client
    id    TEXT NOT NULL,
    PRIMARY KEY (whose, id)
) STRICT;
CREATE INDEX family_client ON family (client_id) WHERE ended_at IS NULL;
