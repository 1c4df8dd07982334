-- Keys that people make for programs of their own, or that a code yielded where the dialect gives
-- its apps such.  Known by the SHA-256; a copy is kept where a dialect shows it again (vault.h).
CREATE TABLE api_key (
    id                TEXT PRIMARY KEY, -- its public name
    hash              BLOB NOT NULL UNIQUE,
    person            TEXT NOT NULL,    -- internal id
    client_id         TEXT,             -- NULL: the person's own
    client_generation INTEGER NOT NULL, -- at its birth; 0 without client
    family            TEXT UNIQUE,      -- of the code that yielded it; NULL: none did
    dialect           TEXT NOT NULL,
    name              TEXT NOT NULL,
    scope             TEXT NOT NULL,
    sealed            BLOB,
    created_at        INTEGER NOT NULL, -- ms, as all times
    expires_at        INTEGER,          -- NULL: never
    used_at           INTEGER           -- NULL: never; to a minute
) STRICT;
CREATE INDEX api_key_person ON api_key (person, id);
CREATE INDEX api_key_client ON api_key (client_id, person) WHERE client_id IS NOT NULL;
CREATE INDEX api_key_expires ON api_key (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE owner_key (
    owner   TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;
