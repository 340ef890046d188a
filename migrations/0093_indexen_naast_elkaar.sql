-- why: a rebuild made its indexes one after the other on one core while the others had nothing to do; now two connections share them, each with about half of the work.

SET LOCAL ROLE zicht_eigenaar;

CREATE FUNCTION projecties.maak_indexen_sleutels(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    PERFORM projecties.maak_indexen_zonder_houder(p_generatie), projecties.maak_indexen_stukken(p_generatie),
            projecties.maak_indexen_termijnen(p_generatie), projecties.maak_indexen_signalen(p_generatie);
END
$functie$;

-- After the indexes: what an index is made of is looked at too.
CREATE FUNCTION projecties.tel_generatie(p_generatie smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $functie$
BEGIN
    EXECUTE format('ANALYZE projecties.%I, projecties.%I, projecties.%I, projecties.%I, projecties.%I',
                   'stukken_' || p_generatie, 'casussen_' || p_generatie, 'termijnen_' || p_generatie,
                   'signalen_' || p_generatie, 'meldingen_' || p_generatie);
END
$functie$;

COMMENT ON FUNCTION projecties.maak_indexen_sleutels IS 'make the indexes in an order, of a set of tables that a rebuild has filled';
COMMENT ON FUNCTION projecties.maak_indexen_geldig IS 'make the indexes by ranges, of a set of tables that a rebuild has filled';
COMMENT ON FUNCTION projecties.tel_generatie IS 'let the planner know a set of tables that a rebuild has filled';

REVOKE ALL ON FUNCTION projecties.maak_indexen_sleutels, projecties.tel_generatie FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projecties.maak_indexen_sleutels, projecties.maak_indexen_geldig, projecties.tel_generatie
   TO zicht_projectie;

DROP FUNCTION projecties.maak_indexen(smallint);
