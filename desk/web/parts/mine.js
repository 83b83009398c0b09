/** My conversations: what was offered to me first, with the seconds left, then who waits for my answer. */

import { post } from "../api.js";
import { now, stretch, useSeconds } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { go } from "../router.js";
import { state, useStore } from "../store.js";
import { fill, words } from "../words.js";
import { useActing } from "./acting.js";

const said = words.mine;
const STILL = ["busy", "away"]; // nothing is offered to who is one of these

/** What was offered to me stands above what is mine already; within that the order is the server's. */
export function inOrder(board) {
  const mine = board?.mine ?? [];
  return [...mine.filter(({ owner }) => owner === "assigned"), ...mine.filter(({ owner }) => owner !== "assigned")];
}

export function Mine({ board, shown }) {
  const mine = inOrder(board);
  const presence = useStore((known) => known.presence);
  useSeconds(mine.length > 0);
  return html`
    <section class="list mine" aria-labelledby="mine-title">
      <h2 id="mine-title">${said.title} <span class="count">${mine.length}</span></h2>
      <ul>${mine.map((head, place) => html`<${Card} key=${head.conversation_id} head=${head} place=${place + 1}
        shown=${head.conversation_id === shown} />`)}</ul>
      ${board && !mine.length && html`<p class="empty">${said.none}</p>`}
      ${STILL.includes(presence) && html`<p class="empty">${said[presence]}</p>`}
    </section>
  `;
}

function Card({ head, place, shown }) {
  const passed = (now() - state.boardAt) / 1000;
  const offered = head.owner === "assigned";
  const open = () => go("work", head.conversation_id);
  return html`
    <li class=${`card ${offered ? "offered" : ""}`}>
      <button type="button" class="open" aria-current=${shown ? "true" : null} onClick=${open}
        title=${place < 10 ? fill(said.key, { place }) : null}>
        <span class="top">
          <strong>${figures.investor(head)}</strong>
          ${head.vip && html`<span class="chip warn">${words.vip}</span>`}
          <${State} head=${head} passed=${passed} />
        </span>
        <span class="last">${lastLine(head)}</span>
        <span class="below">
          <span>${figures.channel(head.channel)} · ${figures.reason(head.handoff?.reason)}</span>
          ${head.unread > 0 && html`<span class="badge" aria-label=${fill(said.unread, { n: head.unread })}>${head.unread}</span>`}
        </span>
      </button>
      ${offered && html`<${Accept} head=${head} />`}
    </li>
  `;
}

/** What counts now: the seconds to accept, how long the investor waits, or that it is being wrapped up. */
function State({ head, passed }) {
  if (head.owner === "assigned" && head.left !== null) {
    return html`<span class="timer bad">${fill(said.left, { n: Math.max(0, Math.ceil(head.left - passed)) })}</span>`;
  }
  if (head.owner === "wrapup") return html`<span class="chip">${words.owner.wrapup}</span>`;
  if (head.unread > 0) {
    const waits = head.unread_for + passed;
    return html`<span class=${`timer ${waits > 120 ? "bad" : waits > 60 ? "warn" : ""}`}>${fill(said.waits, { time: stretch(waits) })}</span>`;
  }
  return html`<span class="timer">${stretch(head.age + passed)}</span>`;
}

export function Accept({ head, label = words.act.accept, small = true }) {
  const [run, busy, fault] = useActing(async () => {
    await post(`/conversations/${head.conversation_id}/accept`, { epoch: head.epoch });
    go("work", head.conversation_id);
  });
  return html`
    <button type="button" class=${`main ${small ? "small" : ""}`} disabled=${busy} onClick=${run}>${label}</button>
    ${fault && html`<span class="fault" role="alert">${fault}</span>`}
  `;
}

function lastLine({ last }) {
  if (!last) return "";
  const who = last.sender === "user" ? "" : `${words.sender[last.sender]}：`;
  return `${who}${last.text ?? words.kind[last.kind] ?? ""}`;
}
