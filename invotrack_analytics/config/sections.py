"""Sections of invotrack.toml: each setting with its default, what it may be and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal

from invotrack_analytics.config import allowed
from invotrack_analytics.config.setting import setting


@dataclass(frozen=True)
class Company:
    """Who keeps these books."""

    name: str = "My company"
    """Its name, as it stands on invoices and reports."""
    tax_id: str | None = None
    """VAT or other tax number."""
    address: str | None = None
    """Street and number."""
    city: str | None = None
    """Town."""
    postal_code: str | None = None
    """Postal code."""
    country: str = setting("ES", allowed.country)
    """ISO 3166 country code."""
    currency: str = setting("EUR", allowed.currency)
    """Base currency, ISO 4217: that of documents which name none."""
    locale: str = setting("en_GB", allowed.locale)
    """How amounts and dates are written."""
    email: str | None = None
    """Address for questions, on invoices."""
    bank_account: str | None = None
    """Account to pay to, on invoices; an IBAN also gives a payment code."""
    legal_id: str | None = None
    """Number in a register of companies, on invoices; with its scheme where a country asks for it: `0106:12345678`."""
    timezone: str | None = setting(None, allowed.timezone)
    """The time zone of its office hours, such as `Europe/Madrid`; this machine's where it is not set."""
    region: str | None = None
    """Part of its country, ISO 3166-2 after the hyphen, such as `MD`: its public holidays count too."""
    contact: str | None = None
    """Whom to ask, on invoices: a person or department."""
    phone: str | None = None
    """Its telephone number, on invoices."""
    tax_number: str | None = None
    """Tax number that is no VAT number (BT-32), such as a German Steuernummer."""
    siret: str | None = None
    """French SIRET."""
    legal_form: str | None = None
    """Legal form, such as SARL or GmbH, where invoices are to name it."""
    capital: str | None = None
    """Share capital, such as `10 000 €`, where invoices are to name it."""
    register: str | None = None
    """Entry in the register of companies, such as `HRB 12345, Amtsgericht Kiel` or `RCS Paris 123 456 789`."""
    directors: str | None = None
    """Names of the directors, where invoices are to name them."""
    late_penalty: str | None = None
    """Rate of the penalty for late payment, such as `12 %`, on invoices."""
    early_discount: str | None = None
    """Terms of a discount for early payment; where a country asks for it and there is none, that is said."""
    vat_on_debits: bool = False
    """Whether French VAT is due on invoicing (option pour les débits)."""
    activity: str | None = None
    """What the company does, where a file asks for it."""
    electronic_address: str | None = setting(None, allowed.electronic_address)
    """Where e-invoices come from, as scheme:address such as `9920:ESB12345674`; the VAT number where it is not set."""


@dataclass(frozen=True)
class Receivables:
    """How what is owed is counted."""

    buckets: tuple[int, ...] = setting((30, 60, 90), allowed.buckets)
    """Limits of the aging columns, in days."""
    payment_terms_days: int = setting(30, allowed.whole(0, 3650))
    """Days from issue to due date, where a client has no terms of its own."""


@dataclass(frozen=True)
class Billing:
    """How hours become invoices."""

    series: str = setting("{year}-{seq:05d}", allowed.series)
    """Invoice numbers; known are {year}, {month} and {seq}, with a width as in {seq:05d}."""
    credit_note_series: str = setting("CN-{year}-{seq:05d}", allowed.series)
    """Numbers of credit notes."""
    tax_rate: Decimal = setting(Decimal(0), allowed.percent)
    """Percent, where a client has no rate of its own."""
    rounding_minutes: int = setting(0, allowed.whole(0, 480))
    """Hours are rounded to so many minutes; 0 bills them as worked."""
    rounding: Literal["up", "nearest", "down"] = "up"
    """Which way."""
    rounding_scope: Literal["entry", "line"] = "entry"
    """Each entry by itself, or the sum of an invoice line."""
    expenses: Literal["with_hours", "always", "never"] = "with_hours"
    """Billable expenses: on the invoice of hours or fees (those wait that have none), also alone, or not at all."""
    incomplete: Literal["keep", "issue"] = "keep"
    """What becomes of an invoice that lacks what its law asks: kept back, or issued and told."""
    dates: Literal["tell", "refuse"] = "tell"
    """What becomes of an invoice dated before an earlier number of its series: issued and told, or refused."""
    convert_rates: bool = False
    """Whether a rate in another currency than the bill is converted at the exchange rate of the work date."""
    approval: bool = False
    """Whether another than its maker is to approve an invoice: then all are made as drafts."""


@dataclass(frozen=True)
class Withholding:
    """Tax that clients of the company's country withhold: `withholding = { kind = "IRPF", rate = 15 }`."""

    kind: str = "IRPF"
    """What it is called."""
    rate: Decimal = setting(Decimal(0), allowed.percent)
    """In percent of the amount before tax, where a client has no rate of its own."""


