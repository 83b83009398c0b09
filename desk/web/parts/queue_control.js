/** The queue as who leads sees it: whom to take first, and to whom to give one. */

import { attempt, post } from "../api.js";
import { now, stretch, useSeconds } from "../clock.js";
import * as figures from "../figures.js";
import { html, useMemo, useState } from "../markup.js";
import { go } from "../router.js";
import { state, tell } from "../store.js";
import { fill, words } from "../words.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.control;
const PRIORITIES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export function QueueControl({ board }) {
  const waiting = [...(board?.queue ?? []), ...(board?.left ?? [])];
  const there = (board?.team ?? []).filter(({ standing }) => standing === "ready" || standing === "busy");
  const people = there.map(({ agent, name, load, capacity }) => [agent, fill(said.person, { name, load, capacity })]);
  useSeconds(waiting.length > 0);
  return html`
    <${Panel} title=${words.queue.title} count=${board?.queue_count ?? 0}>
      ${waiting.length > 0 && html`<${Table} label=${words.queue.title} heads=${said.heads}>
        ${waiting.map((item) => html`<${Waiting} key=${item.conversation_id} item=${item} people=${people} />`)}
      <//>`}
      ${!waiting.length && html`<${Nothing} text=${words.queue.none} />`}
    <//>
  `;
}

function Waiting({ item, people }) {
  const { conversation_id: number, priority, skill, topic, vip } = item;
  const waited = item.waited + (now() - state.boardAt) / 1000;
  const priorities = useMemo(() => PRIORITIES.map((each) => html`<option key=${each} value=${each}>${each}</option>`), []);
  const order = (event) => attempt(() => post(`/queue/${number}/priority`, { priority: Number(event.target.value) }));
  return html`
    <tr>
      <td><strong>${figures.reason(item.reason)}</strong> ${vip && html`<span class="chip warn">${words.vip}</span>`}
        <p class="quiet">${figures.channel(item.channel)} · ${[figures.skill(skill), figures.topic(topic)].filter(Boolean).join(" · ")}</p></td>
      <td class="number">${stretch(waited)}</td>
      <td><select aria-label=${fill(said.priority_of, { n: number })} value=${priority} onChange=${order}>${priorities}</select></td>
      <td><${Assign} number=${number} people=${people} /></td>
      <td class="acts"><button type="button" class="second small" onClick=${() => go("work", number)}>${words.page.open}</button></td>
    </tr>
  `;
}

/** Of many rows the options would be most of the page: they are there once somebody comes near. */
function Assign({ number, people }) {
  const [agent, setAgent] = useState("");
  const [near, setNear] = useState(false);
  const come = () => setNear(true);
  const give = (event) => {
    event.preventDefault();
    attempt(async () => {
      await post(`/queue/${number}/assign`, { agent });
      tell(fill(said.given, { n: number, agent: figures.agent(agent) }));
    });
  };
  return html`
    <form class="inline" onSubmit=${give} onPointerEnter=${come} onFocusIn=${come}>
      <select aria-label=${fill(said.agent_for, { n: number })} value=${agent} onChange=${(event) => setAgent(event.target.value)}>
        <option value="">${said.nobody}</option>
        ${near && people.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
      </select>
      <button class="second small" disabled=${!agent}>${said.assign}</button>
    </form>
  `;
}
