"""What is told of Wenpan's own work: traces, lines of log, figures of a process; imports nothing of ours."""
