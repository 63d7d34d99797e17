"""Headings that scraped listings were seen with, Spanish and English, in the spellings that scrapers make of them."""

from __future__ import annotations

from workbench.sources.mercadolibre.states import folded


def _spellings(*headings: str) -> tuple[str, ...]:
    """Each heading as written, without accents, and as a name with underscores."""
    plain = [word for heading in headings for word in (heading, folded(heading))]
    return tuple(dict.fromkeys([*plain, *(word.replace(" ", "_") for word in plain)]))


_LINK = _spellings("Link", "url", "permalink", "Enlace", "Liga", "href", "product url", "URL del producto")
_ID = _spellings("id", "item id", "product id", "MLM", "Código", "ID de publicación", "asin")
FIELDS = {
    "title": _spellings("Título", "title", "Producto", "Nombre", "name", "product name", "Nombre del producto"),
    "price": _spellings("Precio", "price", "Precio actual", "Precio ahora", "current price", "Precio con descuento"),
    "listing": (*_LINK, *_ID),
    "url": _LINK,
    "item_id": _ID,
    "list_price": _spellings(
        *("Precio Antes", "Precio anterior", "Precio original", "original price", "list price", "old price"),
        *("Precio sin descuento", "Precio de lista", "previous price", "regular price"),
    ),
    "sold": _spellings("Vendidos", "sold", "sold stock", "sold quantity", "Ventas", "Unidades vendidas"),
    "rating": _spellings("Calificación", "rating", "Puntuación", "Estrellas", "stars", "Valoración"),
    "reviews": _spellings("Opiniones", "reviews", "Reseñas", "review count", "Número de opiniones", "Comentarios"),
    "seller": _spellings("Vendedor", "seller", "Tienda", "Tienda oficial", "seller name", "nickname"),
    "brand": _spellings("Marca", "brand"),
    "condition": _spellings("Condición", "condition"),
    "shipping": _spellings("Envío", "shipping"),
    "free_shipping": _spellings("Envío gratis", "free shipping"),
    "logistic": _spellings("logistic type", "Logística"),
    "observed_at": _spellings("Fecha", "date", "scraped at", "Fecha de extracción", "Fecha scraping", "timestamp"),
    "query": _spellings("Búsqueda", "query", "search", "keyword", "Palabra clave", "search term"),
    "rank": _spellings("Posición", "position", "rank", "Puesto"),
    "currency": _spellings("Moneda", "currency", "currency id"),
}
KNOWN = _spellings(
    *(
        "image",
        "Imagen",
        "thumbnail",
        "Descuento",
        "discount",
        "Categoría",
        "category",
        "category id",
        "Página",
        "page",
    ),
    *("attributes", "installments", "Cuotas", "available quantity", "Stock", "sale price", "site id", "Unnamed: 0"),
    *("Descripción", "description", "domain id", "catalog product id", "seller id", "Ubicación", "location", "index"),
)
