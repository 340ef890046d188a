-- why: which cases somebody may see is kept by the database too, under every path: closed without a scope, and filled from the acts themselves in the transaction that records them.

DO $blok$
DECLARE
    rol text;
BEGIN
    -- grootboek: deciding on an act, folding a casus and the command line on the machine need the whole ledger
    FOREACH rol IN ARRAY ARRAY['zicht_grootboek', 'zicht_zegelaar'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = rol) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', rol);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- made at this very moment from another database of the same server
            END;
        END IF;
    END LOOP;
END
$blok$;

CREATE SCHEMA toegang AUTHORIZATION zicht_eigenaar;

SET LOCAL ROLE zicht_eigenaar;
SELECT migratie.open_onderhoud('wie een casus mag zien, bewaakt ook de database');

COMMENT ON SCHEMA toegang IS 'which cases somebody may see';
GRANT USAGE ON SCHEMA toegang TO zicht_lezer, zicht_grootboek, zicht_projectie;
GRANT USAGE ON SCHEMA ledger, projecties, migratie TO zicht_grootboek;
GRANT SELECT ON migratie.toegepast, migratie.onderhoud TO zicht_grootboek;

-- The scope of a question, set for one transaction by who asks it (ledger.store.bereik). Asked as (SELECT f()), so that
-- it is worked out once for a statement and not once for a row.
CREATE FUNCTION toegang.regios() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN string_to_array(nullif(current_setting('zicht.regios', true), ''), ',');
CREATE FUNCTION toegang.partij_soort() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('zicht.partij_soort', true), '');
CREATE FUNCTION toegang.partij_id() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('zicht.partij_id', true), '');
CREATE FUNCTION toegang.alles() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_user = ANY (ARRAY['zicht_grootboek', 'zicht_projectie', 'zicht_eigenaar'])
    OR EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = current_user AND r.rolsuper);

COMMENT ON FUNCTION toegang.regios IS 'the regions whose cases may be seen; null: none';
COMMENT ON FUNCTION toegang.partij_id IS 'the party whose cases may be seen from its handover on; null: none';
COMMENT ON FUNCTION toegang.alles IS 'whether this role sees every case';

-- From when on a party may see a casus. A row comes with the act that says so, in the same transaction, and stays: who
-- got a document has to be able to account for what it did with it, also when the handover was withdrawn later.
CREATE TABLE toegang.betrokken (
    vanaf_op     timestamptz NOT NULL,
    positie      bigint      NOT NULL,
    casus        uuid        NOT NULL,
    volgnummer   integer     NOT NULL,
    regio        text        NOT NULL,
    partij_soort text        COLLATE "C" NOT NULL,
    partij_id    text        COLLATE "C" NOT NULL,
    CONSTRAINT betrokken_pkey PRIMARY KEY (partij_soort, partij_id, casus, volgnummer)
);

COMMENT ON TABLE toegang.betrokken IS 'which party may see which casus, by which act, from when on; follows from the acts';
COMMENT ON COLUMN toegang.betrokken.vanaf_op IS 'gebeurdOp of the sending: what happened before it is not theirs to see';
COMMENT ON COLUMN toegang.betrokken.volgnummer IS 'the act that says so: a handover, opschaling, or a correction of one; for a gemeente a melding or a move';

-- Whom an act brings into a casus. A correction that replaces does so for what it says now. What cannot be read brings
-- nobody: it is the writer that keeps such acts out, and this must not.
CREATE FUNCTION toegang.ontvangers(p_casus uuid, p_soort text, p_open bytea, p_gebeurd_op timestamptz)
RETURNS TABLE (partij_soort text, partij_id text, vanaf_op timestamptz)
LANGUAGE plpgsql STABLE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $functie$
#variable_conflict use_variable
DECLARE
    v_soort    text := split_part(p_soort, '/', 1);
    v_gegevens jsonb;
    v_op       timestamptz := p_gebeurd_op;
    v_doel     record;
