-- why: who asks the same question every week keeps its address under a name; nothing of a casus and nothing of a person is in it.

SET LOCAL ROLE zicht_eigenaar;

CREATE TABLE sessies.bewaarde_vragen (
    bewaard_op        timestamptz NOT NULL,
    vraag             uuid        NOT NULL,
    medewerker        text        NOT NULL,
    organisatie_soort text        NOT NULL,
    organisatie_id    text        NOT NULL,
    naam              text        NOT NULL,
    adres             text        NOT NULL,
    CONSTRAINT bewaarde_vragen_pkey PRIMARY KEY (vraag),
    CONSTRAINT bewaarde_vragen_naam_key UNIQUE (medewerker, organisatie_soort, organisatie_id, naam),
    -- a label, not a text
    CONSTRAINT bewaarde_vragen_naam_kort CHECK (naam ~ '^[A-Za-z0-9][A-Za-z0-9 -]{0,39}$'),
    -- a list or an overview: no casus has such an address
    CONSTRAINT bewaarde_vragen_adres_vorm
        CHECK (adres ~ '^/(casussen|termijnen|signalen|werklijst|overzichten/[a-z-]+)([?][A-Za-z0-9=&:._-]+)?$'),
    CONSTRAINT bewaarde_vragen_adres_zonder_casus CHECK (adres !~* '[0-9a-f]{8}-[0-9a-f]{4}-'),
    CONSTRAINT bewaarde_vragen_adres_kort CHECK (char_length(adres) <= 700)
);

COMMENT ON TABLE sessies.bewaarde_vragen IS 'questions that somebody keeps for themselves, within one organisation';
COMMENT ON COLUMN sessies.bewaarde_vragen.medewerker IS 'the pseudonym of whose it is';
COMMENT ON COLUMN sessies.bewaarde_vragen.naam IS 'a short label of letters, digits, spaces and hyphens';
COMMENT ON COLUMN sessies.bewaarde_vragen.adres IS 'the permanent link of a list or overview; what it shows is asked again each time';

GRANT SELECT, INSERT, DELETE ON sessies.bewaarde_vragen TO zicht_sessies;

RESET ROLE;
