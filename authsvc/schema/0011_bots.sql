-- Bots of apps: their sessions end with what the app is, their proof is renewed with its secret.
ALTER TABLE session ADD COLUMN client_generation INTEGER NOT NULL DEFAULT 0; -- of the app; 0: a person's
ALTER TABLE client_secret ADD COLUMN proof BLOB; -- HMAC under its key; NULL: no bot comes with this

-- Apps that are gone and whose bot may still have an account.
CREATE TABLE bot_leftover (
    client_id TEXT PRIMARY KEY
) STRICT;
