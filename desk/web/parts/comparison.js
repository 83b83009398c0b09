/** The same figures by agent, skill, channel or topic, a group at a time. */

import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { words } from "../words.js";
import * as measured from "./measured.js";
import { Nothing, Panel, Table, Tabs } from "./page.js";

const said = words.comparison;
const NAMES = { agent: figures.agent, skill: figures.skill, channel: figures.channel, topic: figures.topic };

export function Comparison({ groups, rows, by, onBy }) {
  const [name, setName] = useState(groups[0].name);
  const group = groups.find((each) => each.name === name);
  const tools = html`
    <label class="inline">${said.by}
      <select class="search" value=${by} onChange=${(event) => onBy(event.target.value)}>
        <option value="">${said.not}</option>
        ${Object.keys(NAMES).map((each) => html`<option key=${each} value=${each}>${said[each]}</option>`)}
      </select>
    </label>
  `;
  return html`
    <${Panel} title=${said.title} tools=${tools}>
      ${!by && html`<${Nothing} text=${said.choose} />`}
      ${by && html`<${Tabs} label=${said.title} names=${groups.map((each) => [each.name, each.title])} at=${name} onTab=${setName} />`}
      ${by && rows?.length === 0 && html`<${Nothing} text=${said.none} />`}
      ${by && rows?.length > 0 && html`
        <${Table} label=${said.title} heads=${[said[by], ...group.figures.map(({ title }) => title)]}>
          ${sorted(rows).map((row) => html`<${Row} key=${row.key} row=${row} by=${by} group=${name} />`)}
        <//>`}
    <//>
  `;
}

/** What belongs to nobody comes last. */
function sorted(rows) {
  return [...rows.filter(({ key }) => key), ...rows.filter(({ key }) => !key)];
}

function Row({ row, by, group }) {
  const shown = row.groups.find((each) => each.name === group).figures;
  return html`
    <tr>
      <th scope="row">${row.key ? NAMES[by](row.key) : said.nobody}</th>
      ${shown.map(({ name, value, unit, of, met }) => html`<td key=${name} class="number" data-met=${met === null ? null : met ? "good" : "bad"}>
        ${measured.value(value, unit)} ${unit !== "count" && html`<small class="quiet">${of}</small>`}</td>`)}
    </tr>
  `;
}