@dataclass(frozen=True)
class Tax:
    """The company's own standing with its tax office."""

    regime: Literal["standard", "small_business", "exempt"] = "standard"
    """How its sales are taxed: by rates, not at all as a small business of its country, or not at all for `reason`."""
    reason: str | None = None
    """Why it is exempt, in the words for its invoices."""
    code: str | None = None
    """The same by the code list VATEX."""
    withholding: Withholding | None = None
    """What clients withhold: `[tax.withholding]`, or a table in one line."""


@dataclass(frozen=True)
class Verifactu:
    """Veri*Factu, the records that Spanish invoicing programs make and send (RD 1007/2023)."""

    mode: Literal["off", "test", "production"] = "off"
    """Whether records are made, for the tax office's test system or in earnest."""
    certificate: str | None = setting(None, allowed.inside_workspace("file", "certificate.p12"))
    """The certificate that records are sent with, PEM or .p12; its password is `INVOTRACK_VERIFACTU_PASSWORD`."""
    seal: bool = False
    """Whether that is a seal certificate (certificado de sello)."""
    producer_name: str | None = None
    """Who answers for the program (RD 1007/2023, art. 13)."""
    producer_nif: str | None = None
    """Its NIF."""
    producer_address: str | None = None
    """Its address, on the declaration."""
    declaration_place: str | None = None
    """Where the declaration is signed."""
    declaration_date: str | None = None
    """When."""
    software_id: str = setting("IA", allowed.software_id)
    """The two letters or digits by which its producer knows the program."""
    regime: Literal["01", "07"] = "01"
    """The seller's regime of IVA: 01 general, 07 cash basis."""
    simplified_limit: int = setting(400, allowed.whole(0, 3000))
    """Up to this amount with tax an invoice may go without the buyer's number (factura simplificada)."""
    exempt: Literal["", "sii", "foral"] = ""
    """Why a Spanish company needs no Veri*Factu: it is in the SII, or under a foral tax office."""
    endpoint: str | None = None
    """In test only: where records are sent in place of the tax office."""
    ca_file: str | None = setting(None, allowed.inside_workspace("file", "ca.pem"))
    """In test only: the authority that vouches for that place."""


@dataclass(frozen=True)
class Oidc:
    """The identity provider (OpenID Connect) at which people may sign in, if they were added with `user add`."""

    issuer: str | None = None
    """Its address, as its discovery document names it; `INVOTRACK_OIDC_ISSUER` comes before it."""
    client_id: str | None = None
    """What it calls this dashboard; `INVOTRACK_OIDC_CLIENT_ID` comes before it."""
    client_secret: str | None = field(default=None, repr=False)
    """Best left to `INVOTRACK_OIDC_CLIENT_SECRET`, which comes before it."""
    claim: Literal["email", "preferred_username", "sub"] = "email"
    """What of its answer is the name given to `user add`."""
    name: str = "single sign-on"
    """What the sign-in page calls it."""


@dataclass(frozen=True)
class Server:
    """Where the dashboard listens."""

    host: str = "127.0.0.1"
    """The address it listens on; 127.0.0.1 is reached from this machine alone."""
    port: int = setting(5006, allowed.whole(0, 65_535))
    """The port; 0 takes a free one."""
    public_url: str | None = setting(None, allowed.public_url)
    """How it is reached from outside, such as `https://invoices.example.com`; mails link there."""
    oidc: Oidc | None = None
    """The identity provider: `[server.oidc]` below."""


@dataclass(frozen=True)
class Smtp:
    """The mail server that sends what is scheduled; its password is read from `INVOTRACK_SMTP_PASSWORD`."""

    host: str | None = None
    """The server's name; without one, nothing is sent."""
    port: int = setting(587, allowed.whole(1, 65_535))
    """Its port; 465 goes with `tls`."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the way there is encrypted; `none` only for a server on this machine."""
    user: str | None = None
    """Who signs in there; without one, nobody does."""
    auth: Literal["password", "xoauth2"] = "password"
    """How: with a password, or with an access token of OAuth 2 from `INVOTRACK_SMTP_TOKEN`, as large providers ask."""
    sender: str | None = setting(None, allowed.mail_address)
    """The address that mails come from."""


@dataclass(frozen=True)
class Bounces:
    """The mailbox (IMAP over TLS) that undelivered mail comes back to; its password is `INVOTRACK_IMAP_PASSWORD`."""

    host: str | None = None
    """The server's name."""
    port: int = setting(993, allowed.whole(1, 65_535))
    """Its port."""
    user: str | None = None
    """Who signs in there."""
    folder: str = "INBOX"
    """The folder that is read; nothing in it is changed or taken away."""


