// WeChat's cipher by two others: reads a list of questions from stdin as JSON, writes the list of answers.
"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const installed = createRequire(join(process.argv[2], "package.json"));
const WechatCrypto = installed("wechat-crypto");
const wecom = installed("@wecom/crypto");

const PEERS = {
  "wechat-crypto": {
    sign: (ask, cipher) => new WechatCrypto(ask.token, ask.key, ask.receiver).getSignature(ask.at, ask.nonce, cipher),
    close: (ask) => new WechatCrypto(ask.token, ask.key, ask.receiver).encrypt(ask.text),
    open: (ask) => new WechatCrypto(ask.token, ask.key, ask.receiver).decrypt(ask.cipher),
  },
  "@wecom/crypto": {
    sign: (ask, cipher) => wecom.getSignature(ask.token, ask.at, ask.nonce, cipher),
    close: (ask) => wecom.encrypt(ask.key, ask.text, ask.receiver),
    open: (ask) => wecom.decrypt(ask.key, ask.cipher),
  },
};

function answer(ask) {
  const peer = PEERS[ask.peer];
  if (ask.cipher === undefined) {
    const cipher = peer.close(ask);
    return { cipher, signature: peer.sign(ask, cipher) };
  }
  const { message, id } = peer.open(ask);
  return { text: message, receiver: id, signature: peer.sign(ask, ask.cipher) };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
