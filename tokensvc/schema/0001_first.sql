-- Times are milliseconds since 1970.

-- Signing keys, by algorithm and in the order in which they were made.  Number 1 is made by
-- whoever opens the database first: the primary key lets only one be that.
CREATE TABLE signing_key (
    alg        TEXT NOT NULL,
    number     INTEGER NOT NULL,
    kid        TEXT NOT NULL UNIQUE,
    wrapped    BLOB NOT NULL,    -- private key, PKCS #8, under the key-encryption key
    active_at  INTEGER NOT NULL, -- signs from then on; published before
    retired_at INTEGER,          -- signs no more
    removed_at INTEGER,          -- is published no more
    PRIMARY KEY (alg, number)
) STRICT;

-- Keys of the MAC that makes a refresh token.
CREATE TABLE mac_key (
    kid     INTEGER PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;

-- Grows with every change of the two tables above, so that replicas see cheaply that there is one.
CREATE TABLE key_change (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO key_change VALUES (1, 1);

-- Restoring a backup raises it, which ends every family: revoked ones must not come back.
CREATE TABLE epoch (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO epoch VALUES (1, 1);

-- All that one redeemed code ever yields.  A family that ended stays for an hour, so that its id
-- is taken; a replayed code leaves such a row even where there was no family yet.
CREATE TABLE family (
    id                 TEXT PRIMARY KEY,
    client_id          TEXT NOT NULL,
    person             TEXT NOT NULL, -- internal id
    sub                TEXT NOT NULL,
    dialect            TEXT NOT NULL,
    scope              TEXT NOT NULL,
    sid                TEXT,          -- session it hangs on; NULL: offline access
    auth_time          INTEGER NOT NULL,
    acr                TEXT,
    amr                TEXT,
    client_generation  INTEGER NOT NULL, -- these three, and epoch, as they were at its birth
    person_generation  INTEGER NOT NULL,
    consent_generation INTEGER NOT NULL,
    epoch              INTEGER NOT NULL,
    generation         INTEGER NOT NULL, -- its own; access tokens carry it
    attempt            TEXT NOT NULL,    -- HTTP request that brought the head about
    head               INTEGER NOT NULL, -- counter of the newest refresh token
    head_kid           INTEGER NOT NULL, -- mac_key of it
    replaced_1         INTEGER NOT NULL, -- when the counter before the head was replaced
    replaced_2         INTEGER NOT NULL, -- and those before it
    replaced_3         INTEGER NOT NULL,
    replaced_4         INTEGER NOT NULL,
    created_at         INTEGER NOT NULL,
    expires_at         INTEGER NOT NULL, -- moves with use, never past ends_at
    ends_at            INTEGER NOT NULL,
    ended_at           INTEGER           -- NULL: alive
) STRICT;
CREATE INDEX family_alive ON family (person, client_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX family_expires ON family (expires_at);

-- Grants that are being ended: nothing may be born from them until authsvc has forgotten them too.
CREATE TABLE cutoff (
    person    TEXT NOT NULL,
    client_id TEXT NOT NULL,
    asked     INTEGER NOT NULL, -- how often; so that an old answer does not stop a new request
    retry_at  INTEGER NOT NULL,
    PRIMARY KEY (person, client_id)
) STRICT;
CREATE INDEX cutoff_retry ON cutoff (retry_at);

-- Access tokens without a family that were revoked before their time, by the SHA-256 of their jti.
CREATE TABLE revoked_token (
    hash       BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX revoked_token_expires ON revoked_token (expires_at);
