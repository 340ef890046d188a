"""The lane `zicht`: who held zicht op veiligheid (rulebook 4).

The rules stand by subject: `melding` (Z1 to Z6, Z19), `dienst` (Z7, Z23, Z24), `overdracht` and `overgang`
(Z8 to Z16), `geschil` (Z17, Z18), `einde` (Z20 to Z22, Z25). `verloop` walks through the acts with them.
"""
