"""The invented products: one row a product family, each in several colours, each colour one SKU."""

from __future__ import annotations

from dataclasses import dataclass

COLOURS = (
    ("Black", "Negro", "黑色"),
    ("White", "Blanco", "白色"),
    ("Green", "Verde", "绿色"),
    ("Gray", "Gris", "灰色"),
    ("Blue", "Azul", "蓝色"),
    ("Red", "Rojo", "红色"),
)

# english | spanish | chinese | category | cost | kg | l w h (cm) | USD | MXN | tariff line | colours
LUMEN = """
Collapsible Colander|Colador plegable|折叠沥水篮|kitchen|14.2|0.42|27 25 8|19.99|319|39241001|5
Silicone Spatula Set|Juego de espátulas de silicón|硅胶铲套装|kitchen|12.8|0.36|32 12 6|16.99|279|39241001|4
Shower Caddy|Organizador de regadera|浴室置物架|bath|19.5|0.95|34 24 12|24.99|399|73249003|4
Garlic Press|Prensador de ajo|压蒜器|kitchen|10.6|0.28|19 8 5|14.99|229|82055101|4
Over Door Hooks|Ganchos para puerta|门后挂钩|storage|6.4|0.22|22 10 6|9.99|159|83025001|4
Drawer Organizer|Organizador de cajones|抽屉收纳盒|storage|11.9|0.55|33 23 9|17.99|289|39249099|5
LED Motion Night Light|Luz nocturna LED con sensor|感应小夜灯|lighting|9.8|0.12|10 8 5|12.99|199|94052199|5
Microfiber Bath Mat|Tapete de baño de microfibra|超细纤维浴室垫|bath|13.4|0.60|60 20 10|18.99|299|57050099|5
Vacuum Storage Bags|Bolsas al vacío para ropa|真空收纳袋|storage|10.2|0.50|30 22 5|15.99|249|39232901|4
Salad Spinner|Centrifugadora de ensalada|沙拉脱水器|kitchen|18.6|0.88|26 26 18|25.99|449|82100099|3
Bamboo Cutting Board|Tabla de bambú para picar|竹砧板|kitchen|15.1|1.10|38 28 3|21.99|349|44191999|3
Magnetic Knife Strip|Barra magnética para cuchillos|磁性刀架|kitchen|13.0|0.62|42 6 3|18.49|309|82119499|3
Spice Rack|Especiero giratorio|旋转调料架|kitchen|21.3|1.30|22 22 26|29.99|499|73239399|4
Laundry Hamper|Cesto para ropa sucia|脏衣篮|storage|16.8|0.80|40 30 12|23.99|379|63079099|4
Solar Garden Lights|Luces solares de jardín|太阳能花园灯|lighting|17.7|0.70|28 18 12|24.49|419|94054099|4
Curtain Rod|Cortinero ajustable|伸缩窗帘杆|textiles|18.2|1.20|75 6 6|26.99|439|83024199|4
Throw Pillow Cover Set|Fundas decorativas para cojín|抱枕套套装|textiles|11.2|0.32|30 25 4|14.49|239|63049299|6
Blackout Curtain|Cortina blackout|遮光窗帘|textiles|22.4|1.40|34 28 8|29.49|529|63039201|6
Soap Dispenser|Dispensador de jabón|皂液器|bath|9.2|0.40|18 9 9|13.49|219|39249099|4
Toilet Brush Set|Juego de escobilla para baño|马桶刷套装|bath|8.8|0.52|40 12 12|12.49|209|96039099|4
Folding Step Stool|Banquito plegable|折叠凳|storage|20.1|1.25|32 28 6|22.49|389|39249099|4
Plant Hanger Set|Macramé para macetas|植物挂绳|garden|7.9|0.20|20 15 4|11.99|189|56079099|4
Watering Can|Regadera para plantas|浇水壶|garden|12.5|0.58|34 18 22|17.49|279|39249099|4
Hose Nozzle|Pistola para manguera|花园水枪|garden|8.3|0.30|20 15 6|11.49|179|84242001|4
Mop Refill Pads|Repuestos para trapeador|拖把替换布|cleaning|6.9|0.26|30 18 5|10.49|169|63071001|4
Window Squeegee|Jalador para vidrios|玻璃刮|cleaning|7.4|0.34|32 14 5|11.29|179|96039099|4
Lint Remover|Removedor de pelusa|毛球修剪器|cleaning|14.9|0.25|20 9 8|16.49|269|85098099|4
Rice Washer Bowl|Bowl para lavar arroz|洗米盆|kitchen|8.6|0.35|26 26 12|12.79|199|39241001|4
"""

