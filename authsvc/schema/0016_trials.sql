-- The owner of an app tries it: the answer goes to a page of ours.
ALTER TABLE auth_transaction ADD COLUMN trial INTEGER NOT NULL DEFAULT 0;
