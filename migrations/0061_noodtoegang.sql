-- why: who breaks the glass sees one casus for a few hours, and everything about it stays: the reason, who agreed, the end and what was thought of it.

SET LOCAL ROLE zicht_eigenaar;

-- One row is one step; what a noodtoegang is now follows from its steps in order.
CREATE TABLE inzage.noodstappen (
    positie           bigint      NOT NULL,
    moment            timestamptz NOT NULL,
    ontvangen_op      timestamptz NOT NULL,
    volgnummer        integer     NOT NULL,
    minuten           integer,
    tweede_nodig      boolean,
    noodtoegang       uuid        NOT NULL,
    casus             uuid        NOT NULL,
    regio             text        NOT NULL,
    soort             text        NOT NULL,
    medewerker        text        NOT NULL,
    organisatie_soort text        NOT NULL,
    organisatie       text        NOT NULL,
    rol               text        NOT NULL,
    mandaat           text,
    oordeel           text,
    reden             bytea,
    CONSTRAINT noodstappen_pkey PRIMARY KEY (positie),
    CONSTRAINT noodstappen_volgnummer_key UNIQUE (noodtoegang, volgnummer),
    CONSTRAINT noodstappen_positie_vanaf_1 CHECK (positie >= 1),
    CONSTRAINT noodstappen_volgnummer_vanaf_1 CHECK (volgnummer >= 1),
    CONSTRAINT noodstappen_begint_met_aanvraag CHECK ((volgnummer = 1) = (soort = 'aangevraagd')),
    CONSTRAINT noodstappen_soort CHECK (soort IN ('aangevraagd', 'bevestigd', 'beeindigd', 'beoordeeld')),
    -- four hours at most, whatever a program thinks
    CONSTRAINT noodstappen_hoogstens_vier_uur CHECK (minuten BETWEEN 1 AND 240),
    CONSTRAINT noodstappen_aanvraag_heel
        CHECK ((soort = 'aangevraagd') = (minuten IS NOT NULL AND tweede_nodig IS NOT NULL AND reden IS NOT NULL)),
    CONSTRAINT noodstappen_oordeel CHECK ((soort = 'beoordeeld') = (oordeel IS NOT NULL)),
    -- free text: only ever sealed
    CONSTRAINT noodstappen_reden_verzegeld CHECK (substring(reden FROM 1 FOR 1) = '\x01'::bytea)
);

ALTER TABLE inzage.noodstappen ALTER COLUMN reden SET STATISTICS 0;

COMMENT ON TABLE inzage.noodstappen IS 'what became of every time that the glass was broken';
COMMENT ON COLUMN inzage.noodstappen.positie IS 'place among all steps: dense from 1, in order of commit';
COMMENT ON COLUMN inzage.noodstappen.minuten IS 'for how long it was asked, from when it may be used';
COMMENT ON COLUMN inzage.noodstappen.tweede_nodig IS 'it may be used only after a second person agreed';
COMMENT ON COLUMN inzage.noodstappen.reden IS 'the written reason, sealed with the key of the casus';
COMMENT ON COLUMN inzage.noodstappen.oordeel IS 'of the privacyfunctionaris, as a code';

CREATE INDEX noodstappen_regio ON inzage.noodstappen (regio, positie);
CREATE INDEX noodstappen_organisatie ON inzage.noodstappen (organisatie_soort, organisatie, positie);

-- Gives the position of the step, or nothing when another step came first.
CREATE FUNCTION inzage.zet_noodstap(p_stap jsonb) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
DECLARE
    v_positie bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7450921836540115261);
    INSERT INTO inzage.noodstappen (
        positie, moment, ontvangen_op, volgnummer, minuten, tweede_nodig, noodtoegang, casus, regio, soort,
        medewerker, organisatie_soort, organisatie, rol, mandaat, oordeel, reden)
    SELECT coalesce((SELECT s.positie FROM inzage.noodstappen s ORDER BY s.positie DESC LIMIT 1), 0) + 1,
           r.moment, clock_timestamp(), r.volgnummer, r.minuten, r.tweede_nodig, r.noodtoegang, r.casus, r.regio,
           r.soort, r.medewerker, r.organisatie_soort, r.organisatie, r.rol, r.mandaat, r.oordeel, r.reden
      FROM jsonb_populate_record(NULL::inzage.noodstappen, p_stap) AS r
     WHERE r.volgnummer = coalesce((SELECT max(s.volgnummer) FROM inzage.noodstappen s
                                     WHERE s.noodtoegang = r.noodtoegang), 0) + 1
    RETURNING noodstappen.positie INTO v_positie;
    RETURN v_positie;
END
$functie$;

COMMENT ON FUNCTION inzage.zet_noodstap IS 'the only way to add a step';

REVOKE ALL ON FUNCTION inzage.zet_noodstap FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inzage.zet_noodstap TO zicht_inzage;
GRANT SELECT ON inzage.noodstappen TO zicht_inzagelezer;

-- The same guard as the ledger has, which also holds back who would take the table or its trigger away.
SELECT migratie.maak_alleen_toevoegbaar('inzage.regels'), migratie.maak_alleen_toevoegbaar('inzage.noodstappen');
DROP TRIGGER regels_blijven ON inzage.regels;
DROP FUNCTION inzage.weiger();
