-- why: a casus that moves leaves its page of the table to be looked at again by every count, until a vacuum: after a fifth of the casussen moved a count took half as long again.

SET LOCAL ROLE zicht_eigenaar;

ALTER TABLE projecties.stukken_1 SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
ALTER TABLE projecties.stukken_2 SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
