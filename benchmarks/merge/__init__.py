"""Many sites' inventories → one national inventory, and what that costs."""
