"""Every export that the workbench knows, by name: those that are read, then those that are only recognised."""

from __future__ import annotations

from workbench.sources import amazon, carriers, competitors, erp, fx, mapped, mercadolibre, templates, walmart
from workbench.sources.contract import Export
from workbench.sources.signatures import SIGNATURES

EXPORTS: dict[str, Export] = {
    export.name: export
    for export in (
        *amazon.EXPORTS,
        *mercadolibre.EXPORTS,
        *walmart.EXPORTS,
        *erp.EXPORTS,
        *carriers.EXPORTS,
        *competitors.EXPORTS,
        *fx.EXPORTS,
        *templates.EXPORTS,
        *mapped.EXPORTS,
        *SIGNATURES,
    )
}
