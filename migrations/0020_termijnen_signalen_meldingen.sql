-- why: terms, signals and meldingen must be asked across cases as pieces are; every casus is read once more for them, so the read model is emptied and the follower (or a rebuild, which is faster) fills it again.

SET LOCAL ROLE zicht_eigenaar;

-- A term as it is described without a moment of judging: what it is at T follows from its row, so nothing has to be
-- rewritten when it lapses.
CREATE TABLE projecties.termijnen_1 (
    casus              uuid        NOT NULL,
    gestart_op         timestamptz NOT NULL,
    uiterlijk          timestamptz,
    gehaald_op         timestamptz,
    vervallen_op       timestamptz,
    bekend_van         timestamptz NOT NULL,
    bekend_tot         timestamptz,
    bekend_van_positie bigint      NOT NULL,
    bekend_tot_positie bigint,
    kenmerk            bigint      NOT NULL,
    sleutel            integer     NOT NULL,
    volgnummer         integer     NOT NULL,
    gehaald_door       integer,
    regio              text        NOT NULL,
    soort              text        COLLATE "C" NOT NULL,
    partij_soort       text        COLLATE "C" NOT NULL,
    partij_id          text        COLLATE "C" NOT NULL,
    ernst              text        NOT NULL,
    grondslag          text        NOT NULL,
    betreft            text,
    eerder_uiterlijk   jsonb,
    CONSTRAINT termijnen_bekend_van_voor_tot CHECK (bekend_van <= bekend_tot AND bekend_van_positie < bekend_tot_positie),
    CONSTRAINT termijnen_bekend_tot_tweemaal CHECK ((bekend_tot IS NULL) = (bekend_tot_positie IS NULL)),
    CONSTRAINT termijnen_een_afloop CHECK (gehaald_op IS NULL OR vervallen_op IS NULL),
    CONSTRAINT termijnen_gehaald_door_een_handeling CHECK ((gehaald_op IS NULL) = (gehaald_door IS NULL))
);

COMMENT ON TABLE projecties.termijnen_1 IS 'the terms of every casus; what a term is at a moment follows from its row';
COMMENT ON COLUMN projecties.termijnen_1.uiterlijk IS 'exclusive; null: only the time it took counts';
COMMENT ON COLUMN projecties.termijnen_1.vervallen_op IS 'when its ground fell away; from the deadline on that changes nothing';
COMMENT ON COLUMN projecties.termijnen_1.kenmerk IS 'a digest of what the row says: names it within its casus';
COMMENT ON COLUMN projecties.termijnen_1.sleutel IS 'a checksum of the party: narrows the search by index, decides nothing';
COMMENT ON COLUMN projecties.termijnen_1.betreft IS 'tells terms apart that one act starts';
COMMENT ON COLUMN projecties.termijnen_1.eerder_uiterlijk IS 'deadlines before a postponement, in pairs: until when, which';

CREATE TABLE projecties.signalen_1 (
    casus              uuid        NOT NULL,
    van                timestamptz NOT NULL,
    tot                timestamptz,
    bekend_van         timestamptz NOT NULL,
    bekend_tot         timestamptz,
    bekend_van_positie bigint      NOT NULL,
    bekend_tot_positie bigint,
    kenmerk            bigint      NOT NULL,
    sleutel            integer     NOT NULL,
    volgnummer         integer     NOT NULL,
    regio              text        NOT NULL,
    code               text        COLLATE "C" NOT NULL,
    partij_soort       text        COLLATE "C",
    partij_id          text        COLLATE "C",
    ernst              text        NOT NULL,
    grondslag          text        NOT NULL,
    toelichting        text        NOT NULL,
    CONSTRAINT signalen_niet_leeg CHECK (van < tot),
    CONSTRAINT signalen_bekend_van_voor_tot CHECK (bekend_van <= bekend_tot AND bekend_van_positie < bekend_tot_positie),
    CONSTRAINT signalen_bekend_tot_tweemaal CHECK ((bekend_tot IS NULL) = (bekend_tot_positie IS NULL)),
    CONSTRAINT signalen_partij_heel CHECK ((partij_soort IS NULL) = (partij_id IS NULL))
);

COMMENT ON TABLE projecties.signalen_1 IS 'the signals of every casus, with the time in which each holds';
COMMENT ON COLUMN projecties.signalen_1.tot IS 'null: no end in sight';

CREATE TABLE projecties.meldingen_1 (
    casus              uuid        NOT NULL,
    gebeurd_op         timestamptz NOT NULL,
    bekend_van         timestamptz NOT NULL,
    bekend_tot         timestamptz,
    bekend_van_positie bigint      NOT NULL,
    bekend_tot_positie bigint,
    kenmerk            bigint      NOT NULL,
    volgnummer         integer     NOT NULL,
    regio              text        NOT NULL,
    melding            text        NOT NULL,
    gemeente           text        NOT NULL,
    melder             text        NOT NULL,
    vormen             jsonb       NOT NULL,
    CONSTRAINT meldingen_bekend_van_voor_tot CHECK (bekend_van <= bekend_tot AND bekend_van_positie < bekend_tot_positie),
    CONSTRAINT meldingen_bekend_tot_tweemaal CHECK ((bekend_tot IS NULL) = (bekend_tot_positie IS NULL))
);

