-- Clients that people make for themselves.
ALTER TABLE client ADD COLUMN owner TEXT;        -- internal id of the person; NULL: the administrator's
ALTER TABLE client ADD COLUMN description TEXT;
ALTER TABLE client ADD COLUMN logo_uri TEXT;
ALTER TABLE client ADD COLUMN capabilities TEXT NOT NULL DEFAULT 'oauth';
CREATE INDEX client_owner ON client (owner, client_id) WHERE owner IS NOT NULL;

-- A copy of the secret, where a dialect has to show it again (vault.h).
ALTER TABLE client_secret ADD COLUMN sealed BLOB;
CREATE TABLE owner_key (
    owner   TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;
