-- Requests whose answer is for a page of our own.
ALTER TABLE auth_transaction ADD COLUMN own_page INTEGER NOT NULL DEFAULT 0;
