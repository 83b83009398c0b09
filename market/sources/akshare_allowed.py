"""The functions of akshare that may be called: each one's source was read before it came here.

None of them runs `eval` on what a server sends, none turns certificate checks off. The host is the one that
answers; functions that page over a whole history are left out unless nothing else serves.
"""

ALLOWED = frozenset(
    {
        "stock_margin_detail_sse",  # query.sse.com.cn: one GET of JSON a day
        "stock_margin_detail_szse",  # www.szse.cn: one GET of a spreadsheet a day
        "stock_zh_a_hist",  # push2his.eastmoney.com: daily bars, one GET
        "fund_etf_hist_em",  # push2his.eastmoney.com: daily bars of funds, one GET
        "stock_zh_index_daily_em",  # push2his.eastmoney.com: daily bars of indices, one GET
        "stock_zh_a_hist_min_em",  # push2his.eastmoney.com: minutes of the last five days, one GET
        "fund_etf_hist_min_em",  # push2his.eastmoney.com: minutes of funds, one GET
        "stock_zh_index_hist_csindex",  # www.csindex.com.cn: daily bars by the maker of the index, one GET
    }
)
