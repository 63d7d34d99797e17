"""What was searched for on the sellers' behalf, and what the market looks like there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Query:
    """What was searched, how the market's prices lie (low, high, share), and what else the search finds."""

    words: str
    platform: str
    market: str
    listings: int
    bands: tuple[tuple[float, float, float], ...]
    titles: tuple[str, ...]
    strangers: tuple[tuple[str, float], ...]
    packs: float = 0.05


STUDIED = {
    "customs": (
        Query(
            "garlic press",
            "mercadolibre",
            "MX",
            128,
            ((89, 129, 0.46), (179, 249, 0.36), (349, 449, 0.18)),
            ("Prensador de ajo acero inoxidable", "Prensa ajos manual cocina", "Triturador de ajo premium"),
            (
                ("Repuesto para prensador de ajo", 39),
                ("Pelador de ajo de silicón", 49),
                ("Libro de cocina con ajo", 259),
            ),
        ),
        Query(
            "silicone spatula set",
            "mercadolibre",
            "MX",
            84,
            ((99, 149, 0.4), (229, 299, 0.42), (449, 549, 0.18)),
            (
                "Juego de espátulas de silicón 5 piezas",
                "Set espátula silicona cocina",
                "Espátulas de silicón reposteras",
            ),
            (("Espátula para pintura 3 pulgadas", 59), ("Repuesto mango de espátula", 35)),
        ),
        Query(
            "collapsible colander",
            "amazon",
            "US",
            60,
            ((9.99, 13.99, 0.35), (17.99, 23.99, 0.45), (29.99, 39.99, 0.2)),
            ("Collapsible Colander", "Silicone Colander Strainer Foldable", "Over Sink Colander Collapsible"),
            (("Replacement Colander Feet", 6.99), ("Salad Dryer Spinner", 24.99)),
            packs=0.12,
        ),
    ),
    "claims": (
        Query(
            "audífonos inalámbricos",
            "mercadolibre",
            "MX",
            132,
            ((149, 249, 0.44), (449, 649, 0.34), (1199, 1599, 0.22)),
            (
                "Audífonos inalámbricos Bluetooth 5.3",
                "Audífonos in-ear inalámbricos con estuche de carga",
                "Audífonos TWS",
            ),
            (("Funda para audífonos inalámbricos", 89), ("Estuche de repuesto audífonos", 119)),
        ),
        Query(
            "bocina bluetooth",
            "mercadolibre",
            "MX",
            96,
            ((199, 299, 0.42), (549, 749, 0.38), (1499, 1999, 0.2)),
            ("Bocina Bluetooth portátil", "Bocina inalámbrica resistente al agua", "Mini bocina Bluetooth"),
            (("Bocina para auto 6 pulgadas", 459), ("Repuesto bocina celular", 79)),
        ),
        Query(
            "usb c charger 65w",
            "amazon",
            "US",
            60,
            ((15.99, 19.99, 0.3), (25.99, 32.99, 0.5), (42.99, 55.99, 0.2)),
            ("65W USB C Charger GaN", "USB C Wall Charger 65W Compact", "65W Charger Block 3-Port"),
            (("USB C cable only 65W charger not included", 8.99), ("Charger case 65W travel", 11.99)),
        ),
    ),
    "dirty": (
        Query(
            "maceta de cerámica",
            "mercadolibre",
            "MX",
            74,
            ((79, 119, 0.4), (199, 289, 0.4), (449, 599, 0.2)),
            ("Maceta de cerámica esmaltada", "Maceta cerámica decorativa con plato", "Maceta artesanal de cerámica"),
            (("Maceta de plástico 20 cm", 45), ("Base para maceta", 69)),
        ),
        Query(
            "funda de cojín bordada",
            "mercadolibre",
            "MX",
            62,
            ((79, 129, 0.45), (189, 259, 0.4), (379, 459, 0.15)),
            ("Funda de cojín bordada 45x45", "Funda decorativa para cojín bordado", "Funda cojín bordada artesanal"),
            (("Relleno para cojín 45x45", 99), ("Funda para silla", 149)),
        ),
    ),
}
