"""How the risk test is heard and said: answers and commands, questions, results, letters. Pure."""
