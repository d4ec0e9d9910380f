"""Plans and registry → the corpus: names to units, citations both ways, collectives as of the plan's date."""
