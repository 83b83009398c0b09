"""Who the investor is: identity, consent, risk tolerance, watchlist, holdings, what they want to be told."""
