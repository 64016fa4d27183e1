"""How votes decide a contest: pure arithmetic, without the record and without files."""
