"""How members vote and whom they follow: pure arithmetic on votes and cosponsorships.

A `VoteMatrix` is what most scores are made of. No score knows of the record or of files; each
names its published method, and docs/scores.md says what each leaves open.
"""
