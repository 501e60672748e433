"""The sixty clients and how each of them pays."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sample_firm.dice import Dice

Behaviour = Literal["prompt", "usual", "slow", "very_slow", "worsening", "debtor", "insolvent", "quarterly", "short"]

TAX_RATE = {"ES": Decimal(21), "DE": Decimal(19), "US": Decimal(0), "GB": Decimal(0)}
CURRENCY = {"ES": "EUR", "DE": "EUR", "US": "USD", "GB": "GBP"}
LANGUAGE = {"ES": "es", "DE": "de", "US": "en", "GB": "en"}
PHONE = {"ES": "+34 900 55", "DE": "+49 30 55", "US": "+1 202 555", "GB": "+44 20 7946"}
INTERNAL = "C060"
NO_DUE_DATE = ("C013", "C052")
"""Their invoices leave the due date to the payment terms."""


@dataclass(frozen=True)
class Client:
    """Who pays. `weight` is its part of the work: 0 (none by the hour) to 8 (always on somebody's desk)."""

    client_id: str
    name: str
    country: str
    city: str
    postal_code: str
    currency: str
    terms: int
    behaviour: Behaviour
    weight: int
    hourly_rate: Decimal | None

    @property
    def tax_rate(self) -> Decimal:
        """Percent."""
        return TAX_RATE[self.country]


# name, country, city, postal code, behaviour, weight, payment terms
_CLIENTS: tuple[tuple[str, str, str, str, Behaviour, int, int], ...] = (
    ("Bodegas Peñalara SL", "ES", "Segovia", "40001", "usual", 3, 30),
    ("Hermanos Ibarreta y Cía SA", "ES", "Bilbao", "48009", "prompt", 3, 30),
    ("Clínica Dental Almudaina SLP", "ES", "Palma", "07001", "prompt", 1, 15),
    ("Textiles Núñez & Vidal SL", "ES", "Sabadell", "08201", "usual", 2, 30),
    ("Logística Guadalmar SA", "ES", "Málaga", "29004", "slow", 3, 45),
    ("Energías del Cierzo SL", "ES", "Zaragoza", "50003", "debtor", 8, 30),
    ("Panadería La Espiga Dorada SL", "ES", "Valladolid", "47001", "usual", 1, 30),
    ("Farmacéutica Orbaneja SA", "ES", "Burgos", "09002", "usual", 4, 30),
    ("Constructora Río Tambre SA", "ES", "Santiago de Compostela", "15702", "insolvent", 2, 30),
    ("Hoteles Mar de Alborán SL", "ES", "Almería", "04001", "worsening", 8, 30),
    ("Editorial Tinta Clara SL", "ES", "Madrid", "28014", "usual", 2, 30),
    ("Óptica Señorío SL", "ES", "Pamplona", "31001", "prompt", 1, 30),
    ("Transportes Montañés e Hijos SL", "ES", "Santander", "39002", "usual", 2, 30),
    ("Conservas Ría de Ons SA", "ES", "Vigo", "36201", "quarterly", 2, 30),
    ("Academia Lingüística Nogal SL", "ES", "Madrid", "28004", "usual", 1, 15),
    ("Cooperativa Olivarera Jándula", "ES", "Andújar", "23740", "slow", 2, 30),
    ("Imprenta Gráficas Añil SL", "ES", "Toledo", "45001", "usual", 1, 30),
    ("Seguros Tajamar Correduría SL", "ES", "Madrid", "28046", "prompt", 3, 30),
    ("Ingeniería Pico Frentes SLU", "ES", "Soria", "42001", "usual", 2, 30),
    ("Muebles Castañeda SL", "ES", "Valencia", "46002", "slow", 1, 30),
    ("Viñedos Altozano & Hijas SL", "ES", "Logroño", "26001", "usual", 2, 30),
    ("Fundación Puente Romano", "ES", "Salamanca", "37002", "prompt", 0, 30),
    ("Ayuntamiento de Fuentealta", "ES", "Fuentealta", "28999", "very_slow", 3, 60),
    ("Grünwald Maschinenbau GmbH", "DE", "Stuttgart", "70173", "usual", 4, 30),
    ("Bäckerei Öhlschläger KG", "DE", "Bremen", "28195", "prompt", 1, 14),
    ("Spree & Söhne Logistik GmbH", "DE", "Berlin", "10115", "usual", 3, 30),
    ("Nordlicht Windparks AG", "DE", "Kiel", "24103", "usual", 3, 45),
    ("Müller-Thurau Feinkost GmbH", "DE", "Mainz", "55116", "prompt", 1, 14),
    ("Straßner Medizintechnik GmbH", "DE", "Erlangen", "91052", "usual", 3, 30),
    ("+Plus Energieberatung GmbH", "DE", "Leipzig", "04109", "usual", 2, 30),
    ("Feinwerk Jäger KG", "DE", "Jena", "07743", "prompt", 1, 30),
    ("Alpenblick Hotelgruppe GmbH", "DE", "Garmisch-Partenkirchen", "82467", "slow", 2, 30),
    ("Hansekontor Zöllner GmbH", "DE", "Hamburg", "20095", "usual", 2, 30),
    ("青山商事 Europe GmbH", "DE", "Düsseldorf", "40213", "usual", 2, 30),
    ("Kölner Papierwerk Deutz AG", "DE", "Köln", "50679", "usual", 2, 45),
    ("Rheingold Immobilien GmbH", "DE", "Bonn", "53111", "slow", 1, 30),
    ("Vögele & Partner Steuerberatung", "DE", "Ulm", "89073", "prompt", 1, 14),
    ("Blue Mesa Outfitters Inc.", "US", "Santa Fe", "87501", "usual", 2, 30),
    ("Harborline Freight LLC", "US", "Baltimore", "21202", "short", 3, 30),
    ("Cedar & Main Hospitality LLC", "US", "Portland", "97204", "slow", 2, 30),
    ("Quillfeather Software Inc.", "US", "Austin", "78701", "usual", 4, 30),
    ("O'Rourke Dairy Farms LLC", "US", "Madison", "53703", "prompt", 1, 30),
    ("Pinnacle Ridge Dental Group", "US", "Denver", "80202", "usual", 1, 30),
    ("Saltmarsh Biotech Corp.", "US", "Boston", "02108", "usual", 4, 45),
    ("Tallgrass Insurance Partners", "US", "Omaha", "68102", "usual", 2, 30),
    ("Lakeshore Steel & Wire Co.", "US", "Cleveland", "44114", "very_slow", 4, 30),
    ("Sunfield Solar Works Inc.", "US", "Phoenix", "85004", "usual", 2, 30),
    ("Marigold Theatre Company", "US", "Chicago", "60601", "slow", 1, 30),
    ("Ironwood Legal Group LLP", "US", "New York", "10005", "usual", 3, 30),
    ("Thistle & Quarry Ltd", "GB", "Edinburgh", "EH1 1YZ", "usual", 3, 30),
    ("=Equal Measure Ltd", "GB", "Bristol", "BS1 4DJ", "slow", 4, 30),
    ("Wharfedale Ceramics Ltd", "GB", "Leeds", "LS1 4DL", "very_slow", 4, 30),
    ("دار النخيل Trading Ltd", "GB", "London", "EC2V 7HH", "slow", 4, 30),
    ("Penhallow Boatyard Ltd", "GB", "Falmouth", "TR11 3EG", "prompt", 1, 14),
    ("Mackerel Sky Studios Ltd", "GB", "Brighton", "BN1 1EE", "usual", 2, 30),
    ("Hollin Bank Care Homes Ltd", "GB", "Manchester", "M2 5DB", "very_slow", 4, 30),
    ("Brecon Hill Foods Ltd", "GB", "Cardiff", "CF10 1EP", "usual", 2, 30),
    ("Saffron & Slate Interiors Ltd", "GB", "Oxford", "OX1 3PA", "prompt", 1, 30),
    ("Gower Marine Surveys Ltd", "GB", "Swansea", "SA1 1DP", "usual", 1, 30),
    ("Alder & Finch (internal)", "ES", "Madrid", "28010", "prompt", 0, 30),
)

# Two clients are invoiced in another currency than their country's.
_OTHER_CURRENCY = {"Hansekontor Zöllner GmbH": "USD", "Brecon Hill Foods Ltd": "EUR"}


def all_clients() -> list[Client]:
    """C001 to C060; the last is the firm itself."""
    dice = Dice("clients")
    found = []
    for n, (name, country, city, postal_code, behaviour, weight, terms) in enumerate(_CLIENTS, 1):
        currency = _OTHER_CURRENCY.get(name, CURRENCY[country])
        # An employee's rate is in euros: whoever pays in another currency needs a rate of its own.
        has_rate = currency != "EUR" or dice.chance(0.35)
        rate = Decimal(dice.whole(94, 138)) + dice.pick((Decimal(0), Decimal("0.50")))
        found.append(
            Client(
                f"C{n:03d}",
                name,
                country,
                city,
                postal_code,
                currency,
                terms,
                behaviour,
                weight,
                rate if has_rate and n < len(_CLIENTS) else None,
            )
        )
    return found
