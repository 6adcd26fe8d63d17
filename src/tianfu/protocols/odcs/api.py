"""The contract of a dataset, for everybody: as much as its page says."""

from typing import Any

from fastapi import APIRouter, Request, Response

from tianfu.catalogue.asker.api import dataset_of, visit_of
from tianfu.identity.units import units

from .exporting import contract, public_face
from .writing import written

router = APIRouter()
MEDIA_TYPE = "application/yaml"


@router.get("/dataset/{dataset_id}/contract.odcs.yaml")
def contract_file(request: Request, dataset_id: str) -> Response:
    """YAML of the Open Data Contract Standard."""
    dataset, visit = dataset_of(request, dataset_id), visit_of(request)
    face = public_face(dataset, visit.decide(dataset).columns)
    text = written(contract(face, visit.store.version(dataset.id), units()))
    shown = f'inline; filename="{dataset.id}.odcs.yaml"'
    headers: dict[str, Any] = {"Content-Disposition": shown, "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    return Response(text, media_type=MEDIA_TYPE, headers=headers)
