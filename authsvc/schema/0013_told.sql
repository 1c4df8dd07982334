-- The number of the person, for apps that are told what becomes of their authorizations: it has to be
-- known when the person is gone.
ALTER TABLE consent ADD COLUMN number INTEGER; -- NULL: the consent is older than this
