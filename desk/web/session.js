/** Who is signed in, and what begins and ends with that. */

import { get, onSignedOut, post } from "./api.js";
import { live } from "./live.js";
import { lose, merge, places, settle } from "./conversations.js";
import { now } from "./clock.js";
import { forgetAll } from "./drafts.js";
import { change, state } from "./store.js";

let seated = null; // whose page this was last

/** Ask the server who we are, once at the start. */
export async function begin() {
  onSignedOut(leave);
  const { me } = await get("/me").catch(() => ({ me: null }));
  enter(me);
}

/** `me` is signed in from now on; those who have something to do first get no live line before that. */
export function enter(me) {
  if (me && me.agent !== seated) forgetAll();
  seated = me?.agent ?? seated;
  change({ me });
  if (!me || me.must_change || me.second_required) return;
  live.start({ onFrame, onState: (line) => change({ line }), onEnd: leave, onDenied, places });
}

export async function signOut() {
  await post("/sign-out").catch(() => null); // the session may have ended by itself
  leave();
}

function leave() {
  live.stop();
  change({ me: null, presence: null, board: null, open: {}, confirm: null });
}

/** "ready", "busy" or "away"; the server hears of it now or not at all. */
export function setPresence(presence) {
  if (live.send({ type: "presence", state: presence })) change({ presence });
}

const strangers = new Set(); // asked for once, whoever they are

function isStranger(agent) {
  const known = !agent || strangers.has(agent) || state.colleagues.some((colleague) => colleague.agent === agent);
  if (!known) strangers.add(agent);
  return !known && may("serve");
}

/** Who works here, and how we ourselves stand: as this page was left, or as a supervisor has said since. */
export async function meet() {
  const { colleagues } = await get("/colleagues").catch(() => state);
  const own = colleagues.find(({ agent }) => agent === state.me?.agent);
  change({ colleagues, presence: own && own.state !== "gone" ? own.state : state.presence });
}

/** A handshake that was refused says no more than that: a request tells whether the session has ended. */
function onDenied() {
  get("/me").catch(() => null);
}

/** May who is signed in do this? */
export function may(permission) {
  return Boolean(state.me?.permissions.includes(permission));
}

function onFrame(frame) {
  if (frame.type === "hello" && may("serve")) meet();
  if (frame.type === "board") {
    change({ board: frame.board, boardAt: now() });
    settle();
  }
  if (frame.type === "conversation") {
    merge(frame.id, frame);
    if ([...frame.notes, ...frame.steps].some(({ agent }) => isStranger(agent))) meet();
  }
  if (frame.type === "unwatched") lose(frame.conversation);
}
