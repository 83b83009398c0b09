"""New shares and convertible bonds."""
