-- why: counting scanned an index by ranges, half a microsecond for each piece of a period, and touched a page of it for every party; by how long a piece lasts, each is found at once and in a third of the time.

SET LOCAL ROLE zicht_eigenaar;

-- A piece that lasts less than D holds at a moment only if it began less than D before it. So of pieces that last about as
-- long as one another, those that hold at a moment lie side by side in the order in which they began. In hours: a day
-- of the local clock may have another number of them.
CREATE FUNCTION projecties.duurgrenzen() RETURNS interval[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[interval '24 hours', '48 hours', '96 hours', '192 hours', '384 hours', '768 hours', '1536 hours', '3072 hours',
             '6144 hours', '12288 hours', '24576 hours', '49152 hours', '98304 hours', '196608 hours', '393216 hours'];

CREATE FUNCTION projecties.duurklasse(p_van timestamptz, p_tot timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 1 + coalesce(width_bucket(p_tot - p_van, projecties.duurgrenzen()), cardinality(projecties.duurgrenzen()));

COMMENT ON FUNCTION projecties.duurgrenzen IS 'what the pieces of each class of duration stay under; those of one class more have no such limit, or no end';
COMMENT ON FUNCTION projecties.duurklasse IS 'the class of duration of a piece, from 1: it lasts less than the limit in that place of duurgrenzen()';

REVOKE ALL ON FUNCTION projecties.duurgrenzen, projecties.duurklasse FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projecties.duurgrenzen, projecties.duurklasse TO zicht_lezer, zicht_projectie, zicht_grootboek;

-- Pieces as they are known now, by lane (the upper bits of the key), by about how long they last and by when they begin; with
-- what a count asks of them, and who may see them, so that counting does not look at the table.
CREATE FUNCTION projecties.maak_index_naar_duur(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    EXECUTE format('CREATE INDEX %I ON projecties.%I ((sleutel >> 28), projecties.duurklasse(van, tot), van) '
                   'INCLUDE (tot, sleutel, regio, casus, partij_soort, partij_id, bekend_van, bekend_van_positie) '
                   'WHERE bekend_tot_positie IS NULL',
                   'stukken_naar_duur_' || p_generatie, 'stukken_' || p_generatie);
END
$functie$;

-- By party and period it finds the few pieces that a party holds, and counts no more.
CREATE OR REPLACE FUNCTION projecties.maak_index_bij_partij(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    EXECUTE format('CREATE INDEX %I ON projecties.%I USING gist (int4range(sleutel, sleutel, ''[]''), tstzrange(van, tot)) '
                   'WHERE bekend_tot_positie IS NULL',
                   'stukken_bij_partij_' || p_generatie, 'stukken_' || p_generatie);
END
$functie$;

CREATE OR REPLACE FUNCTION projecties.maak_indexen_sleutels(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM projecties.maak_indexen_zonder_houder(p_generatie), projecties.maak_indexen_stukken(p_generatie),
            projecties.maak_index_naar_duur(p_generatie),
            projecties.maak_indexen_termijnen(p_generatie), projecties.maak_indexen_signalen(p_generatie);
END
$functie$;

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
    EXECUTE format('TRUNCATE projecties.%I, projecties.%I, projecties.%I, projecties.%I, projecties.%I',
                   'stukken_' || p_generatie, 'casussen_' || p_generatie, 'termijnen_' || p_generatie,
                   'signalen_' || p_generatie, 'meldingen_' || p_generatie);
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

REVOKE ALL ON FUNCTION projecties.maak_index_naar_duur FROM PUBLIC;

-- A set that a rebuild left half done has no indexes, and gets these with the others.
DO $blok$
DECLARE
    v_generatie integer;
BEGIN
    FOR v_generatie IN 1 .. 2 LOOP
        IF to_regclass('projecties.stukken_bij_partij_' || v_generatie) IS NOT NULL THEN
            EXECUTE format('DROP INDEX projecties.%I', 'stukken_bij_partij_' || v_generatie);
            PERFORM projecties.maak_index_bij_partij(v_generatie::smallint),
                    projecties.maak_index_naar_duur(v_generatie::smallint);
            EXECUTE format('ANALYZE projecties.%I', 'stukken_' || v_generatie);
        END IF;
    END LOOP;
END
$blok$;
