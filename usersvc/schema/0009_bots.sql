-- Accounts of apps' bots: people in all that this table knows, but for a password, an address, and a
-- user name that anybody could be found by.
ALTER TABLE person ADD COLUMN bot_of TEXT; -- client id of the app; NULL: a person's
CREATE UNIQUE INDEX person_bot_of ON person (bot_of);
