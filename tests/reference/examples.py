"""How many random books a property sees: few in the suite, as many as wanted by `INVOTRACK_EXAMPLES=1000 pytest …`."""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("INVOTRACK_EXAMPLES", "25"))


def settings_for(share: float = 1.0) -> settings:
    """Return settings without surprises: the same books at every run, no deadline, a share of the examples."""
    return settings(
        max_examples=max(1, int(EXAMPLES * share)),
        derandomize=EXAMPLES <= 100,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
