"""The embedded sample record: CA-34."""
