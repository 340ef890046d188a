-- why: an inspector must not have to trust whoever runs the database, so what was sealed is kept, and who seals cannot append or read keys.

DO $blok$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zicht_zegelaar') THEN
        BEGIN
            CREATE ROLE zicht_zegelaar NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server was first
        END;
    END IF;
END
$blok$;

CREATE SCHEMA zegel AUTHORIZATION zicht_eigenaar;

SET LOCAL ROLE zicht_eigenaar;

COMMENT ON SCHEMA zegel IS 'what was sealed: hashes only; never what an audit goes by';

-- One row for each log that is sealed: its head, and the right edge of its tree to go on from.
CREATE TABLE zegel.logboeken (
    logboek      smallint    NOT NULL,
    oorsprong    text        NOT NULL,
    tijdvak      bigint      NOT NULL,
    grootte      bigint      NOT NULL,
    wortel       bytea       NOT NULL,
    kaart        bytea,
    bereik       bytea       NOT NULL,
    verzegeld_op timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT logboeken_pkey PRIMARY KEY (logboek),
    CONSTRAINT logboeken_oorsprong_key UNIQUE (oorsprong),
    CONSTRAINT logboeken_grootte_vanaf_0 CHECK (grootte >= 0),
    CONSTRAINT logboeken_wortel_is_sha256 CHECK (octet_length(wortel) = 32)
) WITH (fillfactor = 50);  -- updated for every batch: room to do that in place

COMMENT ON COLUMN zegel.logboeken.oorsprong IS 'the name of the log in its checkpoints; in every leaf, so never changed';
COMMENT ON COLUMN zegel.logboeken.tijdvak IS 'goes up with each sealer that takes over: an earlier one can write nothing any more';
COMMENT ON COLUMN zegel.logboeken.kaart IS 'root over how many acts each casus has; null for a log without casussen';
COMMENT ON COLUMN zegel.logboeken.bereik IS 'roots of the perfect subtrees at the right edge, one after another';

-- The hashes at the levels of tiles: 0 the leaves (plaats = positie - 1), 1 of 256 leaves together, and so on.
CREATE TABLE zegel.knopen (
    plaats  bigint   NOT NULL,
    logboek smallint NOT NULL,
    niveau  smallint NOT NULL,
    hash    bytea    NOT NULL,
    CONSTRAINT knopen_pkey PRIMARY KEY (logboek, niveau, plaats),
    CONSTRAINT knopen_hash_is_sha256 CHECK (octet_length(hash) = 32)
);

COMMENT ON TABLE zegel.knopen IS 'only ever added to; a proof is made of these, never judged by them';

GRANT USAGE ON SCHEMA zegel TO zicht_zegelaar, zicht_lezer;
GRANT SELECT, INSERT, UPDATE ON zegel.logboeken TO zicht_zegelaar;
GRANT SELECT, INSERT ON zegel.knopen TO zicht_zegelaar;
GRANT SELECT ON zegel.logboeken, zegel.knopen TO zicht_lezer;

-- Every column is in the leaf; of the confidential part that is the ciphertext.
GRANT USAGE ON SCHEMA ledger TO zicht_zegelaar;
GRANT SELECT ON ledger.gebeurtenissen TO zicht_zegelaar;

RESET ROLE;

GRANT USAGE ON SCHEMA migratie TO zicht_zegelaar;
GRANT SELECT ON migratie.toegepast TO zicht_zegelaar;
