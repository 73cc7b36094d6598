"""How much memory a process has held: a figure that no parent process has left behind."""

from pathlib import Path


def start_over() -> None:
    """Forget what was held before: from now on the most is what is held now."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Return the most bytes held since then."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (most,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(most) * 1024
