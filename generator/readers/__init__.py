"""Readers of printed words: closed grammars from a phrase as printed to a typed value.

Each module reads one kind of phrase. What its grammar cannot read is `None`, never a guess and never an
exception; the caller turns `None` into a problem that offers the long form. Readers look nothing up and know
no today.
"""
