"""Grafana's schema of dashboards, as its own package grafana-foundation-sdk has it.

The package's models take whatever they are given: what they lose is an unknown key, and what is no value of the type
that they declare is told apart here.
"""

import enum
import functools
import json
import sys
import types
import typing

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

register_default_plugins()


def complaints(dashboard):
    """What in a dashboard, parsed from JSON, is not as the schema has it."""
    decoded = Dashboard.from_json(dashboard)
    encoded = json.loads(json.dumps(decoded, cls=JSONEncoder))
    return [*lost(dashboard, encoded, ""), *wrong(decoded, Dashboard, "")]


def lost(given, kept, path):
    """The paths of what the schema does not know."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for key, value in given.items():
            if key in kept:
                yield from lost(value, kept[key], f"{path}/{key}")
            else:
                yield f"{path}/{key} is not known"
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        for number, (first, second) in enumerate(zip(given, kept)):
            yield from lost(first, second, f"{path}/{number}")
    elif given != kept:
        yield f"{path} is taken as {kept}"


@functools.cache
def hints(model):
    return typing.get_type_hints(model, vars(sys.modules[model.__module__]))


def wrong(value, hint, path):
    """The paths of values that are not of the type that the schema declares."""
    if not any(fits(value, option) for option in options(hint)):
        yield f"{path} is {value!r}, which is no {hint}"
    elif hasattr(type(value), "from_json"):
        for name, declared in hints(type(value)).items():
            yield from wrong(getattr(value, name, None), declared, f"{path}/{name}")
    elif isinstance(value, (list, dict)):
        element = next((typing.get_args(o)[-1] for o in options(hint) if typing.get_args(o)), object)
        for key, one in enumerate(value) if isinstance(value, list) else value.items():
            yield from wrong(one, element, f"{path}/{key}")


def options(hint):
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [option for part in typing.get_args(hint) for option in options(part)]
    return [hint]


def fits(value, hint):
    if hint in (object, typing.Any) or isinstance(hint, typing.TypeVar):
        return True
    if typing.get_origin(hint) is typing.Literal:
        return value in typing.get_args(hint)
    kind = typing.get_origin(hint) or hint
    if issubclass(kind, enum.Enum):
        return value in [one.value for one in kind]
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)
