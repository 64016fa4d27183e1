"""Donors: rows of gifts resolved into people, with the scores kept.

The model is that of Fellegi and Sunter (1969), trained by expectation maximisation and run by
Splink on DuckDB. It is heavy and an extra (`hustings[donors]`); nothing here is imported until
donors are built. docs/donors.md tells the method, the choices and how well it does.
"""
