-- why: rights are given to roles, never to people: who appends cannot read keys, who reads cannot write, and nobody who logs in owns a table.

-- Roles live in the cluster, not in the database: another database of the same server may make them at this very moment.
DO $blok$
DECLARE
    rol text;
BEGIN
    FOREACH rol IN ARRAY ARRAY['zicht_eigenaar', 'zicht_schrijver', 'zicht_lezer', 'zicht_projectie'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = rol) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', rol);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- the other one was first, which is just as good
            END;
        END IF;
    END LOOP;
    -- Whoever migrates without being superuser has to be able to act as the owner.
    IF NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
       AND NOT pg_has_role(current_user, 'zicht_eigenaar', 'USAGE') THEN
        EXECUTE format('GRANT zicht_eigenaar TO %I', current_user);
    END IF;
END
$blok$;

CREATE SCHEMA ledger AUTHORIZATION zicht_eigenaar;
CREATE SCHEMA projecties AUTHORIZATION zicht_eigenaar;

SET LOCAL ROLE zicht_eigenaar;

COMMENT ON SCHEMA ledger IS 'what happened: append only';
COMMENT ON SCHEMA projecties IS 'what it means: read models, may be dropped and rebuilt at any time';

-- A new function is executable by everybody unless this is said before it is made.
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

GRANT USAGE ON SCHEMA ledger TO zicht_schrijver, zicht_lezer, zicht_projectie;
GRANT USAGE ON SCHEMA projecties TO zicht_lezer, zicht_projectie;
GRANT CREATE ON SCHEMA projecties TO zicht_projectie;  -- a rebuild is made beside the running one, then switched

ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar IN SCHEMA projecties
    GRANT SELECT ON TABLES TO zicht_lezer;
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar IN SCHEMA projecties
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO zicht_projectie;
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar IN SCHEMA projecties
    GRANT USAGE ON SEQUENCES TO zicht_projectie;

RESET ROLE;

-- The book of the migration runner, which the runner had to open before this file could make any role.
ALTER SCHEMA migratie OWNER TO zicht_eigenaar;
ALTER TABLE migratie.toegepast OWNER TO zicht_eigenaar;
GRANT USAGE ON SCHEMA migratie TO zicht_schrijver, zicht_lezer, zicht_projectie;
GRANT SELECT ON migratie.toegepast TO zicht_schrijver, zicht_lezer, zicht_projectie;
