/** What an agent has begun to write, by conversation; kept on the server a moment after the last key. */

import { put, Refused } from "./api.js";
import { useEffect, useState } from "./markup.js";

const AFTER = 800; // ms
const written = new Map(); // by "conversation mode"
const waiting = new Map(); // timers by conversation
const names = new Map(); // of replies by conversation: [text, name]

/** `[text, setText]` of one mode; only what is meant for the investor goes to the server. */
export function useDraft(conversation, mode) {
  const id = conversation.head.conversation_id;
  const key = `${id} ${mode}`;
  const [, render] = useState(0);
  const kept = mode === "say" ? (conversation.draft ?? "") : "";
  useEffect(() => () => flush(id), [id]);
  const set = (text) => {
    written.set(key, text);
    if (mode === "say") keep(id, text);
    render((count) => count + 1);
  };
  return [written.get(key) ?? kept, set];
}

/** Unlike randomUUID it is there without TLS too. */
function newName() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The name of a reply: the same for the same text until it is another. */
export function replyName(id, text) {
  if (names.get(id)?.[0] !== text) names.set(id, [text, newName()]);
  return names.get(id)[1];
}

/** It was sent: the same words later are another reply. */
export function forgetReply(id) {
  names.delete(id);
}

/** Somebody else sits here now: what was typed is not theirs. */
export function forgetAll() {
  for (const { timer } of waiting.values()) clearTimeout(timer);
  for (const kept of [written, waiting, names]) kept.clear();
}

function keep(id, text) {
  clearTimeout(waiting.get(id)?.timer);
  waiting.set(id, { text, timer: setTimeout(() => flush(id), AFTER) });
}

async function flush(id) {
  const draft = waiting.get(id);
  if (!draft) return;
  clearTimeout(draft.timer);
  waiting.delete(id);
  try {
    await put(`/conversations/${id}/draft`, { text: draft.text });
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused; // else it is still on this page, and kept with the next key
  }
}
