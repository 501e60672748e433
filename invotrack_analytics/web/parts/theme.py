"""Colours and type, as Material UI's theme; the style sheets take theirs from its variables, `--mui-palette-*`."""

from __future__ import annotations

from typing import Any

FONT = "'Inter Variable', system-ui, sans-serif"


def _theme(**palette: Any) -> dict[str, Any]:
    return {
        "palette": palette,
        "typography": {"fontFamily": FONT, "fontSize": 13, "h5": {"fontSize": "1rem", "fontWeight": 650}},
        "shape": {"borderRadius": 8},
        "shadows": ["none"] * 25,
    }


THEME = {
    "light": _theme(
        primary={"main": "#2456c7", "contrastText": "#ffffff"},
        background={"default": "#f5f6f8", "paper": "#ffffff"},
        text={"primary": "#17202e", "secondary": "#596475"},
        divider="#e2e5ea",
        success={"main": "#1c7a55"},
        warning={"main": "#8a5a00"},
        error={"main": "#b3242b"},
    ),
    "dark": _theme(
        primary={"main": "#8fb2ff", "contrastText": "#0e1522"},
        background={"default": "#0e1218", "paper": "#161b23"},
        text={"primary": "#e7eaf0", "secondary": "#9ba6b5"},
        divider="#29303b",
        success={"main": "#5cc79a"},
        warning={"main": "#e9b44f"},
        error={"main": "#ff8f88"},
    ),
}

PAGE_STYLE = {
    ".MuiAppBar-root": {
        "backgroundColor": "background.paper",
        "backgroundImage": "none",
        "color": "text.primary",
        "borderBottom": "1px solid",
        "borderColor": "divider",
    },
    ".MuiAppBar-root .title": {"color": "text.primary", "fontSize": "1rem", "fontWeight": 620},
    ".MuiAppBar-root a:focus-visible": {"outline": "2px solid", "outlineColor": "primary.main", "outlineOffset": "2px"},
    ".MuiAppBar-root .logo": {"height": "26px !important"},
    ".MuiDrawer-paper": {
        "backgroundColor": "background.paper",
        "backgroundImage": "none",
        "borderRight": "1px solid",
        "borderColor": "divider",
    },
    ".main": {"backgroundColor": "background.default"},
    # Spacers and a bar without a name, which a screen reader would stumble over.
    ".MuiToolbar-root > h5": {"visibility": "hidden"},
    ".MuiLinearProgress-root": {"display": "none"},
    # On a narrow screen the pages stand in a strip above the content instead.
    "@media (max-width: 899px)": {"nav": {"display": "none"}},
}
