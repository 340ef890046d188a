-- why: what is confidential is sealed with a key per casus, per person and per melder, so that destroying the key destroys what it sealed, wherever a copy is; keys are kept wrapped, under a role that cannot append.

DO $blok$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zicht_sleutels') THEN
        CREATE ROLE zicht_sleutels NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of the same server made it at this very moment
END
$blok$;

CREATE SCHEMA sleutels AUTHORIZATION zicht_eigenaar;

SET LOCAL ROLE zicht_eigenaar;

COMMENT ON SCHEMA sleutels IS 'wrapped keys of the confidential parts; the keys that wrap them are outside the database';

-- The master keys themselves are elsewhere (a file, a hardware module); here stands which there were.
CREATE TABLE sleutels.hoofdsleutels (
    id            uuid        NOT NULL,
    ingesteld_op  timestamptz NOT NULL DEFAULT clock_timestamp(),
    vervangen_op  timestamptz,
    vernietigd_op timestamptz,
    CONSTRAINT hoofdsleutels_pkey PRIMARY KEY (id),
    CONSTRAINT hoofdsleutels_eerst_vervangen CHECK (vernietigd_op IS NULL OR vervangen_op IS NOT NULL)
);
CREATE UNIQUE INDEX hoofdsleutels_een_huidige ON sleutels.hoofdsleutels ((true)) WHERE vervangen_op IS NULL;

COMMENT ON COLUMN sleutels.hoofdsleutels.vervangen_op IS 'from when on no new key is wrapped with it; null for the current one';

CREATE TABLE sleutels.datasleutels (
    id            uuid        NOT NULL,
    hoofdsleutel  uuid        NOT NULL,
    casus         uuid        NOT NULL,
    gemaakt_op    timestamptz NOT NULL DEFAULT clock_timestamp(),
    vernietigd_op timestamptz,
    na            integer     NOT NULL,
    klasse        text        NOT NULL,
    persoon       text        NOT NULL DEFAULT '',
    ingepakt      bytea,
    CONSTRAINT datasleutels_pkey PRIMARY KEY (id),
    CONSTRAINT datasleutels_naam UNIQUE (casus, klasse, persoon, na),
    CONSTRAINT datasleutels_hoofdsleutel FOREIGN KEY (hoofdsleutel) REFERENCES sleutels.hoofdsleutels (id),
    CONSTRAINT datasleutels_klasse_bekend CHECK (klasse IN ('casus', 'persoon', 'melder')),
    CONSTRAINT datasleutels_persoon_bij_klasse CHECK ((klasse = 'persoon') = (persoon <> '')),
    -- nobody but the owner may set vernietigd_op, so a key that was destroyed cannot be put back
    CONSTRAINT datasleutels_vernietigd_is_leeg CHECK ((ingepakt IS NULL) = (vernietigd_op IS NOT NULL))
);
CREATE INDEX datasleutels_per_hoofdsleutel ON sleutels.datasleutels (hoofdsleutel) WHERE ingepakt IS NOT NULL;

COMMENT ON COLUMN sleutels.datasleutels.na IS 'the volgnummer of the erasure after which this key is used; 0 for the first key of its name';
COMMENT ON COLUMN sleutels.datasleutels.ingepakt IS 'the key, wrapped by the master key; null once destroyed, the row stays to say so';

-- Plain text of before the envelope that is still to be cleared away: see the step of migration 0031.
CREATE TABLE sleutels.op_te_ruimen (
    tabel text NOT NULL PRIMARY KEY
);

GRANT USAGE ON SCHEMA sleutels TO zicht_sleutels;
GRANT SELECT ON sleutels.hoofdsleutels, sleutels.datasleutels TO zicht_sleutels;
GRANT INSERT (id), UPDATE (vervangen_op, vernietigd_op) ON sleutels.hoofdsleutels TO zicht_sleutels;
GRANT INSERT (id, hoofdsleutel, casus, na, klasse, persoon, ingepakt), UPDATE (hoofdsleutel, ingepakt)
    ON sleutels.datasleutels TO zicht_sleutels;

-- For good: what the keys of this casus (p_persoon null), or of one person in it, sealed before this volgnummer.
CREATE FUNCTION sleutels.vernietig(p_casus uuid, p_volgnummer integer, p_persoon text) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $functie$
    UPDATE sleutels.datasleutels
       SET ingepakt = NULL, vernietigd_op = clock_timestamp()
     WHERE casus = p_casus
       AND ingepakt IS NOT NULL
       AND na < p_volgnummer
       AND (p_persoon IS NULL OR (klasse = 'persoon' AND persoon = p_persoon));
$functie$;

-- The act and the destruction are one: whoever writes the act, by whatever way, destroys the keys with it, in the same
-- transaction. When that fails the act is not written either.
CREATE FUNCTION sleutels.vernietig_bij_handeling() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM sleutels.vernietig(
        NEW.casus, NEW.volgnummer, convert_from(NEW.open, 'UTF8')::jsonb #>> '{gegevens,persoon}'
    );
    RETURN NULL;
END
$functie$;

COMMENT ON FUNCTION sleutels.vernietig_bij_handeling IS 'destroys the keys that an act PersoonsgegevensVernietigd is about';

CREATE TRIGGER vernietig_sleutels
    AFTER INSERT ON ledger.gebeurtenissen
    FOR EACH ROW WHEN (NEW.soort LIKE 'PersoonsgegevensVernietigd/%')
    EXECUTE FUNCTION sleutels.vernietig_bij_handeling();
ALTER TABLE ledger.gebeurtenissen ENABLE ALWAYS TRIGGER vernietig_sleutels;
