-- why: who held what, at any moment, as known at any moment, must be one indexed question; and a rebuild must not be seen by who asks.

SET LOCAL ROLE zicht_eigenaar;

-- Two sets of the same tables: one is read and followed, the other is free for a rebuild. Who reads joins with the row of
-- its set in projecties.generaties in the same statement, so that a switch is seen whole or not at all.
CREATE TABLE projecties.generaties (
    generatie smallint NOT NULL,
    actief    boolean  NOT NULL,
    positie   bigint   NOT NULL DEFAULT 0,
    CONSTRAINT generaties_pkey PRIMARY KEY (generatie),
    CONSTRAINT generaties_een_of_twee CHECK (generatie IN (1, 2)),
    CONSTRAINT generaties_positie_vanaf_0 CHECK (positie >= 0)
) WITH (fillfactor = 50);  -- updated for every batch: room to do that in place
CREATE UNIQUE INDEX generaties_hoogstens_een_actief ON projecties.generaties (actief) WHERE actief;
INSERT INTO projecties.generaties (generatie, actief) VALUES (1, true), (2, false);

COMMENT ON TABLE projecties.generaties IS 'which set of tables is read, and up to which position of the ledger each is computed';

-- Wide fixed columns first: at tens of millions of rows padding is paid for by the gigabyte.
CREATE TABLE projecties.stukken_1 (
    casus              uuid        NOT NULL,
    van                timestamptz NOT NULL,
    tot                timestamptz,
    bekend_van         timestamptz NOT NULL,
    bekend_tot         timestamptz,
    bekend_van_positie bigint      NOT NULL,
    bekend_tot_positie bigint,
    sleutel            integer     NOT NULL,
    volgnummer         integer     NOT NULL,
    rechtens           boolean     NOT NULL,
    regio              text        NOT NULL,
    baan               text        COLLATE "C" NOT NULL,
    status             text        NOT NULL,
    partij_soort       text,
    partij_id          text,
    regisseur          text,
    regel              text        NOT NULL,
    grondslag          text        NOT NULL,
    afspraken          text        NOT NULL,
    CONSTRAINT stukken_niet_leeg CHECK (van < tot),
    CONSTRAINT stukken_bekend_van_voor_tot CHECK (bekend_van <= bekend_tot AND bekend_van_positie < bekend_tot_positie),
    CONSTRAINT stukken_bekend_tot_tweemaal CHECK ((bekend_tot IS NULL) = (bekend_tot_positie IS NULL)),
    CONSTRAINT stukken_partij_heel CHECK ((partij_soort IS NULL) = (partij_id IS NULL))
);

COMMENT ON TABLE projecties.stukken_1 IS 'the pieces of every lane of every casus, with the time at which they hold and the time at which that was known';
COMMENT ON COLUMN projecties.stukken_1.tot IS 'null: no end in sight';
COMMENT ON COLUMN projecties.stukken_1.bekend_van IS 'vastgelegdOp of the act that made this piece known';
COMMENT ON COLUMN projecties.stukken_1.bekend_tot IS 'vastgelegdOp of the act that made it obsolete, null while it stands; equal to bekend_van when another act followed in the same instant';
COMMENT ON COLUMN projecties.stukken_1.bekend_van_positie IS 'the same by position in the ledger';
COMMENT ON COLUMN projecties.stukken_1.sleutel IS 'lane, a checksum of the party, status: narrows the search by index, decides nothing';

CREATE TABLE projecties.casussen_1 (
    casus              uuid        NOT NULL,
    bekend_van         timestamptz,
    bekend_van_positie bigint      NOT NULL,
    positie            bigint      NOT NULL,
    volgnummer         integer     NOT NULL,
    regio              text        NOT NULL
);

COMMENT ON TABLE projecties.casussen_1 IS 'every casus, up to which act its pieces are computed';
COMMENT ON COLUMN projecties.casussen_1.bekend_van IS 'vastgelegdOp of its first act';
COMMENT ON COLUMN projecties.casussen_1.volgnummer IS 'the last act that is in the pieces; 0 when the first could not be read';
COMMENT ON COLUMN projecties.casussen_1.positie IS 'the position of the last act that was looked at';

CREATE TABLE projecties.stukken_2 (LIKE projecties.stukken_1 INCLUDING CONSTRAINTS INCLUDING COMMENTS);
CREATE TABLE projecties.casussen_2 (LIKE projecties.casussen_1 INCLUDING CONSTRAINTS INCLUDING COMMENTS);

