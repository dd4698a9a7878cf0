"""One measured figure beside its floor or peer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` of ours beside `peer` of somebody's, both in `unit`."""

    name: str
    value: float
    peer_name: str
    peer: float
    unit: str

    def __str__(self) -> str:
        ratio = self.value / self.peer
        return (
            f"{self.name}: {self.value:.2f} {self.unit}, beside {self.peer_name}: "
            f"{self.peer:.2f} {self.unit} (ratio {ratio:.2f})"
        )
