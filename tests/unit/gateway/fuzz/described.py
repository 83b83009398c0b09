"""The addresses of a running application as an OpenAPI document, read off its routes.

The desk's addresses are plain Starlette routes whose bodies are read by pydantic models inside of them: which
model it is stands in the endpoint's source, `read(request, Model)` or `queried(request, Model)`.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from starlette.routing import Route

A_NUMBER = {"type": "integer", "minimum": 0, "maximum": 3}
A_NAME = {"type": "string", "minLength": 1}
_MODEL = re.compile(r"\b(read|queried)\(\s*request,\s*(\w+)\s*\)")
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """Every method of every route; a body or a query is that of the model the endpoint reads."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for route in routes:
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            path = _PLACE.sub(r"{\1}", route.path)
            paths.setdefault(path, {})[method.lower()] = _operation(route, schemas)
    info = {"title": "read off the routes", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    """One method of a route; models are put into `schemas`."""
    places = [
        {"name": name, "in": "path", "required": True, "schema": {"anyOf": [A_NUMBER, A_NAME]}}
        for name in _PLACE.findall(route.path)
    ]
    operation: dict[str, Any] = {"parameters": places, "responses": {"default": {"description": "any"}}}
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
    """What the endpoint behind all guards reads, and how."""
    inner = innermost(endpoint)
    module = sys.modules[inner.__module__]
    for kind, name in _MODEL.findall(inspect.getsource(inner)):
        yield kind, getattr(module, name)


def innermost(endpoint: Any) -> Any:
    """The function that a chain of closures and partials leads to."""
    while True:
        inner = getattr(endpoint, "func", None) or inspect.getclosurevars(_plain(endpoint)).nonlocals.get(
            "endpoint"
        )
        if inner is None:
            return _plain(endpoint)
        endpoint = inner


def _plain(endpoint: Any) -> Any:
    return getattr(endpoint, "__func__", endpoint)
