-- The head of its family when the token was issued, where the next one ends it; 0: nothing but its
-- time does.
ALTER TABLE opaque_token ADD COLUMN head INTEGER NOT NULL DEFAULT 0;
