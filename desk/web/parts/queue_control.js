/** The queue as who leads sees it: whom to take first, and to whom to give one. */

import { attempt, post } from "../api.js";
import { now, stretch, useSeconds } from "../clock.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { state, tell } from "../store.js";
import { fill, words } from "../words.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.control;
const PRIORITIES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export function QueueControl({ board }) {
  const waiting = [...(board?.queue ?? []), ...(board?.left ?? [])];
  const there = (board?.team ?? []).filter(({ standing }) => standing === "ready" || standing === "busy");
  useSeconds(waiting.length > 0);
  return html`
    <${Panel} title=${words.queue.title} count=${board?.queue_count ?? 0}>
      ${waiting.length > 0 && html`<${Table} label=${words.queue.title} heads=${said.heads}>
        ${waiting.map((item) => html`<${Waiting} key=${item.conversation_id} item=${item} there=${there} />`)}
      <//>`}
      ${!waiting.length && html`<${Nothing} text=${words.queue.none} />`}
    <//>
  `;
}

function Waiting({ item, there }) {
  const { conversation_id: number, priority, skill, topic, vip } = item;
  const waited = item.waited + (now() - state.boardAt) / 1000;
  const order = (event) => attempt(() => post(`/queue/${number}/priority`, { priority: Number(event.target.value) }));
  return html`
    <tr>
      <td><strong>${figures.reason(item.reason)}</strong> ${vip && html`<span class="chip warn">${words.vip}</span>`}
        <p class="quiet">${figures.channel(item.channel)} · ${[figures.skill(skill), figures.topic(topic)].filter(Boolean).join(" · ")}</p></td>
      <td class="number">${stretch(waited)}</td>
      <td><select aria-label=${fill(said.priority_of, { n: number })} value=${priority} onChange=${order}>
        ${PRIORITIES.map((each) => html`<option key=${each} value=${each}>${each}</option>`)}</select></td>
      <td><${Assign} number=${number} there=${there} /></td>
      <td class="acts"><button type="button" class="second small" onClick=${() => go("work", number)}>${words.page.open}</button></td>
    </tr>
  `;
}

function Assign({ number, there }) {
  const [agent, setAgent] = useState("");
  const give = (event) => {
    event.preventDefault();
    attempt(async () => {
      await post(`/queue/${number}/assign`, { agent });
      tell(fill(said.given, { n: number, agent: figures.agent(agent) }));
    });
  };
  return html`
    <form class="inline" onSubmit=${give}>
      <select aria-label=${fill(said.agent_for, { n: number })} value=${agent} onChange=${(event) => setAgent(event.target.value)}>
        <option value="">${said.nobody}</option>
        ${there.map((person) => html`<option key=${person.agent} value=${person.agent}>
          ${fill(said.person, { name: person.name, load: person.load, capacity: person.capacity })}</option>`)}
      </select>
      <button class="second small" disabled=${!agent}>${said.assign}</button>
    </form>
  `;
}
