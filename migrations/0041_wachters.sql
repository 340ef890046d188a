-- why: a table that cannot be changed but can be dropped is not safe; only event triggers stop DDL, and only a superuser can make those. May be run again by a superuser (psql -f) where the migrations were applied by another login.

DO $blok$
BEGIN
    IF NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        RAISE WARNING 'geen superuser: DROP en ALTER van het grootboek worden niet tegengehouden; /gezondheid en zicht rechten zeggen het. Laat een superuser migrations/0041_wachters.sql uitvoeren.';
        RETURN;
    END IF;

    PERFORM migratie.open_onderhoud('de wachters tegen DROP en ALTER worden gezet');

    -- In a schema of the superuser's own, so that the owner of the tables cannot replace what guards them.
    CREATE SCHEMA IF NOT EXISTS wacht;
    COMMENT ON SCHEMA wacht IS 'what guards the ledger against its own owner; belongs to a superuser';

    CREATE OR REPLACE FUNCTION wacht.bewaak() RETURNS event_trigger
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    AS $functie$
    DECLARE
        v_schemas text[] := ARRAY['ledger', 'migratie', 'wacht'];
        v_later   text[] := ARRAY['inzage', 'sleutels', 'toegang', 'zegel'];  -- made by later migrations, never dropped
        v_wat     text;
    BEGIN
        IF TG_EVENT = 'sql_drop' THEN
            -- what is gone can only be told by its name
            SELECT string_agg(o.object_identity, ', ' ORDER BY o.object_identity) INTO v_wat
              FROM pg_event_trigger_dropped_objects() o
             WHERE o.schema_name = ANY (v_schemas || v_later)
                OR (o.object_type = 'schema' AND o.object_name = ANY (v_schemas || v_later))
                OR o.address_names[1] = ANY (v_schemas || v_later)
                OR (o.object_type = 'trigger' AND o.address_names[cardinality(o.address_names)] = 'alleen_toevoegen');
        ELSE
            SELECT string_agg(coalesce(c.object_identity, c.command_tag), ', ' ORDER BY c.object_identity) INTO v_wat
              FROM pg_event_trigger_ddl_commands() c
             WHERE c.schema_name = ANY (v_schemas)
                OR (c.classid = 'pg_namespace'::regclass
                    AND c.objid IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname = ANY (v_schemas)))
                -- a table that may only be added to; a policy, a rule or a trigger of one; and a child of one, whose
                -- rows would be read as if they stood in it. Not while the table itself is being made: the row of a
                -- system column is written then and never again.
                OR EXISTS (SELECT FROM pg_trigger t
                             JOIN pg_proc p ON p.oid = t.tgfoid
                             JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attname = 'ctid'
                            WHERE p.proname LIKE 'weiger%' AND NOT t.tgisinternal
                              AND a.xmin IS DISTINCT FROM pg_current_xact_id()::xid
                              AND t.tgrelid IN (
                                  SELECT c.objid WHERE c.classid = 'pg_class'::regclass
                                  UNION ALL SELECT x.tgrelid FROM pg_trigger x
                                   WHERE c.classid = 'pg_trigger'::regclass AND x.oid = c.objid
                                  UNION ALL SELECT x.polrelid FROM pg_policy x
                                   WHERE c.classid = 'pg_policy'::regclass AND x.oid = c.objid
                                  UNION ALL SELECT x.ev_class FROM pg_rewrite x
                                   WHERE c.classid = 'pg_rewrite'::regclass AND x.oid = c.objid
                                  UNION ALL SELECT x.inhparent FROM pg_inherits x
                                   WHERE c.classid = 'pg_class'::regclass AND x.inhrelid = c.objid));
        END IF;
        IF v_wat IS NULL THEN
            RETURN;
        END IF;
        -- dropping the book itself is never let through
        IF to_regclass('migratie.onderhoud') IS NOT NULL THEN
            IF EXISTS (SELECT FROM migratie.onderhoud o WHERE o.transactie = pg_current_xact_id_if_assigned()) THEN
                RETURN;
            END IF;
        END IF;
        RAISE EXCEPTION '%: % wordt bewaakt', TG_TAG, v_wat
              USING ERRCODE = 'insufficient_privilege',
                    HINT = 'Een migratie die dit moet, roept eerst migratie.open_onderhoud(reden) aan.';
    END
    $functie$;
    REVOKE ALL ON FUNCTION wacht.bewaak() FROM PUBLIC;

    -- The first alone lets a DROP through.
    IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'zicht_bewaakt_ddl') THEN
        CREATE EVENT TRIGGER zicht_bewaakt_ddl ON ddl_command_end EXECUTE FUNCTION wacht.bewaak();
    END IF;
    IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'zicht_bewaakt_drop') THEN
        CREATE EVENT TRIGGER zicht_bewaakt_drop ON sql_drop EXECUTE FUNCTION wacht.bewaak();
    END IF;
    ALTER EVENT TRIGGER zicht_bewaakt_ddl ENABLE ALWAYS;
    ALTER EVENT TRIGGER zicht_bewaakt_drop ENABLE ALWAYS;
END
$blok$;
