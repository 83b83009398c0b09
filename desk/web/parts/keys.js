/** The keys of the workspace: everything that is done often needs no mouse. */

import { html, useEffect } from "../markup.js";
import { go } from "../router.js";
import { words } from "../words.js";
import { Dialog } from "./dialog.js";
import { inOrder } from "./mine.js";

export function useKeys(board, onHelp) {
  useEffect(() => {
    const onKey = (event) => {
      if (event.isComposing || document.querySelector("dialog[open]")) return;
      const handled = event.altKey ? jump(event, board) : typing(event.target) ? false : step(event, onHelp);
      if (handled) event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}

/** Alt+1 … Alt+9: one of my conversations. */
function jump(event, board) {
  const place = Number(event.code.match(/^Digit([1-9])$/)?.[1]);
  const head = place && inOrder(board)[place - 1];
  if (head) go("work", head.conversation_id);
  return Boolean(head);
}

/** J and K go through the queue, A takes what was offered, R leads to where one writes, ? shows the keys. */
function step(event, onHelp) {
  if (event.ctrlKey || event.metaKey) return false;
  const key = event.key.toLowerCase();
  if (key === "?") onHelp();
  else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "a") document.querySelector(".offered button.main")?.click();
  else if (key === "r") document.querySelector("#text")?.focus();
  else return false;
  return true;
}

function move(by) {
  const rows = [...document.querySelectorAll(".waiting")];
  const at = rows.indexOf(document.activeElement.closest(".waiting"));
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

function typing(element) {
  return element.matches?.("input, textarea, select, [contenteditable]");
}

export function KeyHelp({ onClose }) {
  return html`
    <${Dialog} title=${words.keys.title} onClose=${onClose}>
      <${KeyList} />
    <//>
  `;
}

export function KeyList() {
  return html`
    <dl class="keys">
      ${words.keys.list.map(({ keys, does }) => html`<div key=${keys}><dt><kbd>${keys}</kbd></dt><dd>${does}</dd></div>`)}
    </dl>
  `;
}
