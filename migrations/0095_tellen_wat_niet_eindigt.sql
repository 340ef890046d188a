-- why: what has no end was read whole by every count, however long ago it began; closed casussen leave such a piece each, so counts became slower with the log.

SET LOCAL ROLE zicht_eigenaar;

-- What has no end is a class of its own, apart from what lasts very long: only of the first it is kept how many there are.
DROP INDEX IF EXISTS projecties.stukken_naar_duur_1, projecties.stukken_naar_duur_2;

CREATE OR REPLACE FUNCTION projecties.duurklasse(p_van timestamptz, p_tot timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 1 + coalesce(width_bucket(p_tot - p_van, projecties.duurgrenzen()), 1 + cardinality(projecties.duurgrenzen()));

COMMENT ON FUNCTION projecties.duurgrenzen IS 'what the pieces of each class of duration stay under; those of one class more have no such limit, and those of the last no end';

-- How many pieces that have no end, as they are known now, began in a month and in a whole year (of UTC): kept by who follows,
-- made anew by a rebuild. A family is not a party to count by, so its pieces stand under no party.
CREATE FUNCTION projecties.tel_eindeloos(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    EXECUTE format('TRUNCATE projecties.%I', 'eindeloos_' || p_generatie);
    EXECUTE format($tel$
        INSERT INTO projecties.%I (sleutel, partij_soort, partij_id, regio, heel_jaar, vanaf, aantal)
        SELECT CASE WHEN s.partij_soort = 'clientsysteem' THEN ((s.sleutel >> 28) << 28) | (s.sleutel & 15) ELSE s.sleutel END,
               nullif(s.partij_soort, 'clientsysteem'),
               CASE WHEN s.partij_soort <> 'clientsysteem' THEN s.partij_id END,
               s.regio, k.heel_jaar, date_trunc(k.korrel, s.van, 'UTC'), count(*)
          FROM projecties.%I s
         CROSS JOIN (VALUES (true, 'year'), (false, 'month')) AS k (heel_jaar, korrel)
         WHERE s.bekend_tot_positie IS NULL AND s.tot IS NULL
         GROUP BY 1, 2, 3, 4, 5, 6
         ORDER BY 5, 6, 1, 4
        $tel$, 'eindeloos_' || p_generatie, 'stukken_' || p_generatie);
END
$functie$;

COMMENT ON FUNCTION projecties.tel_eindeloos IS 'count anew the pieces of a set of tables that have no end, by when they began';
REVOKE ALL ON FUNCTION projecties.tel_eindeloos FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projecties.tel_eindeloos TO zicht_projectie;

CREATE OR REPLACE FUNCTION projecties.leeg_generatie(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_index text;
BEGIN
    PERFORM FROM projecties.generaties g WHERE g.generatie = p_generatie AND NOT g.actief FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'generatie % wordt gelezen of bestaat niet', p_generatie USING ERRCODE = 'object_in_use';
    END IF;
    EXECUTE format('TRUNCATE projecties.%I, projecties.%I, projecties.%I, projecties.%I, projecties.%I, projecties.%I',
                   'stukken_' || p_generatie, 'casussen_' || p_generatie, 'termijnen_' || p_generatie,
                   'signalen_' || p_generatie, 'meldingen_' || p_generatie, 'eindeloos_' || p_generatie);
    FOREACH v_index IN ARRAY ARRAY[
        'stukken_sleutel', 'stukken_bij_partij', 'stukken_naar_duur', 'stukken_eerder', 'stukken_zonder_houder',
        'casussen_sleutel',
        'termijnen_sleutel', 'termijnen_open', 'termijnen_verstreken', 'termijnen_eerder', 'termijnen_bij_soort',
        'termijnen_bij_partij', 'termijnen_bij_uiterlijk', 'termijnen_bij_start',
        'signalen_sleutel', 'signalen_geldig', 'signalen_eerder', 'signalen_bij_code', 'signalen_bij_partij',
        'signalen_bij_begin', 'meldingen_sleutel', 'meldingen_bij_ontvangst'
    ] LOOP
        EXECUTE format('DROP INDEX IF EXISTS projecties.%I', v_index || '_' || p_generatie);
    END LOOP;
    DELETE FROM projecties.geparkeerd g WHERE g.generatie = p_generatie;
    UPDATE projecties.generaties g SET positie = 0 WHERE g.generatie = p_generatie;
END
$functie$;

DO $blok$
DECLARE
    v_generatie integer;
BEGIN
    FOR v_generatie IN 1 .. 2 LOOP
        EXECUTE format($tabel$
            CREATE TABLE projecties.%I (
                sleutel      integer     NOT NULL,
                partij_soort text,
                partij_id    text,
                regio        text        NOT NULL,
                heel_jaar    boolean     NOT NULL,
                vanaf        timestamptz NOT NULL,
                aantal       integer     NOT NULL,
                CONSTRAINT %I UNIQUE NULLS NOT DISTINCT (heel_jaar, vanaf, sleutel, regio, partij_soort, partij_id)
            )
            $tabel$, 'eindeloos_' || v_generatie, 'eindeloos_' || v_generatie || '_uniek');
        EXECUTE format('COMMENT ON TABLE projecties.%I IS %L', 'eindeloos_' || v_generatie,
                       'how many pieces without an end began in a month, or in a whole year, as they are known now');
        -- A party sees pieces of single casussen, so it reads those themselves.
        EXECUTE format($view$
            CREATE VIEW projecties.%I AS
            SELECT e.* FROM projecties.%I e
             WHERE (SELECT toegang.alles()) OR e.regio = ANY ((SELECT toegang.regios())::text[])
            $view$, 'gelezen_eindeloos_' || v_generatie, 'eindeloos_' || v_generatie);
        EXECUTE format('COMMENT ON VIEW projecties.%I IS %L', 'gelezen_eindeloos_' || v_generatie,
                       'the rows that who asks may see; whoever adds a column makes it anew');
        EXECUTE format('REVOKE ALL ON projecties.%I FROM zicht_projectie', 'gelezen_eindeloos_' || v_generatie);
        EXECUTE format('GRANT SELECT ON projecties.%I TO zicht_lezer, zicht_grootboek', 'gelezen_eindeloos_' || v_generatie);
        PERFORM projecties.tel_eindeloos(v_generatie::smallint);
        -- a set that a rebuild left half done has no indexes, and gets this with the others
        IF to_regclass('projecties.stukken_bij_partij_' || v_generatie) IS NOT NULL THEN
            PERFORM projecties.maak_index_naar_duur(v_generatie::smallint);
            EXECUTE format('ANALYZE projecties.%I', 'stukken_' || v_generatie);
        END IF;
        EXECUTE format('ANALYZE projecties.%I', 'eindeloos_' || v_generatie);
    END LOOP;
END
$blok$;
