-- why: one table holds every act of every region in the order of commit; beside it stands which command wrote what, so that a repeated command gets the first answer.

SET LOCAL ROLE zicht_eigenaar;

-- Wide fixed columns first: at tens of millions of rows padding is paid for by the gigabyte.
CREATE TABLE ledger.gebeurtenissen (
    positie        bigint      NOT NULL,
    gebeurd_op     timestamptz,
    vastgelegd_op  timestamptz,
    ontvangen_op   timestamptz NOT NULL,
    volgnummer     integer     NOT NULL,
    casus          uuid        NOT NULL,
    opdracht       uuid        NOT NULL,
    regio          text        NOT NULL,
    soort          text        NOT NULL,
    open           bytea       NOT NULL,
    vertrouwelijk  bytea,
    -- regio is in the key so that a partition or a cluster per organisation needs no rewrite later
    CONSTRAINT gebeurtenissen_pkey PRIMARY KEY (casus, volgnummer, regio),
    CONSTRAINT gebeurtenissen_positie_key UNIQUE (positie),
    CONSTRAINT gebeurtenissen_positie_vanaf_1 CHECK (positie >= 1),
    CONSTRAINT gebeurtenissen_beide_tijden_of_geen CHECK ((gebeurd_op IS NULL) = (vastgelegd_op IS NULL)),
    -- 0 only for events that are not ours: the library's own contract tests count from 0
    CONSTRAINT gebeurtenissen_volgnummer_vanaf_1 CHECK (volgnummer >= 1 OR (volgnummer = 0 AND vastgelegd_op IS NULL)),
    CONSTRAINT gebeurtenissen_regio_gevuld CHECK (regio <> ''),
    CONSTRAINT gebeurtenissen_soort_gevuld CHECK (soort <> '')
);

COMMENT ON COLUMN ledger.gebeurtenissen.positie IS 'place in the whole ledger: dense from 1, in order of commit';
COMMENT ON COLUMN ledger.gebeurtenissen.volgnummer IS 'place in the casus: 1, 2, 3 without gaps';
COMMENT ON COLUMN ledger.gebeurtenissen.soort IS 'stored name and version, as OverdrachtVerstuurd/1';
COMMENT ON COLUMN ledger.gebeurtenissen.gebeurd_op IS 'when it happened; null only for events that are not ours';
COMMENT ON COLUMN ledger.gebeurtenissen.vastgelegd_op IS 'when we knew, by the application''s clock; never decreases within a casus';
COMMENT ON COLUMN ledger.gebeurtenissen.ontvangen_op IS 'when the database received it: a witness nobody can set';
COMMENT ON COLUMN ledger.gebeurtenissen.open IS 'JSON of the open part';
COMMENT ON COLUMN ledger.gebeurtenissen.vertrouwelijk IS 'confidential part';
COMMENT ON COLUMN ledger.gebeurtenissen.opdracht IS 'the command that wrote it';

CREATE TABLE ledger.opdrachten (
    eerste_positie bigint  NOT NULL,
    eerste         integer NOT NULL,
    laatste        integer NOT NULL,
    opdracht       uuid    NOT NULL,
    casus          uuid    NOT NULL,
    verzoek        bytea   NOT NULL,
    CONSTRAINT opdrachten_pkey PRIMARY KEY (opdracht),
    CONSTRAINT opdrachten_eerste_tot_laatste CHECK (eerste <= laatste)
);

COMMENT ON TABLE ledger.opdrachten IS 'which command wrote which volgnummers, from which positie on';
COMMENT ON COLUMN ledger.opdrachten.verzoek IS 'digest of the request: the same command with another request is refused';

GRANT SELECT ON ledger.gebeurtenissen, ledger.opdrachten TO zicht_lezer, zicht_projectie;
