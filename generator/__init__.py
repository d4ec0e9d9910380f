"""Plansite: published plans, written as YAML, become a public site."""
