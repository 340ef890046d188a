-- why: every look at a case is on record before the answer leaves: a log of its own, append only, in the order of commit, that no login can change.

DO $blok$
DECLARE
    rol text;
BEGIN
    -- who writes a line cannot read the log, who reads it cannot write; the sealer reads every log that it seals
    FOREACH rol IN ARRAY ARRAY['zicht_inzage', 'zicht_inzagelezer', 'zicht_zegelaar'] LOOP
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

CREATE SCHEMA inzage AUTHORIZATION zicht_eigenaar;

SET LOCAL ROLE zicht_eigenaar;

COMMENT ON SCHEMA inzage IS 'who looked: append only';
GRANT USAGE ON SCHEMA inzage TO zicht_inzage, zicht_inzagelezer, zicht_zegelaar;

-- One line is one request, whatever it showed: a page of five hundred casussen is one row with five hundred ids.
CREATE TABLE inzage.regels (
    positie           bigint      NOT NULL,
    getoonde_positie  bigint,
    begonnen_op       timestamptz NOT NULL,
    vastgelegd_op     timestamptz NOT NULL,
    ontvangen_op      timestamptz NOT NULL,
    bekend_op         timestamptz,
    status            integer     NOT NULL,
    alles             boolean     NOT NULL,
    verzoek           uuid        NOT NULL,
    noodtoegang       uuid,
    kanaal            text        NOT NULL,
    actie             text        NOT NULL,
    handeling         text        NOT NULL,
    resultaat         text        NOT NULL,
    medewerker        text        NOT NULL,
    organisatie_soort text,
    organisatie       text,
    rol               text        NOT NULL,
    mandaat           text,
    doel              text,
    reden             text,
    trace             text        NOT NULL,
    span              text        NOT NULL,
    ouder_span        text,
    bestand_sha256    text,
    casussen          uuid[]      NOT NULL,
    personen          text[]      NOT NULL,
    categorieen       text[]      NOT NULL,
    CONSTRAINT regels_pkey PRIMARY KEY (positie),
    CONSTRAINT regels_verzoek_key UNIQUE (verzoek),
    CONSTRAINT regels_positie_vanaf_1 CHECK (positie >= 1),
    CONSTRAINT regels_tijd_loopt_vooruit CHECK (begonnen_op <= vastgelegd_op),
    CONSTRAINT regels_organisatie_heel CHECK ((organisatie IS NULL) = (organisatie_soort IS NULL)),
    CONSTRAINT regels_trace_vorm CHECK (trace ~ '^[0-9a-f]{32}$' AND span ~ '^[0-9a-f]{16}$'),
    CONSTRAINT regels_ouder_vorm CHECK (ouder_span ~ '^[0-9a-f]{16}$'),
    CONSTRAINT regels_bestand_vorm CHECK (bestand_sha256 ~ '^[0-9a-f]{64}$')
);

COMMENT ON COLUMN inzage.regels.positie IS 'place in this log: dense from 1, in order of commit; not a position of the ledger';
COMMENT ON COLUMN inzage.regels.getoonde_positie IS 'up to which position of the ledger was shown; null when nothing of it was';
COMMENT ON COLUMN inzage.regels.bekend_op IS 'the answer was asked as known at this moment';
COMMENT ON COLUMN inzage.regels.begonnen_op IS 'when the request came in, by the application''s clock';
COMMENT ON COLUMN inzage.regels.vastgelegd_op IS 'when the answer was ready and this line was written, by the application''s clock';
COMMENT ON COLUMN inzage.regels.ontvangen_op IS 'when the database received it: a witness nobody can set';
COMMENT ON COLUMN inzage.regels.status IS 'status of the HTTP answer, or the exit code of a command';
COMMENT ON COLUMN inzage.regels.alles IS 'every casus up to getoonde_positie was in it (an export of the whole ledger)';
COMMENT ON COLUMN inzage.regels.handeling IS 'inzien, zoeken, exporteren, cijfers, vastleggen, noodtoegang or logboek';
COMMENT ON COLUMN inzage.regels.resultaat IS 'gegeven, geweigerd, niet-gevonden, ongeldig or fout';
COMMENT ON COLUMN inzage.regels.mandaat IS 'on whose behalf: the reference of the mandate in the token';
COMMENT ON COLUMN inzage.regels.bestand_sha256 IS 'SHA-256 of the file that was given, where it was one to keep: who shows a report can be held to it';
COMMENT ON COLUMN inzage.regels.personen IS 'pseudonyms of persons that were named in the answer';