CREATE TABLE projecties.geparkeerd (
    generatie   smallint    NOT NULL,
    casus       uuid        NOT NULL,
    positie     bigint      NOT NULL,
    sinds       timestamptz NOT NULL DEFAULT clock_timestamp(),
    volgnummer  integer     NOT NULL,
    pogingen    integer     NOT NULL DEFAULT 1,
    regio       text        NOT NULL,
    reden       text        NOT NULL,
    toelichting text        NOT NULL,
    CONSTRAINT geparkeerd_pkey PRIMARY KEY (generatie, casus),
    CONSTRAINT geparkeerd_generatie_fkey FOREIGN KEY (generatie) REFERENCES projecties.generaties
);

COMMENT ON TABLE projecties.geparkeerd IS 'cases whose pieces stand still because an act cannot be read or folded; their earlier pieces remain';
COMMENT ON COLUMN projecties.geparkeerd.volgnummer IS 'the act at which the casus stands still';
COMMENT ON COLUMN projecties.geparkeerd.positie IS 'the position of that act';
COMMENT ON COLUMN projecties.geparkeerd.sinds IS 'when it was parked first, by the clock of the database';
COMMENT ON COLUMN projecties.geparkeerd.reden IS 'a stable code';

-- A rebuild fills tables without indexes and makes them afterwards: that is several times faster. The application does not
-- own the tables, so these two steps are functions of the owner, and they refuse the set that is being read.
CREATE FUNCTION projecties.leeg_generatie(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM FROM projecties.generaties g WHERE g.generatie = p_generatie AND NOT g.actief FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'generatie % wordt gelezen of bestaat niet', p_generatie USING ERRCODE = 'object_in_use';
    END IF;
    EXECUTE format('TRUNCATE projecties.%I, projecties.%I', 'stukken_' || p_generatie, 'casussen_' || p_generatie);
    EXECUTE format('DROP INDEX IF EXISTS projecties.%I, projecties.%I, projecties.%I', 'stukken_sleutel_' || p_generatie,
                   'stukken_bij_partij_' || p_generatie, 'casussen_sleutel_' || p_generatie);
    DELETE FROM projecties.geparkeerd g WHERE g.generatie = p_generatie;
    UPDATE projecties.generaties g SET positie = 0 WHERE g.generatie = p_generatie;
END
$functie$;

COMMENT ON FUNCTION projecties.leeg_generatie IS 'empty the set of tables that is not read, ready for a rebuild';

CREATE FUNCTION projecties.maak_indexen(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_stukken  text := 'stukken_' || p_generatie;
    v_casussen text := 'casussen_' || p_generatie;
BEGIN
    -- one casus: its key comes first
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus, baan, van, bekend_van_positie)',
                   'stukken_sleutel_' || p_generatie, v_stukken);
    -- one party or one lane at (T, K): in three million rows 0.2 ms for any T and K, by time or by position. A btree on the
    -- party took 100 to 400 ms, the same index without what was known when 10 to 190 ms.
    EXECUTE format($index$
        CREATE INDEX %I ON projecties.%I USING gist (
            int4range(sleutel, sleutel, '[]'), tstzrange(van, tot),
            tstzrange(bekend_van, bekend_tot), int8range(bekend_van_positie, bekend_tot_positie))
        $index$, 'stukken_bij_partij_' || p_generatie, v_stukken);
    EXECUTE format('CREATE UNIQUE INDEX %I ON projecties.%I (casus)', 'casussen_sleutel_' || p_generatie, v_casussen);
    EXECUTE format('ANALYZE projecties.%I, projecties.%I', v_stukken, v_casussen);
END
$functie$;

COMMENT ON FUNCTION projecties.maak_indexen IS 'make the indexes of a set of tables that a rebuild has filled';

SELECT projecties.maak_indexen(1::smallint), projecties.maak_indexen(2::smallint);

-- By default the follower may write everywhere in this schema; here it may only move positions and switch.
REVOKE INSERT, DELETE, TRUNCATE ON projecties.generaties FROM zicht_projectie;

REVOKE ALL ON FUNCTION projecties.leeg_generatie, projecties.maak_indexen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projecties.leeg_generatie, projecties.maak_indexen TO zicht_projectie;

-- For a person with a SQL prompt; it takes part in the switch like every other reader.
CREATE VIEW projecties.stukken WITH (security_invoker = true) AS
    SELECT s.* FROM projecties.generaties g JOIN projecties.stukken_1 s ON true WHERE g.generatie = 1 AND g.actief
    UNION ALL
    SELECT s.* FROM projecties.generaties g JOIN projecties.stukken_2 s ON true WHERE g.generatie = 2 AND g.actief;

COMMENT ON VIEW projecties.stukken IS 'the pieces that are read now';
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON projecties.stukken FROM zicht_projectie;
