"""Sealing: what makes a later change to the log visible to somebody who trusts nobody here.

    boom             the Merkle tree of RFC 9162: hashes, and whether a proof is right
    notitie          signed notes (C2SP): a text and who signed it
    checkpoint       the head of a log as a signed note, cosignatures, and a policy of whom to trust
    blad             the leaf: what of an act is sealed
    kaart            how many acts each casus has, committed to in every checkpoint
    toets            is this inspection bundle right?
    programma        the program around that check
    bereik, bewijs   grow the tree leaf by leaf; make proofs
    ondertekenaar    keys, signatures and cosignatures
    tegels           the files of a log that others can read (C2SP tlog-tiles)
    bundel           make an inspection bundle
    alleenstaand     the first seven as one file, `verifieer.py`, for who has only a bundle and Python

The first seven import nothing but the standard library, `cryptography` and one another. No file of this room
reaches a database, a clock or a network: that is `ledger.store.zegel`.
"""
