-- why: counting over a year of a million acts read nine thousand pages of the table for what fits in a thousand of the index.

SET LOCAL ROLE zicht_eigenaar;

-- Pieces as they are known now, by lane, party and status, and by the period in which they hold; with what a count asks of
-- them, and who may see them, so that counting does not look at the table. `sleutel` says lane and status exactly, so those
-- are not in it twice.
CREATE FUNCTION projecties.maak_index_bij_partij(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    EXECUTE format('CREATE INDEX %I ON projecties.%I USING gist (int4range(sleutel, sleutel, ''[]''), tstzrange(van, tot)) '
                   'INCLUDE (van, tot, sleutel, regio, casus, partij_soort, partij_id, bekend_van, bekend_van_positie) '
                   'WHERE bekend_tot_positie IS NULL',
                   'stukken_bij_partij_' || p_generatie, 'stukken_' || p_generatie);
END
$functie$;

COMMENT ON COLUMN projecties.stukken_1.sleutel IS 'lane (4 bits), a checksum of the party (24), status (4): two parties may share one';
COMMENT ON COLUMN projecties.stukken_2.sleutel IS 'lane (4 bits), a checksum of the party (24), status (4): two parties may share one';

CREATE OR REPLACE FUNCTION projecties.maak_indexen_geldig(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_tabel  text;
    v_index  text;
    v_geldig text;
    v_welke  text;
BEGIN
    PERFORM projecties.maak_index_bij_partij(p_generatie);
    FOR v_tabel, v_index, v_geldig, v_welke IN VALUES
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

REVOKE ALL ON FUNCTION projecties.maak_index_bij_partij FROM PUBLIC;

-- The table is left alone only where the server knows that all see the same rows of a page, which it learns by vacuum.
-- By default that waits for a fifth of the table, which is the newest part of it.
ALTER TABLE projecties.stukken_1 SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
ALTER TABLE projecties.stukken_2 SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

-- A set that a rebuild left half done has no indexes, and gets this one with the others.
DO $blok$
DECLARE
    v_generatie integer;
BEGIN
    FOR v_generatie IN 1 .. 2 LOOP
        IF to_regclass('projecties.stukken_bij_partij_' || v_generatie) IS NOT NULL THEN
            EXECUTE format('DROP INDEX projecties.%I', 'stukken_bij_partij_' || v_generatie);
            PERFORM projecties.maak_index_bij_partij(v_generatie::smallint);
        END IF;
    END LOOP;
END
$blok$;
