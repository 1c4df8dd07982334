-- When an access token was last shown to an API of ours: to a minute.  NULL: never.
ALTER TABLE opaque_token ADD COLUMN used_at INTEGER;

-- When its person last changed it, NULL: never; and whether they have allowed it what asks others for
-- a second factor.
ALTER TABLE api_key ADD COLUMN updated_at INTEGER;
ALTER TABLE api_key ADD COLUMN preauthorized INTEGER NOT NULL DEFAULT 0;
