"""The producer's declaration that an invoicing program does what RD 1007/2023 asks (Orden HAC/1177/2024, art. 15)."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "DECLARACIÓN RESPONSABLE DEL SISTEMA INFORMÁTICO DE FACTURACIÓN"

_COMPONENTS = (
    "Programa para ordenadores de uso general, con libros en un fichero DuckDB: expide facturas a partir de "
    "horas y gastos, genera sus registros de facturación encadenados y los remite a la Agencia Tributaria."
)
_COMPLIANCE = (
    "La entidad productora hace constar que dicho sistema informático, en la versión indicada, cumple con lo "
    "dispuesto en el artículo 29.2.j) de la Ley 58/2003, de 17 de diciembre, General Tributaria, en el "
    "Reglamento que establece los requisitos que deben adoptar los sistemas y programas informáticos o "
    "electrónicos que soporten los procesos de facturación (Real Decreto 1007/2023), en la Orden "
    "HAC/1177/2024 y en las especificaciones de la sede electrónica de la Agencia Estatal de Administración "
    "Tributaria."
)


@dataclass(frozen=True)
class Producer:
    """Who answers for the program, and where and when that was declared."""

    name: str
    nif: str
    address: str
    place: str
    date: str


def declaration(producer: Producer, software_id: str, version: str) -> str:
    """The declaration's text, its parts a) to l) in the order of article 15."""
    parts = (
        ("a", "Nombre del sistema informático", "Invotrack Analytics"),
        ("b", "Código identificador del sistema informático", software_id),
        ("c", "Identificador completo de la versión", version),
        (
            "d",
            "Componentes, hardware y software, y principales funcionalidades",
            _COMPONENTS,
        ),
        ("e", "El sistema funciona exclusivamente como VERI*FACTU", "Sí"),
        ("f", "El sistema puede dar soporte a varios obligados tributarios", "No: uno por cada espacio de trabajo"),
        (
            "g",
            "Tipos de firma de los registros",
            "Los registros no se firman: se remiten como sistema VERI*FACTU, con certificado electrónico.",
        ),
        ("h", "Razón social de la entidad productora", producer.name),
        ("i", "NIF de la entidad productora", producer.nif),
        ("j", "Dirección postal de contacto de la entidad productora", producer.address),
        (
            "k",
            "Cumplimiento",
            _COMPLIANCE,
        ),
        ("l", "Fecha y lugar en que se suscribe", f"{producer.date}, {producer.place}"),
    )
    return "\n\n".join([TITLE, *(f"{letter}) {name}: {value}" for letter, name, value in parts)]) + "\n"