COMMENT ON TABLE projecties.meldingen_1 IS 'the meldingen of every casus that stand; no personal data';
COMMENT ON COLUMN projecties.meldingen_1.melder IS 'what sort of melder';

CREATE TABLE projecties.termijnen_2 (LIKE projecties.termijnen_1 INCLUDING CONSTRAINTS INCLUDING COMMENTS);
CREATE TABLE projecties.signalen_2 (LIKE projecties.signalen_1 INCLUDING CONSTRAINTS INCLUDING COMMENTS);
CREATE TABLE projecties.meldingen_2 (LIKE projecties.meldingen_1 INCLUDING CONSTRAINTS INCLUDING COMMENTS);

-- Until when a term asks for attention: until it is met, or its ground falls away before the deadline. An early act may
-- have met it before it started.
CREATE FUNCTION projecties.onafgedaan(p_gestart timestamptz, p_uiterlijk timestamptz, p_gehaald timestamptz, p_vervallen timestamptz)
RETURNS tstzrange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN tstzrange(p_gestart, greatest(p_gestart, coalesce(
    p_gehaald, CASE WHEN p_vervallen < coalesce(p_uiterlijk, 'infinity') THEN p_vervallen ELSE 'infinity' END)));

COMMENT ON FUNCTION projecties.onafgedaan IS 'the period in which a term is open or has lapsed without being met';

-- What a term is at a moment, as the fold says it (projections.termijnen.termijn); null before it started.
CREATE FUNCTION projecties.termijnstatus(
    p_op timestamptz, p_gestart timestamptz, p_uiterlijk timestamptz, p_gehaald timestamptz, p_vervallen timestamptz)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN p_op < p_gestart THEN NULL
    WHEN p_gehaald <= p_op AND p_gehaald < coalesce(p_uiterlijk, 'infinity') THEN 'gehaald'
    WHEN p_gehaald <= p_op THEN 'te-laat'
    WHEN p_vervallen <= p_op AND p_vervallen < coalesce(p_uiterlijk, 'infinity') THEN 'vervallen'
    WHEN p_uiterlijk <= p_op THEN 'verstreken'
    ELSE 'open'
END;

COMMENT ON FUNCTION projecties.termijnstatus IS 'what a term is at a moment';

GRANT EXECUTE ON FUNCTION projecties.onafgedaan, projecties.termijnstatus TO zicht_lezer, zicht_projectie;

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
        'stukken_sleutel', 'stukken_bij_partij', 'stukken_zonder_houder', 'casussen_sleutel',
        'termijnen_sleutel', 'termijnen_onafgedaan', 'termijnen_bij_soort', 'termijnen_bij_partij',
        'termijnen_bij_uiterlijk', 'termijnen_bij_start',
        'signalen_sleutel', 'signalen_geldig', 'signalen_bij_code', 'signalen_bij_partij', 'signalen_bij_begin',
        'meldingen_sleutel', 'meldingen_bij_ontvangst'
    ] LOOP
        EXECUTE format('DROP INDEX IF EXISTS projecties.%I', v_index || '_' || p_generatie);
    END LOOP;
    DELETE FROM projecties.geparkeerd g WHERE g.generatie = p_generatie;
    UPDATE projecties.generaties g SET positie = 0 WHERE g.generatie = p_generatie;
END
$functie$;

-- The indexes of 0010 are made as they were; the others follow below.
ALTER FUNCTION projecties.maak_indexen(smallint) RENAME TO maak_indexen_stukken;

CREATE FUNCTION projecties.maak_indexen_termijnen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_termijnen text := 'termijnen_' || p_generatie;
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, kenmerk, bekend_van_positie)',
                   'termijnen_sleutel_' || p_generatie, v_termijnen);
    -- what is open or lapsed at (T, K), of one party or of all: few of all terms, wherever T and K lie
    EXECUTE format($index$
        CREATE INDEX %I ON projecties.%I USING gist (
            int4range(sleutel, sleutel, '[]'), projecties.onafgedaan(gestart_op, uiterlijk, gehaald_op, vervallen_op),
            tstzrange(bekend_van, bekend_tot), int8range(bekend_van_positie, bekend_tot_positie))
        $index$, 'termijnen_onafgedaan_' || p_generatie, v_termijnen);
    -- the others in the order of the pages: by deadline
    EXECUTE format('CREATE INDEX %I ON projecties.%I (soort, coalesce(uiterlijk, ''infinity''), casus, kenmerk)',
                   'termijnen_bij_soort_' || p_generatie, v_termijnen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (partij_soort, partij_id, coalesce(uiterlijk, ''infinity''), casus, kenmerk)',
                   'termijnen_bij_partij_' || p_generatie, v_termijnen);
    EXECUTE format('CREATE INDEX %I ON projecties.%I (coalesce(uiterlijk, ''infinity''), casus, kenmerk)',
                   'termijnen_bij_uiterlijk_' || p_generatie, v_termijnen);
    -- figures over a period
    EXECUTE format('CREATE INDEX %I ON projecties.%I (soort, gestart_op)',
                   'termijnen_bij_start_' || p_generatie, v_termijnen);
    EXECUTE format('ANALYZE projecties.%I', v_termijnen);
