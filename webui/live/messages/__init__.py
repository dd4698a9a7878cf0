"""What browsers are told over their live connection; TypeScript types are generated from it.

Agents and customers get separate types: a customer's message is built from an allow-list of its
own and never by leaving fields out of an agent's. All times are milliseconds since the epoch (UTC).
"""
