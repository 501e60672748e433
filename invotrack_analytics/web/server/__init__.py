"""Who may come in: users, sign-ins, the identity provider, the gate before every answer, the audit of what was done."""
