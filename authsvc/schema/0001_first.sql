-- Times are ms since 1970.  What a browser or client holds (session, handle, code) is kept as its
-- SHA-256 only.  Sets are words with one blank between them.

CREATE TABLE client (
    client_id             TEXT PRIMARY KEY,
    client_name           TEXT NOT NULL,
    client_uri            TEXT,
    confidential          INTEGER NOT NULL,
    redirect_uris         TEXT NOT NULL, -- words: a blank cannot stand in one
    grant_types           TEXT NOT NULL,
    scope                 TEXT NOT NULL,
    auth_methods          TEXT NOT NULL,
    permissions           TEXT NOT NULL,
    id_token_alg          TEXT NOT NULL,
    access_token_lifetime INTEGER NOT NULL, -- lifetimes are seconds
    refresh_idle_lifetime INTEGER NOT NULL,
    refresh_lifetime      INTEGER NOT NULL,
    refresh_grace         INTEGER NOT NULL,
    refresh_reuse         INTEGER NOT NULL,
    code_lifetime         INTEGER NOT NULL,
    disabled              INTEGER NOT NULL,
    generation            INTEGER NOT NULL CHECK (generation >= 1),
    created_at            INTEGER NOT NULL,
    updated_at            INTEGER NOT NULL
) STRICT;

-- A secret is kept as its HMAC under a key of its own.
CREATE TABLE client_secret (
    client_id  TEXT NOT NULL,
    key        BLOB NOT NULL,
    hash       BLOB NOT NULL,
    expires_at INTEGER NOT NULL, -- 0: never
    PRIMARY KEY (client_id, hash)
) STRICT;
CREATE INDEX client_secret_expires ON client_secret (expires_at) WHERE expires_at > 0;

-- Clients that were deleted and may still have consents, which go in batches.
CREATE TABLE client_leftover (
    client_id TEXT PRIMARY KEY
) STRICT;

CREATE TABLE session (
    hash              BLOB PRIMARY KEY,     -- of the cookie; another one after each sign-in
    sid               TEXT NOT NULL UNIQUE, -- its public name, in tokens
    person            TEXT NOT NULL,
    sub               TEXT NOT NULL,
    person_generation INTEGER NOT NULL,     -- at sign-in
    auth_time         INTEGER NOT NULL,
    acr               TEXT NOT NULL,
    amr               TEXT NOT NULL,
    user_agent        TEXT,
    expires_at        INTEGER NOT NULL,     -- in any case
    idle_at           INTEGER NOT NULL      -- unless it is used before; never after expires_at
) STRICT;
CREATE INDEX session_idle ON session (idle_at);

-- A withdrawn consent stays as an empty row, so that its generation is never used again.
CREATE TABLE consent (
    client_id  TEXT NOT NULL,
    person     TEXT NOT NULL,
    dialect    TEXT NOT NULL,
    scope      TEXT NOT NULL,
    withdrawn  INTEGER NOT NULL,
    generation INTEGER NOT NULL CHECK (generation >= 1),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, person, dialect)
) STRICT;

-- Authorization requests that wait for a person to sign in or to consent.
CREATE TABLE auth_transaction (
    hash           BLOB PRIMARY KEY, -- of the handle
    browser        BLOB NOT NULL,    -- hash of the cookie of the browser that began it
    source         TEXT,             -- network that it came from, NULL when not known
    ticket_key     BLOB NOT NULL,    -- what tickets of its consent page are made with
    session        BLOB,             -- hash of the session that was begun for it
    person         TEXT,             -- who is to consent, once that is known
    expires_at     INTEGER NOT NULL,
    client_id      TEXT NOT NULL,    -- from here on: the request as it came
    redirect_uri   TEXT NOT NULL,
    response_type  TEXT NOT NULL,
    response_mode  TEXT,
    scope          TEXT,
    state          TEXT,
    nonce          TEXT,
    code_challenge TEXT,
    code_challenge_method TEXT,
    prompt         TEXT,
    max_age        TEXT,
    login_hint     TEXT,
    dialect        TEXT NOT NULL,
    issuer         TEXT NOT NULL
) STRICT;
-- With all that is looked at when the oldest of too many go.
CREATE INDEX auth_transaction_expires ON auth_transaction (expires_at, hash);
CREATE INDEX auth_transaction_browser ON auth_transaction (browser, expires_at, hash);
CREATE INDEX auth_transaction_source ON auth_transaction (source, expires_at, hash)
    WHERE source IS NOT NULL;
CREATE INDEX auth_transaction_consent ON auth_transaction (client_id, person);

-- A row outlives its code: who presents the code again is answered that it was used.
CREATE TABLE code (
    hash               BLOB PRIMARY KEY,
    family             TEXT NOT NULL, -- of the tokens that it will yield
    client_id          TEXT NOT NULL,
    redirect_uri       TEXT NOT NULL, -- as sent
    challenge          TEXT,          -- S256
    dialect            TEXT NOT NULL,
    person             TEXT NOT NULL,
    sub                TEXT NOT NULL,
    sid                TEXT,          -- absent when offline access was granted
    scope              TEXT NOT NULL,
    nonce              TEXT,
    auth_time          INTEGER NOT NULL,
    acr                TEXT NOT NULL,
    amr                TEXT NOT NULL,
    client_generation  INTEGER NOT NULL,
    person_generation  INTEGER NOT NULL,
    consent_generation INTEGER NOT NULL,
    expires_at         INTEGER NOT NULL,
    attempt            TEXT,          -- that took it
    taken_at           INTEGER
) STRICT;
CREATE INDEX code_expires ON code (expires_at);
CREATE INDEX code_consent ON code (client_id, person);
