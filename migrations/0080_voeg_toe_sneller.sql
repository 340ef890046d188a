-- why: each statement within a function costs as much to start as to run, and one act alone used seven of them; now it looks everything up in one and writes in two, and a group looks up in one for all of it.

SET LOCAL ROLE zicht_eigenaar;
SELECT migratie.open_onderhoud('toevoegen vraagt minder van de database');

-- Many appends in one call and one commit. An append ("batch") is one command for one casus; element i of the first
-- six arrays is about batch i, and p_tot[i] is the number of events in the batches 1..i. The other arrays hold the
-- events, batch after batch. One row per batch comes back:
--   ok        written: eerste_positie and the positions after it, and volgnummers from p_eerste[i] on
--   conflict  not written: gevonden is the last volgnummer of the casus (null: none), regio the one it lives in
--   herhaald  written before under this opdracht: casus, eerste, laatste, eerste_positie and verzoek of that time
-- A batch that is not written leaves the others alone. A later batch sees what an earlier one of the call wrote.
--
-- Looking up is one key at a time, each by a LIMIT of its own that no plan can turn inside out, so that no plan made for
-- a small table is ever wrong for a large one.
CREATE OR REPLACE FUNCTION ledger.voeg_toe(
    p_opdracht      uuid[],
    p_verzoek       bytea[],
    p_regio         text[],
    p_casus         uuid[],
    p_eerste        integer[],
    p_tot           integer[],
    p_soort         text[],
    p_gebeurd_op    timestamptz[],
    p_vastgelegd_op timestamptz[],
    p_open          bytea[],
    p_vertrouwelijk bytea[]
) RETURNS TABLE (
    batch          integer,
    uitkomst       text,
    gevonden       integer,
    regio          text,
    verzoek        bytea,
    casus          uuid,
    eerste         integer,
    laatste        integer,
    eerste_positie bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
#variable_conflict use_column
DECLARE
    v_hoogste bigint;        -- the last position of the ledger; null when it is empty
    v_laatste bigint;        -- the same, counting what this call is going to write
    v_voor    bigint[];      -- per batch: the position before its first; null when it is not written
    v_van     integer := 0;  -- the events before this batch
    v_leeg    text;          -- of a call that answers nothing; to assign it is cheaper than PERFORM
    i         integer;
BEGIN
    -- From here to the end of the commit there is one writer, and the next one sees all that this one wrote.
    v_leeg := pg_advisory_xact_lock(7450921836540115201);

    -- The last position is not kept in a row of its own: while any transaction elsewhere stays open, the dead versions of
    -- such a row pile up and each append wades through them (measured: 1.4 ms after 60,000 appends, against 0.02 ms for
    -- the index).

    -- One act: by far the most of what is asked where few write at once. What follows below, without the lists.
    IF cardinality(p_opdracht) = 1 AND cardinality(p_soort) = 1 AND p_tot[1] = 1 THEN
        SELECT o.verzoek, o.casus, o.eerste, o.laatste, o.eerste_positie, g.volgnummer, g.regio,
               (SELECT h.positie FROM ledger.gebeurtenissen h ORDER BY h.positie DESC LIMIT 1)
          INTO verzoek, casus, eerste, laatste, eerste_positie, gevonden, regio, v_hoogste
          FROM (SELECT) AS een
          LEFT JOIN LATERAL (SELECT o.* FROM ledger.opdrachten o
                              WHERE o.opdracht = p_opdracht[1] LIMIT 1) AS o ON true
          LEFT JOIN LATERAL (SELECT g.volgnummer, g.regio FROM ledger.gebeurtenissen g
                              WHERE g.casus = p_casus[1] ORDER BY g.volgnummer DESC LIMIT 1) AS g ON true;
        batch := 1;
        IF eerste_positie IS NOT NULL THEN
            uitkomst := 'herhaald';
            gevonden := NULL; regio := NULL;
        ELSIF (gevonden + 1 = p_eerste[1] AND regio = p_regio[1])
           OR (gevonden IS NULL AND (p_eerste[1] = 1 OR (p_eerste[1] = 0 AND p_vastgelegd_op[1] IS NULL))) THEN
            uitkomst := 'ok';
            eerste_positie := coalesce(v_hoogste, 0) + 1;
            INSERT INTO ledger.opdrachten (eerste_positie, eerste, laatste, opdracht, casus, verzoek)
            VALUES (eerste_positie, p_eerste[1], p_eerste[1], p_opdracht[1], p_casus[1], p_verzoek[1]);
            INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                               opdracht, regio, soort, open, vertrouwelijk)
            VALUES (eerste_positie, p_gebeurd_op[1], p_vastgelegd_op[1], clock_timestamp(), p_eerste[1], p_casus[1],
                    p_opdracht[1], p_regio[1], p_soort[1], p_open[1], p_vertrouwelijk[1]);
            v_leeg := pg_notify('zicht_gebeurtenissen', eerste_positie::text);
        ELSE
            uitkomst := 'conflict';
        END IF;
        RETURN NEXT;
        RETURN;
    END IF;

    FOR i, verzoek, casus, eerste, laatste, eerste_positie, gevonden, regio, v_hoogste IN
        SELECT k.i, o.verzoek, o.casus, o.eerste, o.laatste, o.eerste_positie, g.volgnummer, g.regio,
               (SELECT h.positie FROM ledger.gebeurtenissen h ORDER BY h.positie DESC LIMIT 1)
          FROM generate_subscripts(p_opdracht, 1) AS k (i)
          LEFT JOIN LATERAL (SELECT o.* FROM ledger.opdrachten o
                              WHERE o.opdracht = p_opdracht[k.i] LIMIT 1) AS o ON true
          LEFT JOIN LATERAL (SELECT g.volgnummer, g.regio FROM ledger.gebeurtenissen g
                              WHERE g.casus = p_casus[k.i] ORDER BY g.volgnummer DESC LIMIT 1) AS g ON true
         ORDER BY k.i
    LOOP
        batch := i;
        uitkomst := CASE WHEN eerste_positie IS NOT NULL THEN 'herhaald' END;
        v_laatste := coalesce(v_laatste, v_hoogste, 0);

        -- What this call is going to write is not in the tables yet.
        IF uitkomst IS NULL AND i > 1 THEN
            IF array_position(p_opdracht, p_opdracht[i]) < i THEN
                SELECT 'herhaald', p_verzoek[k], p_casus[k], p_eerste[k],
                       p_eerste[k] + p_tot[k] - coalesce(p_tot[k - 1], 0) - 1, v_voor[k] + 1
                  INTO uitkomst, verzoek, casus, eerste, laatste, eerste_positie
                  FROM generate_series(1, i - 1) AS k
                 WHERE p_opdracht[k] = p_opdracht[i] AND v_voor[k] IS NOT NULL;
            END IF;
            IF array_position(p_casus, p_casus[i]) < i THEN
                SELECT coalesce(max(p_eerste[k] + p_tot[k] - coalesce(p_tot[k - 1], 0) - 1), gevonden),
                       coalesce(max(p_regio[k]), regio)
                  INTO gevonden, regio
                  FROM generate_series(1, i - 1) AS k
                 WHERE p_casus[k] = p_casus[i] AND v_voor[k] IS NOT NULL;
            END IF;
        END IF;

        IF uitkomst = 'herhaald' THEN
            gevonden := NULL; regio := NULL;
        ELSIF (gevonden + 1 = p_eerste[i] AND regio = p_regio[i])
           OR (gevonden IS NULL AND (p_eerste[i] = 1 OR (p_eerste[i] = 0 AND p_vastgelegd_op[v_van + 1] IS NULL))) THEN
            uitkomst := 'ok';
            v_voor[i] := v_laatste;
            eerste_positie := v_laatste + 1;
            v_laatste := v_laatste + p_tot[i] - v_van;
        ELSE
            uitkomst := 'conflict';
        END IF;
        v_van := p_tot[i];
        RETURN NEXT;
    END LOOP;

    IF v_van <> coalesce(cardinality(p_soort), 0) THEN
        RAISE EXCEPTION 'verwacht % gebeurtenissen, gevonden %', v_van, cardinality(p_soort)
              USING ERRCODE = 'invalid_parameter_value';
    END IF;

    IF v_voor IS NOT NULL THEN
        INSERT INTO ledger.opdrachten (eerste_positie, eerste, laatste, opdracht, casus, verzoek)
        SELECT v_voor[k] + 1, p_eerste[k], p_eerste[k] + p_tot[k] - coalesce(p_tot[k - 1], 0) - 1,
               p_opdracht[k], p_casus[k], p_verzoek[k]
          FROM generate_subscripts(v_voor, 1) AS k
         WHERE v_voor[k] IS NOT NULL;

        INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                           opdracht, regio, soort, open, vertrouwelijk)
        SELECT v_voor[k] + n - coalesce(p_tot[k - 1], 0), e.gebeurd_op, e.vastgelegd_op, clock_timestamp(),
               p_eerste[k] + n - coalesce(p_tot[k - 1], 0) - 1, p_casus[k],
               p_opdracht[k], p_regio[k], e.soort, e.open, e.vertrouwelijk
          FROM unnest(p_soort, p_gebeurd_op, p_vastgelegd_op, p_open, p_vertrouwelijk)
               WITH ORDINALITY AS e (soort, gebeurd_op, vastgelegd_op, open, vertrouwelijk, plaats),
               LATERAL (SELECT e.plaats::integer, width_bucket(e.plaats::integer - 1, p_tot) + 1) AS b (n, k)
         WHERE v_voor[k] IS NOT NULL;

        v_leeg := pg_notify('zicht_gebeurtenissen', v_laatste::text);
    END IF;
END
$functie$;
