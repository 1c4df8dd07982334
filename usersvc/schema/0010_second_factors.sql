-- What stands beside the password: an app that shares a secret with us (RFC 6238).
ALTER TABLE person ADD COLUMN second_factor_at INTEGER; -- since when; NULL: nothing does

CREATE TABLE second_factor (
    person    TEXT PRIMARY KEY,
    sealed    BLOB NOT NULL,   -- the secret (vault.h)
    last_step INTEGER NOT NULL -- of the newest code that was accepted: only later ones are
) STRICT;

-- One that is being added.
CREATE TABLE second_factor_draft (
    person     TEXT PRIMARY KEY,
    generation INTEGER NOT NULL, -- of the person; void once it is another
    sealed     BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX second_factor_draft_expires ON second_factor_draft (expires_at);

CREATE TABLE recovery_code (
    person TEXT NOT NULL,
    hash   TEXT NOT NULL, -- of person and code
    PRIMARY KEY (person, hash)
) STRICT;

CREATE TABLE owner_key (
    owner   TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;
