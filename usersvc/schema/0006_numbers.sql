-- What dialects call people by: a number, and four digits beside the nickname.  A program that does
-- not know of them leaves both out; number_store.h makes good for it.
ALTER TABLE person ADD COLUMN number INTEGER;
ALTER TABLE person ADD COLUMN discriminator INTEGER; -- 1 to 9999; NULL: there was none left
UPDATE person SET number = r.number,
    discriminator = CASE WHEN deleted_at IS NULL AND r.rank <= 9999 THEN r.rank END
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY created_at, id) AS number,
                 ROW_NUMBER() OVER (PARTITION BY lower(COALESCE(nickname, username))
                                    ORDER BY created_at, id) AS rank
          FROM person) AS r
    WHERE r.id = person.id;
CREATE UNIQUE INDEX person_number ON person (number);
CREATE UNIQUE INDEX person_called ON person (lower(COALESCE(nickname, username)), discriminator);
CREATE INDEX person_unnumbered ON person (id) WHERE number IS NULL;

-- The last number that was given.
CREATE TABLE person_number_given (
    last INTEGER NOT NULL
) STRICT;
INSERT INTO person_number_given (last) SELECT COALESCE(MAX(number), 0) FROM person;
