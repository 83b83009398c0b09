/** The conversations that are open here: what was said, who owned them, what colleagues noted; kept up to date. */

import { get } from "./api.js";
import { live } from "./live.js";
import { go } from "./router.js";
import { change, state, tell } from "./store.js";
import { words } from "./words.js";

const PAGE = 100; // lines at first, and each time somebody scrolls up
const NEW = { head: null, lines: [], steps: [], notes: [], sessions: [], customer: null, loaded: false };

/** Everything about one, for who opens it; lines come over the live side and by `older`. */
export async function load(id) {
  const found = await get(`/conversations/${id}`);
  merge(id, { ...found, loaded: true });
  if (state.open[id].lines.length || !found.head.seq) return watch(id);
  const { lines } = await get(`/conversations/${id}/lines?after=${Math.max(0, found.head.seq - PAGE)}`);
  merge(id, { lines });
  return watch(id);
}

/** The lines before the first one here. */
export async function older(id) {
  const first = state.open[id].lines[0]?.seq ?? 0;
  if (first <= 1) return;
  const { lines } = await get(`/conversations/${id}/lines?before=${first}&limit=${PAGE}`);
  merge(id, { lines });
}

/** What the server says about one, put to what is here: each line once, the newer of two. */
export function merge(id, news) {
  const known = state.open[id] ?? NEW;
  const { changed, ...rest } = news;
  const next = { ...known, ...rest };
  next.lines = joined(joined(known.lines, news.lines, "seq"), changed, "seq");
  next.steps = joined(known.steps, news.steps, "epoch");
  next.notes = joined(known.notes, news.notes, "id");
  if (news.head && known.head && news.head.epoch < known.head.epoch) next.head = known.head;
  change({ open: { ...state.open, [id]: next } });
}

function joined(known, news, key) {
  if (!news?.length) return known;
  const last = known.at(-1)?.[key] ?? -1;
  if (news.every((row, place) => row[key] > (place ? news[place - 1][key] : last))) return [...known, ...news];
  const rows = new Map([...known, ...news].map((row) => [row[key], row]));
  return [...rows.values()].sort((one, other) => one[key] - other[key]);
}

/** My conversations are followed even while another one is shown; others only while they are. */
export function settle() {
  const mine = new Set(state.board.mine.map((head) => head.conversation_id));
  const kept = {};
  for (const [id, conversation] of Object.entries(state.open)) {
    if (mine.has(Number(id)) || state.route.number === Number(id)) kept[id] = conversation;
    else live.send({ type: "unwatch", conversation: Number(id) });
  }
  const added = state.board.mine.filter((head) => !kept[head.conversation_id]);
  for (const head of added) kept[head.conversation_id] = { ...NEW, head };
  change({ open: kept });
  for (const head of added) watch(head.conversation_id);
}

/** It is not ours to read any more. */
export function lose(id) {
  const { [id]: _, ...kept } = state.open;
  change({ open: kept });
  if (state.route.number !== id) return;
  go(state.route.view);
  tell(words.work.lost);
}

/** Ours to write in: "owner", "joined", or "" for who only looks on. */
export function standing(head) {
  const me = state.me?.agent;
  if (head.agent === me && ["assigned", "human", "wrapup"].includes(head.owner)) return "owner";
  return head.joined?.includes(me) ? "joined" : "";
}

/** Where to go on from, for each conversation that is followed. */
export function places() {
  return Object.keys(state.open).map((id) => place(Number(id)));
}

function watch(id) {
  live.send(place(id));
}

function place(id) {
  const { head, lines, steps, notes } = state.open[id];
  const after = lines.at(-1)?.seq ?? Math.max(0, (head?.seq ?? 0) - PAGE);
  return { type: "watch", conversation: id, after, epoch: steps.at(-1)?.epoch ?? 0, note: notes.at(-1)?.id ?? 0 };
}
