"""What Mercado Libre's sale states mean: the state of the line, and who cancelled it.

The platform writes states as sentences ("Devolución finalizada. Te dimos el dinero"), so they are matched by
their words. A state that no pattern knows stays missing and is noted; the shipping dates still speak.

Source: states seen in public test workbooks of Mexican stores (2026-09), Mercado Libre help pages.
"""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

_STATES = (
    ("cancelled", re.compile(r"cancel|anulad|no se concreto")),
    ("returned", re.compile(r"devol|devuelt|reembols|cambio (?:finalizado|entregado)")),
    (
        "delivered",
        re.compile(
            r"(?<!no )entregad|\bllego\b|\bentregamos\b|retirad|venta concretada|reclamo cerrado|mediacion finalizada"
        ),
    ),
    ("pending", re.compile(r"pago (?:pendiente|en revision)|pendiente de pago|por cobrar|esperando el pago")),
    (
        "shipped",
        re.compile(
            r"paquete no entregad|en camino|camino a|despachad|transito|demorad|en punto de retiro|en la sucursal|"
            r"en reparto|llega "
        ),
    ),
    (
        "unshipped",
        re.compile(r"por despachar|listo para|lista para|etiqueta|prepar|por enviar|acordar|despacha|procesando"),
    ),
)
_CANCELLED_BY = (
    ("buyer", re.compile(r"comprador|compradora|se arrepintio|por el cliente")),
    ("seller", re.compile(r"vendedor|cancelaste|por ti\b|por vos|no despachaste|sin stock|no tenias")),
    ("platform", re.compile(r"mercado libre|mercado pago|cancelamos|por seguridad|fraude")),
)
_PACKAGE = re.compile(r"^paquete de (\d{1,4}) productos?")


def folded(text: str) -> str:
    """The text without accents, in folded case.

    >>> folded("Devolución")
    'devolucion'
    """
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def state_of(words: str) -> str:
    """The canonical state of a line, "" where the words are not known.

    >>> state_of("Cancelada por el comprador"), state_of("Entregado"), state_of("Te cuento después")
    ('cancelled', 'delivered', '')
    """
    return next((state for state, shape in _STATES if shape.search(folded(words))), "")


def cancelled_by(words: str) -> str:
    """Who cancelled, "unknown" where the words do not say.

    >>> cancelled_by("Cancelaste la venta"), cancelled_by("Venta cancelada")
    ('seller', 'unknown')
    """
    return next((who for who, shape in _CANCELLED_BY if shape.search(folded(words))), "unknown")


def package_size(words: str) -> int:
    """Number of products that a package's parent row announces, 0 for any other row.

    >>> package_size("Paquete de 2 productos")
    2
    """
    found = _PACKAGE.match(folded(words))
    return int(found[1]) if found else 0


def each(words: pd.Series, meaning: object) -> pd.Series:
    """A function of the words, once for each different text; missing stays missing."""
    codes, different = pd.factorize(words)
    return pd.Series([meaning(text) for text in different]).reindex(codes).set_axis(words.index)
