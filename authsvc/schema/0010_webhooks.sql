-- Where an app hears what happened to its authorizations, and the file that it makes for people.
ALTER TABLE client ADD COLUMN webhook_uri TEXT;
ALTER TABLE client ADD COLUMN api_key_template TEXT; -- with a place for a key
ALTER TABLE client ADD COLUMN api_key_filename TEXT;
