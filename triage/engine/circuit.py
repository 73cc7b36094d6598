"""Gates over truth values, kept as the clauses a SAT solver reads."""

from collections.abc import Iterable

Wire = int
"""A truth value that is not known yet: a number, whose negative is the opposite value."""

Gate = tuple[Wire, tuple[Wire, ...]]
"""A truth value and those that must all be true for it."""

TRUE: Wire = 1
FALSE: Wire = -TRUE


class Circuit:
    """Gates and what is required of them. A gate that is asked for twice is made once."""

    def __init__(self) -> None:
        self.clauses: list[list[Wire]] = [[TRUE]]
        self._last = TRUE
        self._gates: dict[tuple[Wire, ...], Wire] = {}

    def wire(self) -> Wire:
        """Return a new truth value that may be anything."""
        self._last += 1
        return self._last

    def require(self, *one_of: Wire) -> None:
        """Allow only what makes one of these true."""
        self.clauses.append(list(one_of))

    def every(self, parts: Iterable[Wire]) -> Wire:
        """Return whether all parts are true."""
        inputs = set(parts) - {TRUE}
        if any(-part in inputs for part in inputs) or FALSE in inputs:
            return FALSE
        key = tuple(sorted(inputs))
        if len(key) < 2:
            return key[0] if key else TRUE
        if key not in self._gates:
            gate = self._gates[key] = self.wire()
            self.clauses += ([-gate, part] for part in key)
            self.clauses.append([gate, *(-part for part in key)])
        return self._gates[key]

    def some(self, parts: Iterable[Wire]) -> Wire:
        """Return whether one part is true."""
        return -self.every(-part for part in parts)

    def at_least(self, count: int, parts: Iterable[Wire]) -> Wire:
        """Return whether so many parts are true."""
        inputs = list(parts)
        if count > len(inputs):
            return FALSE
        reached = [TRUE, *[FALSE] * count]  # whether the parts seen so far reach 0, 1, 2, ...
        for part in inputs:
            for n in range(len(reached) - 1, 0, -1):
                reached[n] = self.some((reached[n], self.every((part, reached[n - 1]))))
        return reached[-1]

    def same(self, one: Wire, other: Wire) -> Wire:
        """Return whether two are both true or both false."""
        return self.some((self.every((one, other)), self.every((-one, -other))))

    def behind(self, wanted: Iterable[Wire]) -> tuple[Gate, ...]:
        """Return every gate that decides one of these, each after the gates it is made of."""
        needed = {abs(wire) for wire in wanted}
        found: list[Gate] = []
        for inputs, gate in reversed(self._gates.items()):
            if gate in needed:
                needed.update(abs(wire) for wire in inputs)
                found.append((gate, inputs))
        return tuple(reversed(found))
