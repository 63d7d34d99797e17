"""Invented buyers. Names, streets, phones and mail addresses can't belong to anybody; places are real."""

from __future__ import annotations

from dataclasses import dataclass

from make.dice import Dice

US_PLACES = (
    ("Austin", "TX", "78701"),
    ("Houston", "TX", "77002"),
    ("Sacramento", "CA", "95814"),
    ("San Diego", "CA", "92101"),
    ("Fresno", "CA", "93721"),
    ("Tampa", "FL", "33602"),
    ("Orlando", "FL", "32801"),
    ("Columbus", "OH", "43215"),
    ("Albany", "NY", "12207"),
    ("Buffalo", "NY", "14202"),
    ("Denver", "CO", "80202"),
    ("Phoenix", "AZ", "85004"),
    ("Tacoma", "WA", "98402"),
    ("Omaha", "NE", "68102"),
    ("Raleigh", "NC", "27601"),
    ("Boise", "ID", "83702"),
)

MX_PLACES = (
    ("Guadalajara", "Jalisco", "44100"),
    ("Zapopan", "Jalisco", "45100"),
    ("Monterrey", "Nuevo León", "64000"),
    ("San Pedro Garza García", "Nuevo León", "66220"),
    ("Benito Juárez", "Ciudad de México", "03100"),
    ("Coyoacán", "Ciudad de México", "04000"),
    ("Iztapalapa", "Ciudad de México", "09000"),
    ("Puebla", "Puebla", "72000"),
    ("Querétaro", "Querétaro", "76000"),
    ("León", "Guanajuato", "37000"),
    ("Mérida", "Yucatán", "97000"),
    ("Toluca", "Estado de México", "50000"),
    ("Naucalpan de Juárez", "Estado de México", "53000"),
    ("Tijuana", "Baja California", "22000"),
    ("Chihuahua", "Chihuahua", "31000"),
    ("Morelia", "Michoacán", "58000"),
)

US_FIRST = ("Jane", "John", "Mary", "Alex", "Chris", "Dana", "Pat", "Robin", "Sam", "Taylor")
US_LAST = ("Example", "Sample", "Placeholder", "Specimen", "Testperson", "Mockley")
MX_FIRST = ("Ana", "Luis", "María", "José", "Lucía", "Diego", "Elena", "Pablo", "Rosa", "Iván")
MX_LAST = ("Ejemplo", "Muestra", "Prueba", "Ficticia", "Modelo", "Inventada")


@dataclass(frozen=True)
class Buyer:
    """Who bought: invented person, real town."""

    name: str
    street: str
    city: str
    state: str
    postal: str
    country: str
    phone: str
    mail: str
    nickname: str


def buyer(dice: Dice, *, country: str) -> Buyer:
    """An invented buyer of that country."""
    mexican = country == "MX"
    city, state, postal = dice.pick(MX_PLACES if mexican else US_PLACES)
    first, last = dice.pick(MX_FIRST if mexican else US_FIRST), dice.pick(MX_LAST if mexican else US_LAST)
    number, house = dice.digits(6), dice.whole(1, 980)
    return Buyer(
        name=f"{first} {last}",
        street=f"Calle Ejemplo {house}" if mexican else f"{house} Example St",
        city=city,
        state=state,
        postal=postal,
        country=country,
        phone="555" + dice.digits(7),
        mail=f"buyer{number}@example.com",
        nickname=f"COMPRADOR{number}" if mexican else f"buyer{number}",
    )
