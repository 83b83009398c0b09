/** How the board's figures are said: who an investor is, why they wait, what about. */

import { state } from "./store.js";
import { name, words } from "./words.js";

/** An investor as agents know them: eight characters that are always the same. */
export function investor(head) {
  return `${words.investor} ${(head.user ?? String(head.conversation_id)).toUpperCase()}`;
}

/** A colleague by the name that everybody knows; by their sign-in name where there is none. */
export function agent(id) {
  return state.colleagues.find((colleague) => colleague.agent === id)?.name ?? id ?? "";
}

export function channel(code) {
  return name("channel", code);
}

/** Why people are wanted. */
export function reason(code) {
  return name("reason", code);
}

export function skill(code) {
  return code ? name("skill", code) : words.skill.general;
}

/** "QUO01" → "行情 QUO01". */
export function topic(id) {
  return id ? `${words.topic[id.slice(0, 3)] ?? ""} ${id}`.trim() : "";
}

/** "SH600519" or {"ref","name"} → the name, and the code behind it. */
export function security({ ref, name: called }) {
  return `${called ?? ""} ${String(ref ?? "").slice(2)}`.trim();
}
