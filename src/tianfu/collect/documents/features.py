"""Features of GeoJSON (RFC 7946) as records: properties as fields, the geometry as JSON text, a point also as its coordinates."""

from typing import Any

from .values import json_text


def fields_of(feature: Any) -> Any:
    """The record of a feature that was read with marks. A property named like a made field stays. What is no feature gives none."""
    if not isinstance(feature, dict):
        return feature
    properties, geometry = feature.get("properties") or {}, feature.get("geometry")
    if feature.get("type") != "Feature" or not isinstance(properties, dict):
        return None
    longitude, latitude = _point(geometry)
    made = {"geometry": geometry and json_text(geometry), "longitude": longitude, "latitude": latitude}
    identity = {"id": feature["id"]} if "id" in feature else {}
    return identity | made | properties


def _point(geometry: Any) -> tuple[Any, Any]:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None, None
    coordinates = geometry.get("coordinates")
    return (coordinates[0], coordinates[1]) if isinstance(coordinates, list) and len(coordinates) >= 2 else (None, None)
