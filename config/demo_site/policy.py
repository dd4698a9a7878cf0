"""The bank's own Content-Security-Policy: as strict as a careful company's, and what `docs/widget.md` asks for."""

from __future__ import annotations


def policy(guichet_origin: str) -> str:
    """The header's value; Guichet's origin stands where the embedding guide says, and nowhere else."""
    directives = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "script-src": guichet_origin,
        "connect-src": guichet_origin,
        "frame-src": guichet_origin,
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        # No markup may be made from text: the launcher builds its elements one by one.
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())
