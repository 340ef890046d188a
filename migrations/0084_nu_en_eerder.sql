-- why: one index over what is known now and what was known before finds neither: half of its ranges have no end, so a question about open terms read more and more rows as the log grew.

SET LOCAL ROLE zicht_eigenaar;

-- What a term is at a moment, as periods; together with projecties.termijnstatus they are held to the fold by a test. An
-- early act may have met a term before it started: then both are empty.
CREATE FUNCTION projecties.open(p_gestart timestamptz, p_uiterlijk timestamptz, p_gehaald timestamptz, p_vervallen timestamptz)
RETURNS tstzrange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN tstzrange(p_gestart, greatest(p_gestart, least(p_uiterlijk, p_gehaald, p_vervallen, 'infinity')));

CREATE FUNCTION projecties.verstreken(p_gestart timestamptz, p_uiterlijk timestamptz, p_gehaald timestamptz, p_vervallen timestamptz)
RETURNS tstzrange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p_vervallen < p_uiterlijk THEN 'empty'
            ELSE tstzrange(greatest(p_gestart, coalesce(p_uiterlijk, 'infinity')),
                           greatest(p_gestart, coalesce(p_uiterlijk, 'infinity'), coalesce(p_gehaald, 'infinity'))) END;

COMMENT ON FUNCTION projecties.open IS 'the period in which a term can still be met in time';
COMMENT ON FUNCTION projecties.verstreken IS 'the period in which a term has lapsed and was not met yet';

GRANT EXECUTE ON FUNCTION projecties.open, projecties.verstreken TO zicht_lezer, zicht_projectie, zicht_grootboek;

-- Of what is known now few rows hold at one moment; of what was known before few were known at one moment. So each is
-- found by the range that says most about it.
CREATE FUNCTION projecties.maak_indexen_geldig(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_tabel  text;
    v_index  text;
    v_geldig text;
    v_welke  text;
BEGIN
    FOR v_tabel, v_index, v_geldig, v_welke IN VALUES
        ('stukken', 'bij_partij', 'tstzrange(van, tot)', 'true'),
        ('termijnen', 'open', 'projecties.open(gestart_op, uiterlijk, gehaald_op, vervallen_op)', 'true'),
        ('termijnen', 'verstreken', 'projecties.verstreken(gestart_op, uiterlijk, gehaald_op, vervallen_op)',
         'NOT isempty(projecties.verstreken(gestart_op, uiterlijk, gehaald_op, vervallen_op))'),
        ('signalen', 'geldig', 'tstzrange(van, tot)', 'true')
    LOOP
        EXECUTE format('CREATE INDEX %I ON projecties.%I USING gist (int4range(sleutel, sleutel, ''[]''), %s) '
                       'WHERE bekend_tot_positie IS NULL AND %s',
                       format('%s_%s_%s', v_tabel, v_index, p_generatie), format('%s_%s', v_tabel, p_generatie), v_geldig, v_welke);
    END LOOP;
    FOREACH v_tabel IN ARRAY ARRAY['stukken', 'termijnen', 'signalen'] LOOP
        EXECUTE format('CREATE INDEX %I ON projecties.%I USING gist (int4range(sleutel, sleutel, ''[]''), '
                       'tstzrange(bekend_van, bekend_tot), int8range(bekend_van_positie, bekend_tot_positie)) '
                       'WHERE bekend_tot_positie IS NOT NULL',
                       format('%s_eerder_%s', v_tabel, p_generatie), format('%s_%s', v_tabel, p_generatie));
    END LOOP;
END
$functie$;

CREATE OR REPLACE FUNCTION projecties.maak_indexen_stukken(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    -- one casus: its key comes first
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, baan, van, bekend_van_positie)',
                   'stukken_sleutel_' || p_generatie, 'stukken_' || p_generatie);
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus)', 'casussen_sleutel_' || p_generatie,
                   'casussen_' || p_generatie);
END
$functie$;

