"""(dataclasses of the domain)"""
