-- why: whoever runs the machine must see how far a rebuild is, whichever program started it.

SET LOCAL ROLE zicht_eigenaar;

CREATE TABLE projecties.herbouw (
    begonnen_op   timestamptz NOT NULL DEFAULT clock_timestamp(),
    bijgewerkt_op timestamptz NOT NULL DEFAULT clock_timestamp(),
    gedaan        bigint      NOT NULL DEFAULT 0,
    totaal        bigint      NOT NULL,
    enige         boolean     NOT NULL DEFAULT true,
    stap          text        NOT NULL DEFAULT 'vullen',
    CONSTRAINT herbouw_pkey PRIMARY KEY (enige),
    CONSTRAINT herbouw_een_rij CHECK (enige),
    CONSTRAINT herbouw_stap CHECK (stap IN ('vullen', 'indexen', 'inhalen', 'klaar')),
    CONSTRAINT herbouw_gedaan_van_totaal CHECK (gedaan BETWEEN 0 AND totaal)
);

COMMENT ON TABLE projecties.herbouw IS 'how far the last rebuild came; whether it still runs says its advisory lock';
COMMENT ON COLUMN projecties.herbouw.gedaan IS 'acts that were read, of totaal; what arrives meanwhile is not counted';
COMMENT ON COLUMN projecties.herbouw.bijgewerkt_op IS 'by the clock of the database, like begonnen_op';

-- By default who projects may write everything in this schema; a rebuild only begins and goes on.
REVOKE DELETE, TRUNCATE ON projecties.herbouw FROM zicht_projectie;
GRANT SELECT ON projecties.herbouw TO zicht_grootboek;
