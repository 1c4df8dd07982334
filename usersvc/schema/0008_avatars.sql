-- The name of the person's picture (common/picture), so that whoever reads the person need not look.
ALTER TABLE person ADD COLUMN avatar TEXT;
