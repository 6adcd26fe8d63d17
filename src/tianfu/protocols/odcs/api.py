"""The contract of a dataset, for everybody: as much as its page says."""

from typing import Any

from fastapi import APIRouter, Request, Response

from tianfu.catalogue.api import dataset_of
from tianfu.identity.units import units

from .exporting import contract, public_face
from .writing import written

router = APIRouter()
MEDIA_TYPE = "application/yaml"


@router.get("/dataset/{dataset_id}/contract.odcs.yaml")
def contract_file(request: Request, dataset_id: str) -> Response:
    """YAML of the Open Data Contract Standard."""
    dataset, store = dataset_of(request, dataset_id), request.app.state.store
    text = written(contract(public_face(dataset), store.version(dataset.id), units()))
    headers: dict[str, Any] = {"Content-Disposition": f'inline; filename="{dataset.id}.odcs.yaml"', "Access-Control-Allow-Origin": "*"}
    return Response(text, media_type=MEDIA_TYPE, headers=headers)
