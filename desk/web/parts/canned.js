/** Canned replies: a slash and the beginning of a name lists them, arrows choose, Enter puts one in. */

import { get } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { words } from "../words.js";

const SHOWN = 8;

/** What is listed for `text` in a conversation, and the keys that choose; `onReply(text)` gets the words of the chosen one. */
export function useCanned(id, text, onReply) {
  const asked = text.match(/^\/(\S*)$/)?.[1];
  const [replies, setReplies] = useState([]);
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (asked === undefined) return undefined;
    let current = true;
    get(`/canned?q=${encodeURIComponent(asked)}&conversation=${id}`).then(
      (answer) => current && (setReplies(answer.canned.slice(0, SHOWN)), setAt(0)),
      () => current && setReplies([]),
    );
    return () => (current = false);
  }, [asked]);
  const shown = asked === undefined ? [] : replies;
  const choose = (reply) => onReply(reply.text);
  const onKey = (event) => {
    if (!shown.length || event.isComposing) return false;
    if (event.key === "ArrowDown") setAt((at + 1) % shown.length);
    else if (event.key === "ArrowUp") setAt((at + shown.length - 1) % shown.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(shown[at]);
    else return false;
    event.preventDefault();
    return true;
  };
  return { shown, at, choose, onKey, isAsked: asked !== undefined };
}

export function Canned({ canned }) {
  if (!canned.isAsked) return null;
  return html`
    <ul class="canned" role="listbox" aria-label=${words.canned.label}>
      ${canned.shown.map((reply, place) => html`
        <li key=${reply.id} role="option" aria-selected=${place === canned.at}>
          <button type="button" onClick=${() => canned.choose(reply)}>
            <code>/${reply.shortcut}</code> <strong>${reply.title}</strong> <span class="quiet">${reply.text}</span>
          </button>
        </li>`)}
      ${!canned.shown.length && html`<li class="empty">${words.canned.none}</li>`}
    </ul>
  `;
}
