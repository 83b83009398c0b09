"""The addresses of a running application as an OpenAPI document, read off its routes.

The desk's addresses are plain Starlette routes whose bodies are read by pydantic models inside of them: which
model it is stands in the endpoint's source, `read(request, Model)` or `queried(request, Model)`. There are
the names in a query that are read one by one, too.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from starlette.routing import Route

from desk.people.caller import Permission

A_NUMBER = {"type": "integer", "minimum": 0, "maximum": 3}
A_NAME = {"type": "string", "minLength": 1}
_MODEL = re.compile(r"\b(read|queried)\(\s*request,\s*(\w+)\s*\)")
_NAMED = re.compile(r"""(?:asked|query_params)\.get(?:list)?\(\s*"(\w+)"|_count\(request, "(\w+)\"""")
_ASIDE = re.compile(r"await (_\w+)\(request\)")
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """Every method of every route; a body or a query is that of the model the endpoint reads."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for route in routes:
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(plain_path(route), {})[method.lower()] = _operation(route, schemas)
    info = {"title": "read off the routes", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def plain_path(route: Route) -> str:
    """Without the kinds of its places, as OpenAPI writes it."""
    return _PLACE.sub(r"{\1}", route.path)


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    """One method of a route; models are put into `schemas`."""
    places = [
        {"name": name, "in": "path", "required": True, "schema": {"anyOf": [A_NUMBER, A_NAME]}}
        for name in _PLACE.findall(route.path)
    ]
    operation: dict[str, Any] = {"parameters": places, "responses": {"default": {"description": "any"}}}
    places += [{"name": name, "in": "query", "schema": {}} for name in named(route.endpoint)]
    for kind, model in models_of(route.endpoint):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        if kind == "queried":
            places += [
                {"name": name, "in": "query", "schema": each} for name, each in schema["properties"].items()
            ]
        else:
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def models_of(endpoint: Callable[..., Any]) -> Iterator[tuple[str, type[BaseModel]]]:
    """What the endpoint behind all guards reads, and how; also by a function beside it."""
    inner = innermost(endpoint)
    module = vars(sys.modules[inner.__module__])
    source = inspect.getsource(inner)
    aside = [module[name] for name in _ASIDE.findall(source) if name in module]
    for kind, name in _MODEL.findall("".join([source, *map(inspect.getsource, aside)])):
        yield kind, module[name]


def named(endpoint: Callable[..., Any]) -> set[str]:
    """Names that the endpoint behind all guards looks for in a query."""
    source = inspect.getsource(innermost(endpoint))
    return {name for found in _NAMED.findall(source) for name in found if name}


def permission_of(endpoint: Any) -> Permission | None:
    """What the guards ask of a role."""
    asked = (_closure(each).get("permission") for each in _chain(endpoint))
    return next((permission for permission in asked if permission), None)


def innermost(endpoint: Any) -> Any:
    """The function that a chain of closures and partials leads to."""
    return _plain(list(_chain(endpoint))[-1])


def _chain(endpoint: Any) -> Iterator[Any]:
    while endpoint is not None:
        yield endpoint
        endpoint = getattr(endpoint, "func", None) or _closure(endpoint).get("endpoint")


def _closure(endpoint: Any) -> Any:
    plain = _plain(endpoint)
    return inspect.getclosurevars(plain).nonlocals if inspect.isfunction(plain) else {}


def _plain(endpoint: Any) -> Any:
    return getattr(endpoint, "__func__", endpoint)
