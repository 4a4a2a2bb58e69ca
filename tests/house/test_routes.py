"""docs/api.md says what the server serves, no more and no less."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from fastapi import APIRouter

import labelfield.server

ROOT = Path(__file__).parents[2]
DOCUMENTED = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/api[\w/{}-]*)")


def without_names(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


def served_routes() -> set[tuple[str, str]]:
    modules = [
        import_module(f"labelfield.server.{module.name}")
        for module in iter_modules(labelfield.server.__path__)
        if module.name.startswith("routes_")
    ]
    routers = [value for module in modules for value in vars(module).values()]
    return {
        (method, "/api" + without_names(route.path))
        for router in routers
        if isinstance(router, APIRouter)
        for route in router.routes
        for method in route.methods
    }


def test_every_route_is_documented_and_every_documented_route_is_served() -> None:
    page = (ROOT / "docs" / "api.md").read_text()
    documented = {(method, without_names(path)) for method, path in DOCUMENTED.findall(page)}
    assert documented == served_routes()
