"""The functions of akshare that may be called: each one's source was read before it came here.

None of them runs `eval` on what a server sends, none turns certificate checks off. The host is the one that
answers; functions that page over a whole history are left out unless nothing else serves.
"""

ALLOWED = frozenset(
    {
        "bond_zh_cov",  # datacenter-web.eastmoney.com: bonds, some three GETs; it makes prices up
        "bond_zh_cov_info_ths",  # data.10jqka.com.cn: convertible bonds, one GET of JSON
        "fund_etf_fund_info_em",  # api.fund.eastmoney.com: values of any fund, two GETs for less than a month
        "fund_etf_hist_em",  # push2his.eastmoney.com: daily bars of funds, one GET
        "fund_etf_hist_min_em",  # push2his.eastmoney.com: minutes of funds, one GET
        "fund_fee_em",  # fundf10.eastmoney.com: a page of fees, one GET
        "fund_individual_basic_info_xq",  # danjuanfunds.com: one GET of JSON
        "fund_individual_detail_info_xq",  # danjuanfunds.com: one GET of JSON
        "news_trade_notify_suspend_baidu",  # finance.pae.baidu.com: three GETs by curl_cffi
        "stock_board_industry_summary_ths",  # q.10jqka.com.cn by http: three GETs, cookie made by akshare
        "stock_dividend_cninfo",  # webapi.cninfo.com.cn: dividends carried out, one POST
        "stock_fhps_detail_ths",  # basic.10jqka.com.cn: a page of dividend plans, one GET
        "stock_financial_abstract",  # quotes.sina.cn: main figures of all periods, one GET
        "stock_financial_abstract_ths",  # basic.10jqka.com.cn: main figures of all periods, one GET
        "stock_financial_analysis_indicator_em",  # datacenter.eastmoney.com: main figures, one GET
        "stock_financial_debt_ths",  # basic.10jqka.com.cn: balance sheets, one GET
        "stock_fund_flow_concept",  # data.10jqka.com.cn by http: nine GETs or so, key made by akshare
        "stock_gpzy_individual_pledge_ratio_detail_em",  # datacenter-web.eastmoney.com: one share's, two GETs
        "stock_history_dividend_detail",  # vip.stock.finance.sina.com.cn: a page of dividends, one GET
        "stock_individual_info_em",  # push2.eastmoney.com: share counts, one GET
        "stock_industry_pe_ratio_cninfo",  # webapi.cninfo.com.cn by http: industries of a day, one POST
        "stock_info_global_em",  # np-weblist.eastmoney.com: one GET of JSON
        "stock_info_global_futu",  # news.futunn.com: one GET of JSON
        "stock_info_global_sina",  # zhibo.sina.com.cn: one GET of JSON
        "stock_info_global_ths",  # news.10jqka.com.cn: one GET of JSON
        "stock_info_sh_delist",  # query.sse.com.cn: ended listings, one GET
        "stock_info_sz_delist",  # www.szse.cn: ended listings, one GET of a workbook
        "stock_ipo_ths",  # data.10jqka.com.cn: new shares, one GET of HTML
        "stock_margin_detail_sse",  # query.sse.com.cn: one GET of JSON a day
        "stock_margin_detail_szse",  # www.szse.cn: one GET of a spreadsheet a day
        "stock_new_gh_cninfo",  # webapi.cninfo.com.cn: review meetings, one POST
        "stock_new_ipo_cninfo",  # webapi.cninfo.com.cn: new shares, one POST, key by akshare's script
        "stock_news_em",  # search-api-web.eastmoney.com: one GET of JSON in a call, by curl_cffi (30 s)
        "stock_news_main_cx",  # cxdata.caixin.com: one GET of JSON
        "stock_profile_cninfo",  # webapi.cninfo.com.cn: one POST, its key made by a script of akshare
        "stock_report_disclosure",  # www.cninfo.com.cn by http: appointed days of all companies, one POST
        "stock_restricted_release_queue_em",  # datacenter-web.eastmoney.com: one share's unlocks, one GET
        "stock_restricted_release_queue_sina",  # vip.stock.finance.sina.com.cn: a page of unlocks, one GET
        "stock_sector_spot",  # vip.stock and money.finance.sina.com.cn by http: one GET
        "stock_tfp_em",  # datacenter-web.eastmoney.com: suspensions of a day, two GETs
        "stock_value_em",  # datacenter-web.eastmoney.com: multiples since 2018, one to three GETs
        "stock_zh_a_disclosure_report_cninfo",  # www.cninfo.com.cn by http: codes once, pages of 30
        "stock_zh_a_hist",  # push2his.eastmoney.com: daily bars, one GET
        "stock_zh_a_hist_min_em",  # push2his.eastmoney.com: minutes of the last five days, one GET
        "stock_zh_index_daily_em",  # push2his.eastmoney.com: daily bars of indices, one GET
        "stock_zh_index_hist_csindex",  # www.csindex.com.cn: daily bars by the maker of the index, one GET
        "stock_zh_valuation_baidu",  # gushitong.baidu.com: one multiple's past, one GET
        "stock_zyjs_ths",  # basic.10jqka.com.cn: the page of the main business, one GET
    }
)
