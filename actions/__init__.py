"""The action server: what Rasa asks for is looked up here and answered by a named response."""
