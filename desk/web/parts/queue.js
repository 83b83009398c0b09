/** Who waits for people: why, since when, and what about; not a word of what was said. */

import { now, stretch, useSeconds } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { state } from "../store.js";
import { fill, words } from "../words.js";
import { Accept } from "./mine.js";

const said = words.queue;
const PRESSING = 5; // of priority; from here on it is shown in the colour of danger

export function Queue({ board }) {
  const queue = board?.queue ?? [];
  const left = board?.left ?? [];
  useSeconds(queue.length > 0);
  return html`
    <section class="list queue" aria-labelledby="queue-title">
      <h2 id="queue-title">${said.title} <span class="count">${board?.queue_count ?? 0}</span></h2>
      <ul>${queue.map((item) => html`<${Waiting} key=${item.conversation_id} item=${item} />`)}</ul>
      ${board && !queue.length && html`<p class="empty">${said.none}</p>`}
      ${left.length > 0 && html`
        <h2>${said.tickets} <span class="count">${board.tickets}</span></h2>
        <ul>${left.map((item) => html`<${Waiting} key=${item.conversation_id} item=${item} />`)}</ul>`}
    </section>
  `;
}

/** Enter on a row takes it. */
function onEnter(event) {
  if (event.key === "Enter" && event.target === event.currentTarget) event.target.querySelector("button").click();
}

function Waiting({ item }) {
  const waited = item.waited + (now() - state.boardAt) / 1000;
  const about = [figures.skill(item.skill), figures.topic(item.topic), ...item.securities.map(figures.security)];
  return html`
    <li class="waiting" tabindex="0" onKeyDown=${onEnter} data-pressing=${item.priority >= PRESSING ? "yes" : null}
      aria-label=${fill(said.one, { reason: figures.reason(item.reason), time: stretch(waited) })}>
      <span class="top">
        <strong>${figures.reason(item.reason)}</strong>
        ${item.vip && html`<span class="chip warn">${words.vip}</span>`}
        ${item.priority > 0 && html`<span class=${`chip ${item.priority >= PRESSING ? "bad" : ""}`}>${fill(said.priority, { n: item.priority })}</span>`}
        <span class="timer">${stretch(waited)}</span>
      </span>
      <span class="below">
        <span>${figures.channel(item.channel)} · ${about.filter(Boolean).join(" · ")}</span>
        <${Accept} head=${item} />
      </span>
    </li>
  `;
}