@dataclass(frozen=True)
class Mail:
    """How mail leaves: every mail goes through one outbox, which sends none twice."""

    per_hour: int = setting(100, allowed.whole(1, 1_000_000))
    """So many mails leave in an hour at most; the rest waits."""
    per_domain_hour: int | None = setting(None, allowed.whole(1, 1_000_000))
    """So many to addresses of one domain."""
    on_unknown: Literal["tell", "resend"] = "tell"
    """A mail of which nobody knows whether the server took it: told and left to a person, or sent again."""
    bounces: Bounces | None = None
    """The mailbox that mails come back to: `[mail.bounces]` below."""


@dataclass(frozen=True)
class Reminders:
    """Who is reminded when; see `reminder_rules` for the steps."""

    start_on: date | None = setting(None, allowed.day)
    """From which day on reminders are sent, such as `2026-10-01`; steps of before are left out for good. Needed."""
    ask_above: int = setting(20, allowed.whole(0, 1_000_000))
    """A first run that would send more mails than this asks for `--yes`."""
    client_gap_days: int = setting(5, allowed.whole(0, 365))
    """Least days between two mails to a client; what falls due in between goes together."""
    after_sent_days: int = setting(2, allowed.whole(0, 365))
    """Least days between the sending of an invoice and its first reminder."""
    grace_days: int = setting(2, allowed.whole(0, 365))
    """Days after a promise's last day in which its money may still arrive."""
    payments_fresh_days: int = setting(3, allowed.whole(0, 365))
    """Working days after which payments are to be imported again, before anybody is asked after the due date."""
    quiet_days: tuple[date, ...] = setting((), allowed.days)
    """Further days on which nothing is sent, such as `["2026-12-24"]`."""
    send_between: str = setting("08:30-17:30", allowed.hours)
    """The hours in which reminders leave, in the company's time zone."""

    @property
    def hours(self) -> tuple[time, time]:
        """The first and the last moment of a day at which reminders leave."""
        first, last = (time.fromisoformat(part) for part in self.send_between.split("-"))
        return first, last


@dataclass(frozen=True)
class Sms:
    """What sends a text message."""

    command: tuple[str, ...] = setting((), allowed.words)
    """A program and its arguments, in which `{phone}` stands for the number; it reads the text on its input."""


@dataclass(frozen=True)
class Warehouse:
    """Where the books are kept, within the workspace."""

    url: str = setting("warehouse", allowed.inside_workspace("folder", "warehouse"))
    """The folder of the books."""


@dataclass(frozen=True)
class Documents:
    """How invoices look."""

    logo: str | None = setting(None, allowed.inside_workspace("file", "logo.png"))
    """A PNG, JPEG or SVG picture in the workspace, at the head of the first page."""
    accent: str = setting("#2456c7", allowed.colour)
    """The colour of what stands out."""
    footer: str | None = None
    """A text at the foot of every page, such as an entry in a register."""
    einvoice: Literal[
        "auto", "none", "en16931", "peppol", "xrechnung", "xrechnung-cii", "factur-x", "ctc-fr", "facturae"
    ] = "auto"
    """The e-invoice that is made where a client asks for none in particular; auto: the best that holds."""
    template: str | None = setting(None, allowed.inside_workspace("file", "templates/invoice.typ"))
    """A typst file in a folder of its own in the workspace, in place of the built-in one; it reads only that folder."""


@dataclass(frozen=True)
class Recurring:
    """How recurring invoices are billed."""

    lead_days: int = setting(0, allowed.whole(0, 366))
    """How many days before its bill date a period is billed."""
    late_after_days: int = setting(5, allowed.whole(0, 3650))
    """A period billed more days than that after its bill date is late; its schedule's catch_up says what it becomes."""
    ask_above: int = setting(20, allowed.whole(1, 1_000_000))
    """A run that would make more documents makes none, unless it is told `--yes`."""


SMALL_BUSINESS_COUNTRIES = frozenset(["AT", "BE", "DE", "FR", "IT", "NL", "PT"])
"""Where `tax.regime` may be small_business without words of one's own: `documents.exemptions` has those of the law."""

SECTIONS: Mapping[str, type] = {
    "company": Company,
    "receivables": Receivables,
    "billing": Billing,
    "recurring": Recurring,
    "tax": Tax,
    "verifactu": Verifactu,
    "server": Server,
    "warehouse": Warehouse,
    "documents": Documents,
    "smtp": Smtp,
    "mail": Mail,
    "reminders": Reminders,
    "sms": Sms,
}
SUBSECTIONS: Mapping[tuple[str, str], type] = {
    ("server", "oidc"): Oidc,
    ("mail", "bounces"): Bounces,
    ("tax", "withholding"): Withholding,
}
