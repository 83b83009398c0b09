"""The functions of akshare that may be called: each one's source was read before it came here.

None of them runs `eval` on what a server sends, none turns certificate checks off. The host is the one that
answers; functions that page over a whole history are left out unless nothing else serves.
"""

ALLOWED = frozenset(
    {
        "stock_zh_a_hist",  # push2his.eastmoney.com: daily bars, one GET
    }
)