CREATE OR REPLACE FUNCTION projecties.maak_indexen_termijnen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_termijnen text := 'termijnen_' || p_generatie;
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, kenmerk, bekend_van_positie)',
                   'termijnen_sleutel_' || p_generatie, v_termijnen);
    -- in the order of the pages: by deadline
    EXECUTE format('CREATE INDEX %I ON projecties.%I (soort, coalesce(uiterlijk, ''infinity''), casus, kenmerk)',
                   'termijnen_bij_soort_' || p_generatie, v_termijnen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (partij_soort, partij_id, coalesce(uiterlijk, ''infinity''), casus, kenmerk)',
                   'termijnen_bij_partij_' || p_generatie, v_termijnen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (coalesce(uiterlijk, ''infinity''), casus, kenmerk)',
                   'termijnen_bij_uiterlijk_' || p_generatie, v_termijnen);
    -- figures over a period
    EXECUTE format('CREATE INDEX %I ON projecties.%I (soort, gestart_op)',
                   'termijnen_bij_start_' || p_generatie, v_termijnen);
END
$functie$;

CREATE OR REPLACE FUNCTION projecties.maak_indexen_signalen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_signalen  text := 'signalen_' || p_generatie;
    v_meldingen text := 'meldingen_' || p_generatie;
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, kenmerk, bekend_van_positie)',
                   'signalen_sleutel_' || p_generatie, v_signalen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (code, van, casus, kenmerk)',
                   'signalen_bij_code_' || p_generatie, v_signalen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (partij_soort, partij_id, van, casus, kenmerk)',
                   'signalen_bij_partij_' || p_generatie, v_signalen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (van, casus, kenmerk)',
                   'signalen_bij_begin_' || p_generatie, v_signalen);
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, kenmerk, bekend_van_positie)',
                   'meldingen_sleutel_' || p_generatie, v_meldingen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (gebeurd_op)',
                   'meldingen_bij_ontvangst_' || p_generatie, v_meldingen);
END
$functie$;

CREATE OR REPLACE FUNCTION projecties.maak_indexen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM projecties.maak_indexen_zonder_houder(p_generatie), projecties.maak_indexen_stukken(p_generatie),
            projecties.maak_indexen_termijnen(p_generatie), projecties.maak_indexen_signalen(p_generatie),
            projecties.maak_indexen_geldig(p_generatie);
    -- last: what an index is made of is looked at too
    EXECUTE format('ANALYZE projecties.%I, projecties.%I, projecties.%I, projecties.%I, projecties.%I',
                   'stukken_' || p_generatie, 'casussen_' || p_generatie, 'termijnen_' || p_generatie,
                   'signalen_' || p_generatie, 'meldingen_' || p_generatie);
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
        'stukken_sleutel', 'stukken_bij_partij', 'stukken_eerder', 'stukken_zonder_houder', 'casussen_sleutel',
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

REVOKE ALL ON FUNCTION projecties.maak_indexen_geldig FROM PUBLIC;

-- A set that a rebuild left half done has no indexes, and gets these with the others.
DO $blok$
DECLARE
    v_generatie integer;
BEGIN
    FOR v_generatie IN 1 .. 2 LOOP
        IF to_regclass('projecties.stukken_bij_partij_' || v_generatie) IS NOT NULL THEN
            EXECUTE format('DROP INDEX projecties.%I, projecties.%I, projecties.%I', 'stukken_bij_partij_' || v_generatie,
                           'termijnen_onafgedaan_' || v_generatie, 'signalen_geldig_' || v_generatie);
            PERFORM projecties.maak_indexen_geldig(v_generatie::smallint);
            EXECUTE format('ANALYZE projecties.%I, projecties.%I, projecties.%I', 'stukken_' || v_generatie,
                           'termijnen_' || v_generatie, 'signalen_' || v_generatie);
        END IF;
    END LOOP;
END
$blok$;

DROP FUNCTION projecties.onafgedaan;
