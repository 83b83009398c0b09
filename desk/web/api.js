/** The calls to the server: JSON out and in, the session's token with it, and words for what was refused. */

import { fill, words } from "./words.js";
import { change, state, tell } from "./store.js";

const PATIENCE = 20_000; // ms
const PRINTING = 120_000; // ms, of a file that is made first

/** The server has refused, or could not be reached (status 0); `facts` is what it said about it. */
export class Refused extends Error {
  constructor(status, facts = {}) {
    super(facts.error ?? `status ${status}`);
    this.status = status;
    this.code = facts.error ?? (status ? "internal" : "unreachable");
    this.facts = facts;
  }

  /** What to tell who works here. */
  get words() {
    const said = words.error[this.code] ?? words.error.internal;
    return typeof said === "string" ? fill(said, this.facts) : (said[this.facts.why ?? this.facts.field] ?? said.other);
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const remove = (path) => call("DELETE", path);

let signedOut = () => {};

/** `act()` is called when the server says that the session has ended. */
export function onSignedOut(act) {
  signedOut = act;
}

/** `attempt(() => post(…))`: the answer, or null after a refusal that was told. */
export async function attempt(act) {
  try {
    return await act();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    if (refused.code !== "cancelled") tell(refused.words, "bad");
    return null;
  }
}

/** `body` is JSON or a Blob; the answer is JSON unless it is taken otherwise. */
export async function call(method, path, body, { take = (response) => response.json(), patience = PATIENCE } = {}) {
  const response = await send(method, path, body, patience);
  if (response.ok) return take(response);
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const refused = new Refused(response.status, isJson ? await response.json() : {});
  if (refused.code === "not_signed_in" && state.me) signedOut();
  if (refused.code !== "fresh_sign_in_needed") throw refused;
  await confirmed();
  return call(method, path, body, { take, patience });
}

/** A file that is made there, put where the browser keeps its downloads. */
export async function download(path, body) {
  const take = async (response) => {
    const said = response.headers.get("Content-Disposition") ?? "";
    return [said.match(/filename="([\w.-]+)"/)?.[1] ?? "file", await response.blob()];
  };
  const [name, content] = await call("POST", path, body, { take, patience: PRINTING });
  const address = URL.createObjectURL(content);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // it is being written meanwhile
}

async function send(method, path, body, patience) {
  const headers = {};
  if (method !== "GET" && state.me) headers["X-Desk-Token"] = state.me.csrf;
  const isFile = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = isFile ? body.type : "application/json";
  try {
    return await fetch(`/desk/api${path}`, {
      method,
      headers,
      body: body === undefined || isFile ? body : JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Refused(0); // no network, or no answer in time: the same to who waits
  }
}

/** The password once more; the dialog that asks for it keeps the promise. */
function confirmed() {
  return new Promise((resolve, reject) => {
    change({ confirm: { done: resolve, cancel: () => reject(new Refused(0, { error: "cancelled" })) } });
  });
}
