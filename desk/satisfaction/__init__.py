"""The question that follows a session, and the investor's answer."""
