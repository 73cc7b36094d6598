"""Settings that can be read and must not be used where real patients are asked."""

from collections.abc import Iterator, Sequence

from triage.config.environment import Problem

# As many signs as Django itself makes, and as it wants of a key.
LONG_ENOUGH, VARIED_ENOUGH = 50, 5
THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def dangers(
    *, second_factor: bool, hosts: Sequence[str], https: bool, key: str
) -> Iterator[Problem]:
    """Return a problem for each setting that would leave what patients say open to others."""
    if not second_factor:
        yield Problem(
            "triage.E011",
            "BACKSTOP_SECOND_FACTOR is off: a password alone would open what patients said.",
            "Take it away. Only a demo does without.",
        )
    if "*" in hosts:
        yield Problem(
            "triage.E012",
            "BACKSTOP_HOSTS holds `*`: a link could be made to lead to another site.",
            "Write the names people type.",
        )
    if len(key) < LONG_ENOUGH or len(set(key)) < VARIED_ENOUGH:
        yield Problem(
            "triage.E013",
            "BACKSTOP_SECRET_KEY can be guessed: it has fewer than 50 signs, or always the same.",
            "Leave it empty, and one is made and kept in the data folder.",
        )
    elsewhere = [host for host in hosts if host not in THIS_MACHINE]
    if elsewhere and not https:
        yield Problem(
            "triage.E014",
            f"BACKSTOP_HOSTS holds {elsewhere[0]} and BACKSTOP_HTTPS is off: what patients say "
            "would travel where others can read it.",
            "Put a proxy that speaks https in front, and set BACKSTOP_HTTPS=1.",
        )
