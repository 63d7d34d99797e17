import pandas as pd
import pytest

from workbench.bands.matching import fold_text, fold_texts
from workbench.bands.packs import UNCLEAR, pack_table, read_pack
from workbench.bands.sizes import read_sizes, states_other_size

TITLES = [
    ("Prensa de ajo acero", 0),
    ("Prensa de ajo (2 piezas)", 2),
    ("Paquete de 3 prensas", 3),
    ("Paquete con 12 bolsas", 12),
    ("Pack de dos colchas", 2),
    ("Silicone colander, set of 2", 2),
    ("USB cable 2-pack", 2),
    ("USB cable 2 Pack", 2),
    ("6 pcs cleaning cloth", 6),
    ("Colador plegable x2", 2),
    ("2x colador plegable", 2),
    ("Three pack candles", 3),
    ("压蒜器 3个装", 3),
    ("硅胶刮刀两件装", 2),
    ("Velas, 1 docena", 12),
    ("Pack 3 prensas de ajo", 3),
    ("Paquete 6 prensas", 6),
    ("Prensa de ajo pack 2", 2),
    ("Prensa pack x3", 3),
    ("Paq. 3 prensas", 3),
    ("Garlic press 3pk", 3),
    ("Colander, 2-piece", 2),
    # numbers that are no pieces
    ("Pack 3 en 1", 0),
    ("Power pack 20 w", 0),
    ("Set 20 cm acero", 0),
    ("Kit 2 en 1 cocina", 0),
    ("Juego 45x45 cm", 0),
    ("Set 1.5 litros", 0),
    ("Funda 45x45 cm", 0),
    ("Cargador 65W 3 puertos", 0),
    ("Caja de 20 cm", 0),
    ("Bluetooth 5.3", 0),
    # unclear: one product of several pieces, or several products
    ("Juego de espátulas 5 piezas", UNCLEAR),
    ("Set 3 pcs knives", UNCLEAR),
    ("刮刀套装 5 piezas", UNCLEAR),
    ("Juego de 4 piezas", UNCLEAR),
    ("Juego de 4 espátulas de silicona", UNCLEAR),
    ("Espátulas (juego de 4)", UNCLEAR),
    ("Set de 5 piezas", UNCLEAR),
    ("Set 4 espátulas", UNCLEAR),
    ("Kit de 3 prensas", UNCLEAR),
    ("4 juegos de espátulas 5 piezas", UNCLEAR),
    ("压蒜器 5件套装", UNCLEAR),
    ("压蒜器 2件套", UNCLEAR),
    ("Paquete de 2, 6 piezas", UNCLEAR),
    ("Lote de 500 piezas", UNCLEAR),
]


@pytest.mark.parametrize(("title", "pack"), TITLES)
def test_pieces_are_read_where_the_words_leave_no_doubt(title, pack):
    assert read_pack(fold_text(title)) == pack


def test_of_a_product_that_is_a_set_a_set_of_four_is_no_pack_of_four():
    titles = pd.Series([fold_text("Silicone spatulas, set of 4"), fold_text("Spatula set, 2 pack")])
    listings = pd.DataFrame({"pack_size": pd.array([None, None], "Int64")})
    assert pack_table(listings, titles=titles)["pack"].tolist() == [4, 2]
    assert pack_table(listings, titles=titles, is_set=True)["pack"].tolist() == [UNCLEAR, 2]


def test_the_files_own_column_comes_before_the_title():
    listings = pd.DataFrame(
        {"pack_size": pd.array([2, None, None, 0], "Int64"), "title": ["3 piezas", "3 piezas", "juego 3 piezas", None]}
    )
    read = pack_table(listings, titles=fold_texts(listings["title"]))
    assert read["pack"].tolist() == [2, 3, UNCLEAR, 1]
    assert read["pack_basis"].tolist() == ["file", "title", "unclear", "none"]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Funda 60 x 60", True),
        ("Funda 45x45cm", False),
        ("Funda 18x18 in", False),  # 45.7 cm
        ("Funda 45*45 y relleno de 300 g", False),
        ("Funda lisa", False),
        ("Funda 50 cm", False),  # a length is no area
    ],
)
def test_a_title_that_states_another_size_is_another_product(title, other):
    assert states_other_size(pd.Series([fold_text(title)]), ["45x45 cm"]).tolist() == [other]


def test_sizes_are_read_in_units_of_their_own():
    assert read_sizes("taza 0,5 l") == {"volume": (500.0,)}
    assert read_sizes("cargador 65w") == {"power": (65.0,)}
    assert read_sizes("caja 30x20x10 cm") == {"box": (100.0, 200.0, 300.0)}