END
$functie$;

CREATE FUNCTION projecties.maak_indexen_signalen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_signalen  text := 'signalen_' || p_generatie;
    v_meldingen text := 'meldingen_' || p_generatie;
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, kenmerk, bekend_van_positie)',
                   'signalen_sleutel_' || p_generatie, v_signalen);
    EXECUTE format($index$
        CREATE INDEX %I ON projecties.%I USING gist (
            int4range(sleutel, sleutel, '[]'), tstzrange(van, tot),
            tstzrange(bekend_van, bekend_tot), int8range(bekend_van_positie, bekend_tot_positie))
        $index$, 'signalen_geldig_' || p_generatie, v_signalen);
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
    EXECUTE format('ANALYZE projecties.%I, projecties.%I', v_signalen, v_meldingen);
END
$functie$;

CREATE FUNCTION projecties.maak_indexen_zonder_houder(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    -- few pieces, in whatever period: a small index beside the large one
    EXECUTE format($index$
        CREATE INDEX %I ON projecties.%I (status, van) WHERE baan = 'zicht' AND status IN ('onbelegd', 'betwist')
        $index$, 'stukken_zonder_houder_' || p_generatie, 'stukken_' || p_generatie);
END
$functie$;

CREATE FUNCTION projecties.maak_indexen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM projecties.maak_indexen_zonder_houder(p_generatie), projecties.maak_indexen_stukken(p_generatie),
            projecties.maak_indexen_termijnen(p_generatie), projecties.maak_indexen_signalen(p_generatie);
END
$functie$;

COMMENT ON FUNCTION projecties.maak_indexen IS 'make the indexes of a set of tables that a rebuild has filled';

REVOKE ALL ON FUNCTION projecties.maak_indexen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projecties.maak_indexen TO zicht_projectie;
REVOKE EXECUTE ON FUNCTION projecties.maak_indexen_stukken FROM zicht_projectie;

-- The pieces are known without what hangs beside them: start over, both sets.
TRUNCATE projecties.stukken_1, projecties.casussen_1, projecties.stukken_2, projecties.casussen_2, projecties.geparkeerd;
UPDATE projecties.generaties SET positie = 0;

-- A set that a rebuild left half done or empty has no indexes; without rows they cost nothing to make again.
DROP INDEX IF EXISTS projecties.stukken_sleutel_1, projecties.stukken_bij_partij_1, projecties.casussen_sleutel_1,
                     projecties.stukken_sleutel_2, projecties.stukken_bij_partij_2, projecties.casussen_sleutel_2;
SELECT projecties.maak_indexen(1::smallint), projecties.maak_indexen(2::smallint);

CREATE VIEW projecties.termijnen WITH (security_invoker = true) AS
    SELECT t.* FROM projecties.generaties g JOIN projecties.termijnen_1 t ON true WHERE g.generatie = 1 AND g.actief
    UNION ALL
    SELECT t.* FROM projecties.generaties g JOIN projecties.termijnen_2 t ON true WHERE g.generatie = 2 AND g.actief;
CREATE VIEW projecties.signalen WITH (security_invoker = true) AS
    SELECT s.* FROM projecties.generaties g JOIN projecties.signalen_1 s ON true WHERE g.generatie = 1 AND g.actief
    UNION ALL
    SELECT s.* FROM projecties.generaties g JOIN projecties.signalen_2 s ON true WHERE g.generatie = 2 AND g.actief;
CREATE VIEW projecties.meldingen WITH (security_invoker = true) AS
    SELECT m.* FROM projecties.generaties g JOIN projecties.meldingen_1 m ON true WHERE g.generatie = 1 AND g.actief
    UNION ALL
    SELECT m.* FROM projecties.generaties g JOIN projecties.meldingen_2 m ON true WHERE g.generatie = 2 AND g.actief;

COMMENT ON VIEW projecties.termijnen IS 'the terms that are read now';
COMMENT ON VIEW projecties.signalen IS 'the signals that are read now';
COMMENT ON VIEW projecties.meldingen IS 'the meldingen that are read now';
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON projecties.termijnen, projecties.signalen, projecties.meldingen FROM zicht_projectie;

-- Registration delay is asked of the ledger itself. Acts come in about the order in which they were recorded, so this
-- index is a few pages however long the ledger gets, and hardly costs a writer anything.
CREATE INDEX gebeurtenissen_bij_vastlegging ON ledger.gebeurtenissen USING brin (vastgelegd_op);
