/** What the next agent should know: why people were asked for, what was asked and answered, what it is about. */

import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { fill, words } from "../words.js";

const said = words.summary;

export function Summary({ handoff, head }) {
  if (!handoff) return null;
  const { asked = [], securities = [], misses = 0, tried = [], last } = handoff.summary ?? {};
  return html`
    <details class="summary" open>
      <summary>
        <strong>${said.title}</strong>
        <span class="chip brand">${figures.reason(handoff.reason)}</span>
        ${handoff.skill && html`<span class="chip">${figures.skill(handoff.skill)}</span>`}
        ${handoff.topic && html`<span class="chip">${figures.topic(handoff.topic)}</span>`}
        ${handoff.priority > 0 && html`<span class="chip bad">${fill(words.queue.priority, { n: handoff.priority })}</span>`}
      </summary>
      <dl>
        ${head.queued_at && html`<${Row} name=${said.since}>${clock(head.queued_at)}<//>`}
        ${asked.length > 0 && html`<${Row} name=${said.asked}><ul>${asked.map(Asked)}</ul><//>`}
        ${securities.length > 0 && html`<${Row} name=${said.securities}>${securities.map(figures.security).join("、")}<//>`}
        ${tried.length > 0 && html`<${Row} name=${said.tried}>${tried.map(describe).join("、")}<//>`}
        ${misses > 0 && html`<${Row} name=${said.misses}>${fill(said.times, { n: misses })}<//>`}
        ${last && html`<${Row} name=${said.last}>${describe(last)}<//>`}
      </dl>
    </details>
  `;
}

function Row({ name, children }) {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}

function Asked({ text, topic, answered }) {
  return html`<li>
    <span class=${`chip ${answered ? "good" : "warn"}`}>${answered ? said.answered : said.open}</span>
    ${text} <small class="quiet">${figures.topic(topic)}</small>
  </li>`;
}

/** What was tried is a topic or a text of its own. */
function describe(value) {
  if (typeof value !== "string") return value.title ?? value.text ?? figures.topic(value.topic);
  return /^[A-Z]{3}\d\d$/.test(value) ? figures.topic(value) : value;
}
