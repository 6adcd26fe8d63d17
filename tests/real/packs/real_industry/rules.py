"""Checks that no declared rule expresses."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failure_agrees_with_modes(machines: "ir.Table") -> "ir.BooleanValue":
    """A machine has failed if and only if one of the five modes says so (AI4I 2020, UCI 601)."""
    modes = machines.twf + machines.hdf + machines.pwf + machines.osf + machines.rnf
    return (modes > 0) == (machines.machine_failure == 1)