-- "Who looked at this casus", for a log of tens of millions of lines.
CREATE INDEX regels_casussen ON inzage.regels USING gin (casussen);
CREATE INDEX regels_alles ON inzage.regels (positie) WHERE alles;
CREATE INDEX regels_organisatie ON inzage.regels (organisatie_soort, organisatie, positie);
CREATE INDEX regels_medewerker ON inzage.regels (medewerker, positie);

-- Statement-level: a row-level trigger would answer "UPDATE 0" in silence where a policy hides the rows.
CREATE FUNCTION inzage.weiger() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    RAISE EXCEPTION 'wat in % staat, verandert niet', TG_TABLE_SCHEMA USING ERRCODE = 'insufficient_privilege';
END
$functie$;

CREATE TRIGGER regels_blijven BEFORE UPDATE OR DELETE OR TRUNCATE ON inzage.regels
    FOR EACH STATEMENT EXECUTE FUNCTION inzage.weiger();
ALTER TABLE inzage.regels ENABLE ALWAYS TRIGGER regels_blijven;

-- Many lines in one call and one commit: an array of objects whose keys are the columns. A line that was written
-- before under its `verzoek` is left out, so that who lost the answer may ask again. Place and witness time are ours.
CREATE FUNCTION inzage.leg_vast(p_regels jsonb) RETURNS TABLE (verzoek uuid, positie bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
#variable_conflict use_column
DECLARE
    v_laatste bigint;
BEGIN
    -- From here to the end of the commit there is one writer, and the next one sees all that this one wrote.
    PERFORM pg_advisory_xact_lock(7450921836540115260);
    SELECT coalesce((SELECT r.positie FROM inzage.regels r ORDER BY r.positie DESC LIMIT 1), 0)
      INTO v_laatste;

    INSERT INTO inzage.regels (
        positie, getoonde_positie, begonnen_op, vastgelegd_op, ontvangen_op, bekend_op, status, alles, verzoek,
        noodtoegang, kanaal, actie, handeling, resultaat, medewerker, organisatie_soort, organisatie, rol, mandaat,
        doel, reden, trace, span, ouder_span, bestand_sha256, casussen, personen, categorieen)
    SELECT v_laatste + row_number() OVER (ORDER BY r.plaats),
           r.getoonde_positie, r.begonnen_op, r.vastgelegd_op, clock_timestamp(), r.bekend_op, r.status, r.alles,
           r.verzoek, r.noodtoegang, r.kanaal, r.actie, r.handeling, r.resultaat, r.medewerker,
           r.organisatie_soort, r.organisatie, r.rol, r.mandaat, r.doel, r.reden, r.trace, r.span, r.ouder_span,
           r.bestand_sha256, r.casussen, r.personen, r.categorieen
      FROM jsonb_populate_recordset(NULL::inzage.regels, p_regels) WITH ORDINALITY AS r (
           positie, getoonde_positie, begonnen_op, vastgelegd_op, ontvangen_op, bekend_op, status, alles, verzoek,
           noodtoegang, kanaal, actie, handeling, resultaat, medewerker, organisatie_soort, organisatie, rol,
           mandaat, doel, reden, trace, span, ouder_span, bestand_sha256, casussen, personen, categorieen, plaats)
     WHERE NOT EXISTS (SELECT FROM inzage.regels oud WHERE oud.verzoek = r.verzoek);

    RETURN QUERY
    SELECT r.verzoek, r.positie
      FROM inzage.regels r
     WHERE r.verzoek IN (SELECT (een ->> 'verzoek')::uuid FROM jsonb_array_elements(p_regels) AS een);
END
$functie$;

COMMENT ON FUNCTION inzage.leg_vast IS 'the only way to write in the read log';

REVOKE ALL ON FUNCTION inzage.leg_vast, inzage.weiger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inzage.leg_vast TO zicht_inzage;
GRANT SELECT ON inzage.regels TO zicht_inzagelezer, zicht_zegelaar;
