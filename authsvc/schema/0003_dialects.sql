-- Where a client is switched on, and what its access tokens look like.
ALTER TABLE client ADD COLUMN dialects TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE client ADD COLUMN access_token_format TEXT NOT NULL DEFAULT 'jwt';
