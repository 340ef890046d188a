"""The read model: the timelines of every casus for every K, in tables.

So a question is one indexed statement. The folds decide (`projections.tijdlijn`), `projections.bitemporeel`
says which pieces are known from which act on, and this room keeps that in PostgreSQL:

    tabellen    two sets of the same tables; which one is read
    dossiers    the acts of a casus, from the ledger
    schrijver   their pieces, into one set of tables
    volger      keep the set that is read up to date with the ledger
    herbouw     make the other set from the first act, then switch
    herbouwer   do that in the background of a server
    vragen      ask; the statements stand in `vragen_sql`, the shapes of the answers in `antwoorden`

Dropping all of it and building it again is normal work; nothing here is a source of anything.
"""
