"""微信客服 of WeCom: a callback that only rings, a stream that is pulled, and a desk beside ours."""
