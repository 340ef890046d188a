-- why: who repeats a citation over all cases is told what was corrected or erased since; few acts are, so they have a small index of their own, which costs the append of any other act nothing.

SET LOCAL ROLE zicht_eigenaar;

CREATE INDEX gebeurtenissen_ingrijpend ON ledger.gebeurtenissen (positie)
 WHERE soort LIKE 'GebeurtenisGecorrigeerd/%' OR soort LIKE 'PersoonsgegevensVernietigd/%';
