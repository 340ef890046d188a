"""Python's garbage collector, in a server that keeps what it loaded and remembers casussen."""

import gc

# Of what an act brings, nothing refers in a circle and nearly all stays for a while: looking at it every 700
# objects, and every so often at all there is, took a fifth of the time and was the longest anybody waited.
_DREMPELS = (20_000, 20, 20)


def laat_liggen() -> None:
    """Look no more at what is here by now, and less often at what comes; once, when everything is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_DREMPELS)
