"""Which fields of customers are sealed: how much somebody holds, and all that a risk test says of them."""

from sealing import Table, as_it_is, decimal

HOLDING = Table("holding", ("investor_id", "ref"), {"quantity": decimal, "cost": decimal})
ANSWER = Table("risk_answer", ("test_id", "message_id"), {"options": as_it_is})
RESULT = Table(
    "risk_result",
    ("test_id",),
    {"score": decimal, "level": as_it_is, "lowest": as_it_is, "reasons": as_it_is, "letter": as_it_is},
)
EVIDENCE = Table(
    "suitability_evidence",
    ("investor_id", "message_id", "step"),
    {"shown": as_it_is, "answered": as_it_is},
)
TABLES = (HOLDING, ANSWER, RESULT, EVIDENCE)
