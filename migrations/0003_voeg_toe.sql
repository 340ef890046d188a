-- why: one function is the only way in, so that positions are dense and in order of commit, and a volgnummer or a command is never used twice.

SET LOCAL ROLE zicht_eigenaar;

-- Many appends in one call and one commit. An append ("batch") is one command for one casus: its number is its place,
-- from 1, in the first five arrays; the other arrays hold the events of all batches, those of one batch together and in
-- the order of the batches. p_tot[i] is the number of events of the batches 1..i.
-- One row per batch comes back:
--   ok        written: eerste_positie and the positions after it
--   conflict  not written: gevonden is the last volgnummer of the casus (0: none), regio the one it lives in
--   herhaald  the command was written before: casus, eerste, laatste, eerste_positie and verzoek as they were then
CREATE FUNCTION ledger.voeg_toe(
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
    v_positie   bigint;
    v_begin     bigint;
    v_van       integer := 0;
    v_tot       integer;
    v_gevonden  integer;
    v_regio     text;
    v_ontvangen timestamptz;
    v_eerder    ledger.opdrachten%ROWTYPE;
BEGIN
    -- From here to the end of the commit there is one writer: the next one sees what this one wrote.
    PERFORM pg_advisory_xact_lock(7450921836540115201);
    SELECT g.positie INTO v_positie FROM ledger.gebeurtenissen g ORDER BY g.positie DESC LIMIT 1;
    v_positie := coalesce(v_positie, 0);
    v_begin := v_positie;
    v_ontvangen := clock_timestamp();

    FOR i IN 1 .. coalesce(cardinality(p_opdracht), 0) LOOP
        v_tot := p_tot[i];
        IF v_tot <= v_van THEN
            RAISE EXCEPTION 'batch % heeft geen gebeurtenissen', i USING ERRCODE = 'invalid_parameter_value';
        END IF;

        batch := i; uitkomst := NULL; gevonden := NULL; regio := NULL; verzoek := NULL;
        casus := NULL; eerste := NULL; laatste := NULL; eerste_positie := NULL;

        SELECT o.* INTO v_eerder FROM ledger.opdrachten o WHERE o.opdracht = p_opdracht[i];
        IF FOUND THEN
            uitkomst := 'herhaald'; verzoek := v_eerder.verzoek; casus := v_eerder.casus;
            eerste := v_eerder.eerste; laatste := v_eerder.laatste; eerste_positie := v_eerder.eerste_positie;
        ELSE
            SELECT g.volgnummer, g.regio INTO v_gevonden, v_regio
              FROM ledger.gebeurtenissen g WHERE g.casus = p_casus[i] ORDER BY g.volgnummer DESC LIMIT 1;
            IF (FOUND AND (v_regio <> p_regio[i] OR p_eerste[i] <> v_gevonden + 1))
               OR (NOT FOUND AND p_eerste[i] <> 1 AND NOT (p_eerste[i] = 0 AND p_vastgelegd_op[v_van + 1] IS NULL)) THEN
                uitkomst := 'conflict'; gevonden := coalesce(v_gevonden, 0); regio := v_regio;
            ELSE
                INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                                   opdracht, regio, soort, open, vertrouwelijk)
                SELECT v_positie + e.n, e.gebeurd_op, e.vastgelegd_op, v_ontvangen, p_eerste[i] + e.n - 1, p_casus[i],
                       p_opdracht[i], p_regio[i], e.soort, e.open, e.vertrouwelijk
                  FROM unnest(p_soort[v_van + 1 : v_tot], p_gebeurd_op[v_van + 1 : v_tot],
                              p_vastgelegd_op[v_van + 1 : v_tot], p_open[v_van + 1 : v_tot],
                              p_vertrouwelijk[v_van + 1 : v_tot])
                       WITH ORDINALITY AS e (soort, gebeurd_op, vastgelegd_op, open, vertrouwelijk, n);
                INSERT INTO ledger.opdrachten (eerste_positie, eerste, laatste, opdracht, casus, verzoek)
                VALUES (v_positie + 1, p_eerste[i], p_eerste[i] + v_tot - v_van - 1, p_opdracht[i], p_casus[i], p_verzoek[i]);
                uitkomst := 'ok'; eerste_positie := v_positie + 1;
                v_positie := v_positie + v_tot - v_van;
            END IF;
        END IF;
        v_van := v_tot;
        RETURN NEXT;
    END LOOP;

    IF v_positie > v_begin THEN
        PERFORM pg_notify('zicht_gebeurtenissen', v_positie::text);
    END IF;
END
$functie$;

COMMENT ON FUNCTION ledger.voeg_toe IS 'the only way to write acts: many appends in one commit, one answer each';

REVOKE ALL ON FUNCTION ledger.voeg_toe FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.voeg_toe TO zicht_schrijver;
