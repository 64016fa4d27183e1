"""Reviewed tables that come with the project: rules, calendar and district maps of House elections.

Each row names its source; what was written from memory says so. They are facts to be corrected
here, in the CSV files, and are read from the package itself.
"""
