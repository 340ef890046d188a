"""How property tests run, everywhere in the suite.

`lokaal` looks for something new each time. `ci` tries the same examples each time, so that a red run means
the change and not the draw. `grondig` is for a night: `python3 dev test --hypothesis-profile=grondig`.
"""

import os

from hypothesis import HealthCheck, settings

# No deadline: a busy machine is not a fault of the code. Slow generation is for --durations to show.
lokaal = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("lokaal", lokaal)
settings.register_profile("ci", lokaal, derandomize=True, database=None)
settings.register_profile("grondig", lokaal, max_examples=5_000)
settings.load_profile("ci" if os.environ.get("CI") else "lokaal")
