"""The process that joins the rooms: settings, supervisor, embedded PostgreSQL, HTTP application."""
