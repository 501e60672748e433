"""Every benchmark, one after another: `make bench`, or `python -m tests.benchmarks NAME...` for some of them.

Each is a process of its own, so that one does not warm or fill the memory of the next.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benchmarks named, or all; returns how many failed."""
    wanted = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("__"))
    failed = 0
    for name in wanted:
        sys.stdout.write(f"\n{name}\n")
        sys.stdout.flush()
        failed += bool(subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=False).returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
