-- The name of the app's picture (common/picture), so that whoever reads the client need not look.
ALTER TABLE client ADD COLUMN icon TEXT;
