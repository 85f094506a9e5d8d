"""The structure of a tagged PDF, mended where WeasyPrint leaves it short of ISO 32000-2, 14.8.4.8.2.

A list item has two children: its label, and a body that holds all the rest. WeasyPrint writes the body for bare text
only, and leaves paragraphs beside the label.
"""

from __future__ import annotations

from typing import Any


def list_bodies(_document: Any, pdf: Any) -> None:
    """Put what stands in a list item besides its label into one body; a finisher of ``write_pdf``."""
    objects: list[Any] = pdf.objects
    elements = {one.reference: one for one in objects if "S" in getattr(one, "keys", tuple)()}
    for item in [one for one in elements.values() if one["S"] == "/LI"]:
        roles = [elements[kid]["S"] if kid in elements else "" for kid in item["K"]]
        rest = [kid for kid, role in zip(item["K"], roles, strict=True) if role != "/Lbl"]
        if "" in roles or not rest or [role for role in roles if role != "/Lbl"] == ["/LBody"]:
            continue
        dictionary, array = type(item), type(item["K"])
        body = dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": array(rest), "Pg": item["Pg"], "P": item.reference}
        )
        pdf.add_object(body)
        for kid in rest:
            elements[kid]["P"] = body.reference
            if elements[kid]["S"] == "/LBody":
                elements[kid]["S"] = "/Div"
        item["K"] = array([*(kid for kid in item["K"] if kid not in rest), body.reference])
