-- People whose accounts were erased and of whom there may still be something here, which goes in
-- batches; and what finds it.  The indexes by client and person serve as well with the person first.
CREATE TABLE person_leftover (
    person TEXT PRIMARY KEY
) STRICT;
CREATE INDEX session_person ON session (person);
CREATE INDEX consent_person ON consent (person);
CREATE INDEX code_person ON code (person, client_id);
DROP INDEX code_consent;
CREATE INDEX auth_transaction_person ON auth_transaction (person, client_id);
DROP INDEX auth_transaction_consent;
