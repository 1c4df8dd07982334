-- What the personal values in a person's events are sealed with, under the key-encryption key.
-- Erasing the account clears it, and with it all that was ever sealed.
ALTER TABLE person ADD COLUMN event_key BLOB;
