"""What ``request.yaml`` says of a request that is made now."""

from __future__ import annotations

from frkit.base.yaml_places import dump_yaml
from frkit.tracking.types import FORMAT, Request

HEAD = "# Editable until the request is sent; after that, what happens is logged as events.\n"


def request_text(request: Request) -> str:
    """The text of a new ``request.yaml``; what a request leaves at its default is not written."""
    data = {"format": FORMAT, **request.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
    return HEAD + dump_yaml(data)
