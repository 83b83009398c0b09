/** Every conversation that people have now, and a way to any other. */

import { now, stretch, useSeconds } from "../clock.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { state } from "../store.js";
import { fill, words } from "../words.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.live;

export function LiveList({ board }) {
  const live = board?.live ?? [];
  useSeconds(live.length > 0);
  return html`
    <${Panel} title=${said.title} count=${live.length}>
      ${live.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
        ${live.map((head) => html`<${Row} key=${head.conversation_id} head=${head} />`)}
      <//>`}
      ${!live.length && html`<${Nothing} text=${said.none} />`}
    <//>
  `;
}

function Row({ head }) {
  const { conversation_id: number, owner, agent, joined, handoff, vip } = head;
  const lasted = head.age + (now() - state.boardAt) / 1000;
  return html`
    <tr>
      <td><strong>${figures.investor(head)}</strong> ${vip && html`<span class="chip warn">${words.vip}</span>`}
        <p class="quiet">${fill(words.work.number, { n: number })} · ${figures.channel(head.channel)}</p></td>
      <td>${figures.agent(agent)}
        ${joined?.length > 0 && html`<p class="quiet">${fill(said.joined, { agents: joined.map(figures.agent).join("、") })}</p>`}</td>
      <td>${figures.reason(handoff?.reason)}<p class="quiet">${figures.topic(handoff?.topic)}</p></td>
      <td><span class=${`chip ${owner === "human" ? "good" : owner === "assigned" ? "warn" : ""}`}>${words.owner[owner]}</span></td>
      <td class="number">${stretch(lasted)}</td>
      <td class="acts"><button type="button" class="second small" onClick=${() => go("work", number)}>${words.page.open}</button></td>
    </tr>
  `;
}

/** Any conversation by its number, with the bot or with people. */
export function OpenOne() {
  const [number, setNumber] = useState("");
  const open = (event) => {
    event.preventDefault();
    if (number) go("work", Number(number));
  };
  return html`
    <form class="inline push" onSubmit=${open}>
      <input class="search short" inputmode="numeric" maxlength="12" value=${number} placeholder=${said.number} aria-label=${said.number}
        onInput=${(event) => setNumber(event.target.value.replace(/\D/g, ""))} />
      <button class="second" disabled=${!number}>${words.page.open}</button>
      <button type="button" class="link" onClick=${() => go("transcripts")}>${said.search}</button>
    </form>
  `;
}
