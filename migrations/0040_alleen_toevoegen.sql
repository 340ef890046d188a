-- why: append-only has to hold for the owner of the tables too; who must change what it guards says so first, and that stays in the database for ever.

SET LOCAL ROLE zicht_eigenaar;

-- The book of maintenance. A migration that has to change a guarded table, function or row calls
-- migratie.open_onderhoud('why') first. What then happens in that transaction, and in no other, is let through; the
-- line that says who and why is committed with it or not at all, and cannot be taken out again.
CREATE TABLE migratie.onderhoud (
    nummer     bigint      GENERATED ALWAYS AS IDENTITY,
    geopend_op timestamptz NOT NULL DEFAULT clock_timestamp(),
    transactie xid8        NOT NULL DEFAULT pg_current_xact_id(),
    login      text        NOT NULL DEFAULT session_user,
    reden      text        NOT NULL,
    CONSTRAINT onderhoud_pkey PRIMARY KEY (nummer),
    CONSTRAINT onderhoud_transactie_key UNIQUE (transactie, nummer),
    CONSTRAINT onderhoud_met_reden CHECK (length(reden) >= 10)
);

COMMENT ON TABLE migratie.onderhoud IS 'who changed what is guarded, when and why; read it in any investigation';
GRANT SELECT ON migratie.onderhoud TO zicht_schrijver, zicht_lezer, zicht_projectie;

CREATE FUNCTION migratie.open_onderhoud(p_reden text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    INSERT INTO migratie.onderhoud (reden) VALUES (p_reden);
    RAISE WARNING 'onderhoud aan het grootboek geopend door %: %', session_user, p_reden;
END
$functie$;

COMMENT ON FUNCTION migratie.open_onderhoud IS 'let this transaction change what is guarded, and write down that it did';

-- Statement-level, because a row-level trigger never fires where row security hides the rows: that answers "UPDATE 0"
-- in silence. ENABLE ALWAYS, because session_replication_role = replica would pass by an ordinary one.
CREATE FUNCTION ledger.weiger_wijziging() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    IF EXISTS (SELECT FROM migratie.onderhoud o WHERE o.transactie = pg_current_xact_id_if_assigned()) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% op %.%: hier wordt alleen toegevoegd', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Een vergissing wordt hersteld met een nieuwe gebeurtenis. Een migratie roept eerst migratie.open_onderhoud(reden) aan.';
END
$functie$;

COMMENT ON FUNCTION ledger.weiger_wijziging IS 'refuse UPDATE, DELETE and TRUNCATE, also for the owner';

-- For every table that may only be added to, also those of later migrations.
CREATE FUNCTION migratie.maak_alleen_toevoegbaar(p_tabel regclass) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM migratie.open_onderhoud(format('%s wordt een tabel waaraan alleen wordt toegevoegd', p_tabel));
    EXECUTE format('CREATE TRIGGER alleen_toevoegen BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION ledger.weiger_wijziging()', p_tabel);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER alleen_toevoegen', p_tabel);
END
$functie$;

COMMENT ON FUNCTION migratie.maak_alleen_toevoegbaar IS 'let a table be added to and nothing else, also by its owner';

SELECT migratie.maak_alleen_toevoegbaar('ledger.gebeurtenissen'),
       migratie.maak_alleen_toevoegbaar('ledger.opdrachten'),
       migratie.maak_alleen_toevoegbaar('migratie.toegepast'),
       migratie.maak_alleen_toevoegbaar('migratie.onderhoud');

-- What is not read cannot leak: the follower folds the open part and nothing else.
REVOKE SELECT ON ledger.gebeurtenissen, ledger.opdrachten FROM zicht_projectie;
GRANT SELECT (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus, opdracht, regio, soort, open)
   ON ledger.gebeurtenissen TO zicht_projectie;

-- A rebuild fills tables that are there already, so nobody but the owner makes any.
REVOKE CREATE ON SCHEMA projecties FROM zicht_projectie;

ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar REVOKE ALL ON TABLES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar REVOKE ALL ON SEQUENCES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar REVOKE ALL ON SCHEMAS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar REVOKE ALL ON TYPES FROM PUBLIC;
