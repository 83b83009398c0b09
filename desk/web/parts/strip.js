/** How the floor stands in a few figures: who waits, for how long, who is served, who could serve. */

import { now, stretch, useSeconds } from "../clock.js";
import { html } from "../markup.js";
import { state } from "../store.js";
import { fill, words } from "../words.js";

const said = words.lead;
const LONG = 120; // seconds of waiting; from here on it is shown in the colour of danger

export function Strip({ board }) {
  useSeconds(Boolean(board?.queue.length));
  const [queue, live, team] = [board?.queue ?? [], board?.live ?? [], board?.team ?? []];
  const longest = Math.max(0, ...queue.map(({ waited }) => waited)) + (queue.length ? (now() - state.boardAt) / 1000 : 0);
  const ready = team.filter(({ standing }) => standing === "ready");
  const there = team.filter(({ standing }) => standing !== "gone");
  const served = live.filter(({ owner }) => owner === "human").length;
  return html`
    <dl class="strip">
      <${Count} name=${said.waiting} value=${board?.queue_count ?? 0} tone=${queue.length ? "warn" : ""} />
      <${Count} name=${said.longest} value=${queue.length ? stretch(longest) : words.page.none} tone=${longest > LONG ? "bad" : ""} />
      <${Count} name=${said.served} value=${served} />
      <${Count} name=${said.tickets} value=${board?.tickets ?? 0} />
      <${Count} name=${said.ready} value=${ready.length} more=${fill(said.of, { n: there.length })} tone=${there.length && !ready.length ? "bad" : ""} />
    </dl>
  `;
}

function Count({ name, value, more, tone = "" }) {
  return html`<div class=${tone}><dt>${name}</dt><dd>${value}${more && html` <small>${more}</small>`}</dd></div>`;
}
