"""Who a company is."""
