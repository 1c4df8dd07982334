-- What people see of their sessions.
ALTER TABLE session ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0; -- the first sign-in of it
ALTER TABLE session ADD COLUMN seen_at  INTEGER NOT NULL DEFAULT 0; -- to a minute
UPDATE session SET begun_at = auth_time, seen_at = auth_time;
