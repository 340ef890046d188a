-- why: who is logged in to the pages is known here and not in the browser: a session can be ended at once, and a stolen cookie is worth nothing after it.

DO $blok$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zicht_sessies') THEN
        BEGIN
            CREATE ROLE zicht_sessies NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of the same server was first, which is just as good
        END;
    END IF;
END
$blok$;

CREATE SCHEMA sessies AUTHORIZATION zicht_eigenaar;

SET LOCAL ROLE zicht_eigenaar;

COMMENT ON SCHEMA sessies IS 'who is logged in to the pages; nothing of a casus';

-- Not logged in yet: the way to the issuer of identities and back. The cookie of the browser is stored as a digest only.
CREATE TABLE sessies.aanmeldingen (
    sleutel    bytea       NOT NULL,
    staat      text        NOT NULL,
    nonce      text        NOT NULL,
    verificatie text       NOT NULL,
    terug      text        NOT NULL,
    verloopt   timestamptz NOT NULL,
    CONSTRAINT aanmeldingen_pkey PRIMARY KEY (sleutel),
    CONSTRAINT aanmeldingen_sleutel_is_sha256 CHECK (octet_length(sleutel) = 32)
);

COMMENT ON TABLE sessies.aanmeldingen IS 'attempts to log in that are under way; each is used once';
COMMENT ON COLUMN sessies.aanmeldingen.sleutel IS 'SHA-256 of the cookie of the browser that began it';
COMMENT ON COLUMN sessies.aanmeldingen.verificatie IS 'the code verifier of PKCE (RFC 7636)';
COMMENT ON COLUMN sessies.aanmeldingen.terug IS 'the page that was asked for: a path of ours';

CREATE TABLE sessies.sessies (
    sleutel          bytea       NOT NULL,
    medewerker       text        NOT NULL,
    organisatie_soort text       NOT NULL,
    organisatie_id   text        NOT NULL,
    rol              text        NOT NULL,
    mandaat          jsonb,
    doel             text,
    gezien           timestamptz NOT NULL,
    verloopt         timestamptz NOT NULL,
    CONSTRAINT sessies_pkey PRIMARY KEY (sleutel),
    CONSTRAINT sessies_sleutel_is_sha256 CHECK (octet_length(sleutel) = 32)
);
CREATE INDEX sessies_verloopt ON sessies.sessies (verloopt);

COMMENT ON TABLE sessies.sessies IS 'one row for each browser that is logged in';
COMMENT ON COLUMN sessies.sessies.sleutel IS 'SHA-256 of the cookie: who reads this table cannot log in with it';
COMMENT ON COLUMN sessies.sessies.mandaat IS 'what an inspection may look at, as the issuer of identities said it';
COMMENT ON COLUMN sessies.sessies.gezien IS 'the last request, to the minute; who stays away too long logs in again';
COMMENT ON COLUMN sessies.sessies.verloopt IS 'at the latest then, however busy';

GRANT USAGE ON SCHEMA sessies TO zicht_sessies;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessies.aanmeldingen, sessies.sessies TO zicht_sessies;

RESET ROLE;
