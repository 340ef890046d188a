"""The form by which a person records an act: which fields it has, and from what was typed to the act.

veld         what a field is
vorm         from the class of an act to its fields; a form is made, never written by hand
teksten      the Dutch words beside them, as data (`teksten.toml`)
invullen     from posted strings to the act, every fault at the field it belongs to
plaatsing    where a fault of the ledger belongs in a form
voorinvullen from an act back to strings: to correct one, or to begin with what is known
"""
