"""Receivers: what each one who takes documents asks of them, and what is wanting (`Gap`)."""