VOLT = """
65W USB-C Charger|Cargador USB-C 65W|65W氮化镓充电器|power|8.9|0.15|9 7 4|27.99|429|85044099|3
Wireless Earbuds|Audífonos inalámbricos|无线耳机|audio|11.3|0.14|10 10 4|34.99|549|85183099|6
Bluetooth Speaker|Bocina Bluetooth|蓝牙音箱|audio|13.4|0.62|20 9 9|39.99|649|85182299|5
Power Bank 10000 mAh|Batería portátil 10000 mAh|移动电源10000毫安|power|9.5|0.26|15 8 3|25.99|459|85076001|5
Braided USB-C Cable|Cable USB-C trenzado|编织数据线|cables|3.5|0.06|12 10 2|11.99|169|85444299|6
Car Phone Mount|Soporte de celular para auto|车载手机支架|mounts|5.5|0.20|14 10 8|17.99|269|39269099|5
Webcam 1080p|Cámara web 1080p|高清摄像头|computing|10.4|0.19|11 9 8|31.99|499|85258999|4
USB Hub 7-in-1|Hub USB 7 en 1|七合一扩展坞|computing|10.7|0.13|14 8 3|32.99|519|84718099|4
Smart Plug|Contacto inteligente|智能插座|home|5.0|0.11|8 7 7|15.99|239|85366999|5
LED Strip Lights 5 m|Tira LED 5 m|LED灯带5米|home|6.0|0.30|18 18 4|18.99|289|94054299|4
Gaming Mouse|Mouse gamer|游戏鼠标|computing|7.8|0.17|14 10 5|23.99|379|84716099|4
Mechanical Keyboard|Teclado mecánico|机械键盘|computing|18.6|0.95|44 15 5|54.99|899|84716099|4
Laptop Stand|Soporte para laptop|笔记本支架|computing|8.7|0.85|28 24 5|26.99|419|76169999|4
Screen Protector Kit|Kit de mica protectora|钢化膜套装|mounts|3.1|0.08|18 10 2|9.99|149|70071999|4
Ring Light|Aro de luz|环形补光灯|home|10.1|0.70|30 28 8|29.99|489|94054299|4
Wi-Fi Extender|Repetidor Wi-Fi|无线信号放大器|computing|9.7|0.18|12 9 8|28.99|469|85176299|4
Dash Cam|Cámara para auto|行车记录仪|mounts|17.5|0.31|14 12 8|49.99|849|85258999|4
Digital Luggage Scale|Báscula digital para maleta|电子行李秤|home|4.1|0.12|14 8 4|12.99|199|84238101|4
Rechargeable Batteries|Pilas recargables|充电电池|power|5.3|0.18|12 8 3|16.99|259|85078099|4
Travel Adapter|Adaptador universal de viaje|旅行转换插头|power|5.8|0.16|8 7 7|18.49|279|85366999|4
"""

CASA = """
Ceramic Planter|Maceta de cerámica|陶瓷花盆|garden|52|0.90|18 18 16|16.99|259|69139099|5
Embroidered Cushion Cover|Funda de cojín bordada|刺绣抱枕套|textiles|48|0.22|30 25 3|15.99|229|63049299|5
Table Runner|Camino de mesa|桌旗|textiles|61|0.30|36 24 3|18.99|289|63025399|4
Talavera Soap Dish|Jabonera de talavera|塔拉韦拉皂盒|bath|33|0.35|14 11 4|11.99|179|69120099|3
Palm Basket|Canasta de palma|棕榈篮|storage|74|0.60|30 30 24|22.99|349|46021999|4
Clay Mug Set|Juego de tazas de barro|陶杯套装|kitchen|88|1.60|30 24 12|26.99|419|69120099|3
Macrame Wall Hanging|Tapiz de macramé|编织挂毯|textiles|95|0.50|40 20 6|28.99|459|58081001|3
Wooden Spoon Set|Juego de cucharas de madera|木勺套装|kitchen|42|0.34|32 10 5|13.99|209|44191999|3
Scented Candle|Vela aromática|香薰蜡烛|decor|39|0.40|10 10 10|12.99|199|34060001|5
Picture Frame|Portarretratos de hojalata|锡制相框|decor|57|0.55|24 18 4|17.49|269|83063001|4
Napkin Set|Juego de servilletas de tela|布餐巾套装|textiles|46|0.28|24 20 4|14.49|219|63025399|3
Key Holder|Portallaves de madera|木制钥匙架|decor|44|0.45|28 12 4|13.49|205|44201999|3
"""


@dataclass(frozen=True)
class Product:
    """A product family: what it is called, costs, weighs, and sells for."""

    number: int
    english: str
    spanish: str
    chinese: str
    category: str
    cost: float
    weight_kg: float
    size_cm: tuple[int, int, int]
    price: dict[str, float]
    tariff_line: str
    colours: int


@dataclass(frozen=True)
class Sku:
    """One colour of one product."""

    code: str
    number: int
    product: Product
    colour: tuple[str, str, str]

    @property
    def is_first(self) -> bool:
        """The product's main colour."""
        return self.colour is COLOURS[0]

    def title(self, language: str, brand: str) -> str:
        """The listing's title in en, es or zh."""
        place = ("en", "es", "zh").index(language)
        name = (self.product.english, self.product.spanish, self.product.chinese)[place]
        return f"{brand} {name}, {self.colour[place]}"


def products(table: str) -> list[Product]:
    """The product families of one of the tables above."""
    return [_product(number, line) for number, line in enumerate(table.strip().splitlines(), start=1)]


def skus(table: str, *, prefix: str) -> list[Sku]:
    """All SKUs of a seller, numbered through: LH-001, LH-002, ..."""
    variants = [(product, colour) for product in products(table) for colour in COLOURS[: product.colours]]
    return [
        Sku(f"{prefix}-{number:03d}", number, product, colour)
        for number, (product, colour) in enumerate(variants, start=1)
    ]


def _product(number: int, line: str) -> Product:
    english, spanish, chinese, category, cost, weight, size, usd, mxn, tariff_line, colours = line.split("|")
    return Product(
        number,
        english,
        spanish,
        chinese,
        category,
        float(cost),
        float(weight),
        tuple(int(side) for side in size.split()),
        {"USD": float(usd), "MXN": float(mxn)},
        tariff_line,
        int(colours),
    )
