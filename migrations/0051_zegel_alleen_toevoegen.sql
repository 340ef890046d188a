-- why: hashes that were sealed are only ever added to, also by the owner of the tables: a proof that was given once can be given again.

SET LOCAL ROLE zicht_eigenaar;

SELECT migratie.maak_alleen_toevoegbaar('zegel.knopen');
