"""One module a feature: slots and entities in, one call, named responses out."""
