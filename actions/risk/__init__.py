"""What a share risks, up to its delisting and after."""
