"""Every rule of the semantics as a small given/expected table, worked out by hand."""

from tests.reference.cases import (
    accounts,
    aging,
    billing,
    exchange,
    forecast,
    history,
    indicators,
    instalments,
    rates,
    work,
)

CASES = (
    *aging.CASES,
    *history.CASES,
    *indicators.CASES,
    *instalments.CASES,
    *accounts.CASES,
    *rates.CASES,
    *billing.CASES,
    *work.CASES,
    *exchange.CASES,
    *forecast.CASES,
)
