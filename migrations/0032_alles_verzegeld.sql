-- why: a ledger in which one confidential part was left readable does not go on.

SET LOCAL ROLE zicht_eigenaar;

ALTER TABLE ledger.gebeurtenissen VALIDATE CONSTRAINT gebeurtenissen_vertrouwelijk_verzegeld;
