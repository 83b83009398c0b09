/** What the desk knows, in one place: components read it with `useStore`, everything else changes it. */

import { useEffect, useState } from "./markup.js";

export const state = {
  me: undefined, // who is signed in: null is nobody, undefined until the server was asked
  line: "connecting", // of the socket: connecting online waiting offline
  presence: null, // ready busy away
  board: null, // the queue and my conversations, as the server sent them last
  colleagues: [], // who serves, as the server last said
  boardAt: 0, // when, in ms of this page
  open: {}, // conversations by number, see conversations.js
  route: { view: "", number: null },
  confirm: null, // somebody waits until the password was given once more
  told: [], // short messages to who works here
};

const listeners = new Set();

export function change(patch) {
  Object.assign(state, patch);
  for (const listener of listeners) listener();
}

/** `useStore((state) => state.me)`: the part of the state, and a new rendering when it is another. */
export function useStore(select) {
  const [, render] = useState(0);
  const selected = select(state);
  useEffect(() => {
    let shown = selected;
    const look = () => {
      const now = select(state);
      if (Object.is(now, shown)) return;
      shown = now;
      render((count) => count + 1);
    };
    listeners.add(look);
    look(); // it may have changed between the rendering and now
    return () => listeners.delete(look);
  });
  return selected;
}

let lastTold = 0;

/** Say something for a few seconds; `tone`: "" or "bad". */
export function tell(text, tone = "") {
  const said = { id: (lastTold += 1), text, tone };
  change({ told: [...state.told.filter((other) => other.text !== text), said].slice(-3) });
  setTimeout(() => change({ told: state.told.filter((other) => other.id !== said.id) }), tone ? 8000 : 4000);
}
