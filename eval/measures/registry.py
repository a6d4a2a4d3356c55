"""Finds the measures: every file of this package that defines `MEASURE`, in the order of their names."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

import eval.measures as package
from eval.material import Material
from eval.measures import Figure, Measure


@cache
def measures() -> tuple[Measure, ...]:
    """All measures. Raises: ValueError when two give a value of the same name."""
    found = tuple(module.MEASURE for module in _modules())
    names = [figure.name for measure in found for figure in measure.figures]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two measures give {', '.join(twice)}")
    return found


def figures() -> dict[str, Figure]:
    """What every value means, by its name."""
    return {figure.name: figure for measure in measures() for figure in measure.figures}


def violations(material: Material) -> dict[str, dict[str, list[str]]]:
    """What broke the guards, in words, by case and guard; cases that broke none are left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for module in _modules():
        broken: Mapping[str, list[str]] = module.VIOLATIONS(material) if hasattr(module, "VIOLATIONS") else {}
        for case_id, words in broken.items():
            found.setdefault(case_id, {})[module.MEASURE.figures[0].name] = words
    return found


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(each.name for each in pkgutil.iter_modules(package.__path__))
    modules = [import_module(f"{package.__name__}.{name}") for name in names]
    return tuple(module for module in modules if hasattr(module, "MEASURE"))
