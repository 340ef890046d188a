-- why: no confidential part is ever stored readable again; those of before are sealed by a step of the program in this same transaction.

SET LOCAL ROLE zicht_eigenaar;

-- Checked for all that is written from here on; the next migration checks what was there.
ALTER TABLE ledger.gebeurtenissen
    ADD CONSTRAINT gebeurtenissen_vertrouwelijk_verzegeld
    CHECK (vertrouwelijk IS NULL OR substring(vertrouwelijk FROM 1 FOR 1) = '\x01'::bytea) NOT VALID;

-- The planner keeps samples of what a column holds, and those may not be readable either; nobody searches in this one.
ALTER TABLE ledger.gebeurtenissen ALTER COLUMN vertrouwelijk TYPE bytea, ALTER COLUMN vertrouwelijk SET STATISTICS 0;

COMMENT ON COLUMN ledger.gebeurtenissen.vertrouwelijk IS 'confidential part, sealed: version byte, then per key its id, nonce and ciphertext';
