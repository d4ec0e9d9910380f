"""Plansite: published plans, written as YAML, become a public site."""

__version__ = "0.1.0"
