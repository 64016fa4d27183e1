"""The public record of a U.S. congressional race on one desk; every number carries its rows."""
