-- Access tokens that say nothing by themselves, by their SHA-256.
CREATE TABLE opaque_token (
    hash       BLOB PRIMARY KEY,
    client_id  TEXT NOT NULL,
    family     TEXT,             -- NULL: the client's own
    generation INTEGER NOT NULL, -- of the family, else of the client
    audience   TEXT NOT NULL,
    scope      TEXT,
    issued_at  INTEGER NOT NULL, -- ms, as all times
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX opaque_token_family ON opaque_token (family, issued_at) WHERE family IS NOT NULL;
CREATE INDEX opaque_token_client ON opaque_token (client_id, issued_at) WHERE family IS NULL;
CREATE INDEX opaque_token_expires ON opaque_token (expires_at);
