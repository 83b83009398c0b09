"""What takes several messages, with the investor's own data: tasks that may be left and returned to."""