BEGIN
    v_gegevens := convert_from(p_open, 'UTF8')::jsonb -> 'gegevens';
    FOR i IN 1 .. 20 LOOP  -- a correction of a correction of …
        EXIT WHEN v_soort <> 'GebeurtenisGecorrigeerd' OR v_gegevens -> 'vervanging' IS NULL;
        SELECT split_part(g.soort, '/', 1) AS soort, convert_from(g.open, 'UTF8')::jsonb -> 'gegevens' AS gegevens, g.gebeurd_op
          INTO v_doel
          FROM ledger.gebeurtenissen g
         WHERE g.casus = p_casus AND g.volgnummer = (v_gegevens ->> 'betreft')::integer;
        EXIT WHEN NOT FOUND;
        v_soort := v_doel.soort;
        v_op := coalesce((v_gegevens #>> '{vervanging,gebeurdOp}')::timestamptz, v_doel.gebeurd_op);
        v_gegevens := coalesce(v_gegevens #> '{vervanging,gegevens}', v_doel.gegevens);
    END LOOP;
    RETURN QUERY
    SELECT DISTINCT partij ->> 'soort', partij ->> 'id', v_op
      FROM (SELECT v_gegevens -> 'aan' WHERE v_soort = 'OverdrachtVerstuurd'
            UNION ALL SELECT jsonb_array_elements(v_gegevens -> 'medeontvangers') WHERE v_soort = 'OverdrachtVerstuurd'
            UNION ALL SELECT v_gegevens -> 'toegewezenAan' WHERE v_soort = 'OpschalingBesloten'
            UNION ALL SELECT jsonb_build_object('soort', 'gemeente', 'id', v_gegevens ->> 'gemeente')
                       WHERE v_soort IN ('MeldingOntvangen', 'WoonplaatsGewijzigd')) AS x (partij)
     WHERE partij ->> 'soort' <> 'clientsysteem' AND partij ->> 'id' IS NOT NULL;
EXCEPTION WHEN data_exception OR invalid_text_representation OR untranslatable_character THEN
    RETURN;
END
$functie$;

COMMENT ON FUNCTION toegang.ontvangers IS 'the parties that may see the casus because of this act';

CREATE FUNCTION toegang.houd_bij() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    INSERT INTO toegang.betrokken (vanaf_op, positie, casus, volgnummer, regio, partij_soort, partij_id)
    SELECT o.vanaf_op, n.positie, n.casus, n.volgnummer, n.regio, o.partij_soort, o.partij_id
      FROM nieuw n, LATERAL toegang.ontvangers(n.casus, n.soort, n.open, n.gebeurd_op) o
     WHERE n.gebeurd_op IS NOT NULL
       AND split_part(n.soort, '/', 1) IN ('OverdrachtVerstuurd', 'OpschalingBesloten', 'GebeurtenisGecorrigeerd',
                                           'MeldingOntvangen', 'WoonplaatsGewijzigd')
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$functie$;

CREATE TRIGGER betrokken_bijhouden AFTER INSERT ON ledger.gebeurtenissen
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT EXECUTE FUNCTION toegang.houd_bij();
ALTER TABLE ledger.gebeurtenissen ENABLE ALWAYS TRIGGER betrokken_bijhouden;

-- What was recorded before this migration. By hand for a doubt: the same statement into another table gives the same rows.
INSERT INTO toegang.betrokken (vanaf_op, positie, casus, volgnummer, regio, partij_soort, partij_id)
SELECT o.vanaf_op, g.positie, g.casus, g.volgnummer, g.regio, o.partij_soort, o.partij_id
  FROM ledger.gebeurtenissen g, LATERAL toegang.ontvangers(g.casus, g.soort, g.open, g.gebeurd_op) o
 WHERE g.gebeurd_op IS NOT NULL
   AND split_part(g.soort, '/', 1) IN ('OverdrachtVerstuurd', 'OpschalingBesloten', 'GebeurtenisGecorrigeerd',
                                       'MeldingOntvangen', 'WoonplaatsGewijzigd');
SELECT migratie.maak_alleen_toevoegbaar('toegang.betrokken');

-- The ledger: its rows are found by keys whose comparison cannot leak, so policies cost no index.
ALTER TABLE ledger.gebeurtenissen ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.opdrachten ENABLE ROW LEVEL SECURITY;
ALTER TABLE toegang.betrokken ENABLE ROW LEVEL SECURITY;

-- The confidential part is for who decides and folds, never within a scope.
REVOKE SELECT ON ledger.gebeurtenissen, ledger.opdrachten FROM zicht_lezer;
GRANT SELECT (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus, opdracht, regio, soort, open)
   ON ledger.gebeurtenissen TO zicht_lezer;
GRANT SELECT ON ledger.gebeurtenissen, ledger.opdrachten TO zicht_grootboek;
GRANT SELECT ON toegang.betrokken TO zicht_lezer, zicht_grootboek;

CREATE POLICY geheel ON ledger.gebeurtenissen FOR SELECT TO zicht_grootboek, zicht_projectie, zicht_zegelaar USING (true);
CREATE POLICY van_regio ON ledger.gebeurtenissen FOR SELECT TO zicht_lezer
    USING (regio = ANY ((SELECT toegang.regios())::text[]));
-- A gemeente asks for timelines and figures, never for acts.
CREATE POLICY van_partij ON ledger.gebeurtenissen FOR SELECT TO zicht_lezer
    USING (EXISTS (SELECT FROM toegang.betrokken b
                    WHERE b.partij_soort = (SELECT toegang.partij_soort()) AND b.partij_soort <> 'gemeente'
                      AND b.partij_id = (SELECT toegang.partij_id())
                      AND b.casus = gebeurtenissen.casus AND b.vanaf_op <= gebeurtenissen.gebeurd_op));
CREATE POLICY geheel ON ledger.opdrachten FOR SELECT TO zicht_grootboek USING (true);
CREATE POLICY geheel ON toegang.betrokken FOR SELECT TO zicht_grootboek USING (true);
CREATE POLICY van_regio ON toegang.betrokken FOR SELECT TO zicht_lezer
    USING (regio = ANY ((SELECT toegang.regios())::text[]));
CREATE POLICY van_partij ON toegang.betrokken FOR SELECT TO zicht_lezer
    USING (partij_soort = (SELECT toegang.partij_soort()) AND partij_id = (SELECT toegang.partij_id()));

-- How long the ledger is, everybody may know: every answer and every checkpoint says it.
CREATE FUNCTION ledger.hoogste_positie() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS 'SELECT coalesce((SELECT g.positie FROM ledger.gebeurtenissen g ORDER BY g.positie DESC LIMIT 1), 0)';

COMMENT ON FUNCTION ledger.hoogste_positie IS 'the position of the last act, of whatever casus; 0 for none';

REVOKE ALL ON FUNCTION ledger.hoogste_positie, toegang.regios, toegang.partij_soort, toegang.partij_id, toegang.alles,
                       toegang.ontvangers, toegang.houd_bij FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.hoogste_positie TO zicht_lezer, zicht_grootboek;
GRANT EXECUTE ON FUNCTION toegang.regios, toegang.partij_soort, toegang.partij_id, toegang.alles
   TO zicht_lezer, zicht_grootboek, zicht_projectie;

-- The read model. Its lists are found by ranges (GiST), whose comparison PostgreSQL does not call leakproof: under a
-- policy it would look at every row before it may use the index. So who reads has no right on the tables at all, and
-- gets views that carry the same condition; the index is used as before. COPY, by which the follower writes, is the other
-- thing that a table with policies does not take.
REVOKE SELECT ON ALL TABLES IN SCHEMA projecties FROM zicht_lezer;
ALTER DEFAULT PRIVILEGES FOR ROLE zicht_eigenaar IN SCHEMA projecties REVOKE SELECT ON TABLES FROM zicht_lezer;
GRANT SELECT ON projecties.generaties, projecties.geparkeerd TO zicht_lezer, zicht_grootboek;
GRANT EXECUTE ON FUNCTION projecties.onafgedaan, projecties.termijnstatus TO zicht_grootboek;

ALTER TABLE projecties.geparkeerd ENABLE ROW LEVEL SECURITY;
CREATE POLICY geheel ON projecties.geparkeerd FOR SELECT TO zicht_grootboek USING (true);
CREATE POLICY van_de_volger ON projecties.geparkeerd TO zicht_projectie USING (true) WITH CHECK (true);
CREATE POLICY van_regio ON projecties.geparkeerd FOR SELECT TO zicht_lezer
    USING (regio = ANY ((SELECT toegang.regios())::text[]));
CREATE POLICY van_partij ON projecties.geparkeerd FOR SELECT TO zicht_lezer
    USING (EXISTS (SELECT FROM toegang.betrokken b
                    WHERE b.partij_soort = (SELECT toegang.partij_soort())
                      AND b.partij_id = (SELECT toegang.partij_id()) AND b.casus = geparkeerd.casus));

DO $blok$
DECLARE
    generatie integer;
    tabel     text;
    sinds     text;
BEGIN
    FOR generatie IN 1 .. 2 LOOP
        -- what a party sees of a casus: what was so from its handover on, and what is about that party itself
        FOR tabel, sinds IN VALUES
            ('stukken', 's.tot IS NULL OR s.tot > b.vanaf_op'),
            ('casussen', 'true'),
            ('termijnen', 's.gestart_op >= b.vanaf_op OR (s.partij_soort, s.partij_id) = (b.partij_soort, b.partij_id)'),
            ('signalen', 's.van >= b.vanaf_op OR (s.partij_soort, s.partij_id) = (b.partij_soort, b.partij_id)'),
            ('meldingen', 's.gebeurd_op >= b.vanaf_op')
        LOOP
            EXECUTE format($view$
                CREATE VIEW projecties.%I AS
                SELECT s.* FROM projecties.%I s
                 WHERE (SELECT toegang.alles())
                    OR s.regio = ANY ((SELECT toegang.regios())::text[])
                    OR EXISTS (SELECT FROM toegang.betrokken b
                                WHERE b.partij_soort = (SELECT toegang.partij_soort())
                                  AND b.partij_id = (SELECT toegang.partij_id())
                                  AND b.casus = s.casus AND (%s))
                $view$, format('gelezen_%s_%s', tabel, generatie), format('%s_%s', tabel, generatie), sinds);
            EXECUTE format('COMMENT ON VIEW projecties.%I IS %L', format('gelezen_%s_%s', tabel, generatie),
                           'the rows that who asks may see; whoever adds a column makes it anew');
            EXECUTE format('REVOKE ALL ON projecties.%I FROM zicht_projectie', format('gelezen_%s_%s', tabel, generatie));
            EXECUTE format('GRANT SELECT ON projecties.%I TO zicht_lezer, zicht_grootboek',
                           format('gelezen_%s_%s', tabel, generatie));
        END LOOP;
    END LOOP;
    FOREACH tabel IN ARRAY ARRAY['stukken', 'termijnen', 'signalen', 'meldingen'] LOOP
        EXECUTE format($view$
            CREATE OR REPLACE VIEW projecties.%I WITH (security_invoker = true) AS
            SELECT s.* FROM projecties.generaties g JOIN projecties.%I s ON true WHERE g.generatie = 1 AND g.actief
            UNION ALL
            SELECT s.* FROM projecties.generaties g JOIN projecties.%I s ON true WHERE g.generatie = 2 AND g.actief
            $view$, tabel, format('gelezen_%s_1', tabel), format('gelezen_%s_2', tabel));
        EXECUTE format('GRANT SELECT ON projecties.%I TO zicht_lezer, zicht_grootboek', tabel);
    END LOOP;
END
$blok$;
