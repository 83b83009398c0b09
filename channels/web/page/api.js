/** The calls to the server. */

const PATIENCE = 20_000; // ms; the server itself answers within 15 s

/** The server has refused; trying the same again is no use, or only after `seconds`. */
export class Refused extends Error {
  constructor(status, seconds) {
    super(`refused: ${status}`);
    this.status = status;
    this.seconds = seconds;
  }
}

/** Who we are: `{sender, seq, owner}`; renews the cookie. */
export function openSession() {
  return call("/api/session", { method: "POST" });
}

/** `message`: `{sender, message_id, text}` or `{sender, message_id, payload}`; the same id is never taken twice. */
export function send(message) {
  return call("/api/chat", { method: "POST", body: JSON.stringify(message), headers: { "Content-Type": "application/json" } });
}

/** `{messages, seq, owner}`: at most `limit` messages behind `after`. */
export function history(sender, after, limit) {
  return call(`/api/chat/${encodeURIComponent(sender)}/messages?after=${after}&limit=${limit}`);
}

async function call(address, options = {}) {
  const response = await fetch(address, { ...options, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  if (response.status >= 400 && response.status < 500) throw new Refused(response.status, Number(response.headers.get("Retry-After")));
  if (!response.ok) throw new Error(`failed: ${response.status}`);
  return response.json();
}
