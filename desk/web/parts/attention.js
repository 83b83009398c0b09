/** Calls whoever works here back to the page: a count in its title, and a tone for what is new. */

import { useEffect, useRef } from "../markup.js";
import { useStore } from "../store.js";
import { words } from "../words.js";
import { ring } from "./sound.js";

/** Conversations offered to me or waiting for my word, and alerts. */
function calling(board) {
  const mine = (board?.mine ?? []).filter(({ owner, unread }) => owner === "assigned" || (owner === "human" && unread > 0));
  const alerts = board?.alerts ?? [];
  return [...mine.map((head) => `${head.conversation_id} ${head.owner} ${head.unread}`), ...alerts.map(({ id }) => `alert ${id}`)];
}

export function Attention() {
  const board = useStore((state) => state.board);
  const known = useRef(null);
  useEffect(() => {
    const calls = calling(board);
    document.title = calls.length ? `(${calls.length}) ${words.title}` : words.title;
    if (known.current && calls.some((call) => !known.current.has(call))) ring();
    if (board) known.current = new Set(calls);
  }, [board]);
  useEffect(() => () => void (document.title = words.title), []);
  return null;
}
