"""The version, in one place and importable from every layer."""

VERSION = "0.1.0"
