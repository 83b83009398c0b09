/** The conversations behind a figure, the worst first; each leads to its transcript. */

import { html } from "../markup.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { fill, words } from "../words.js";
import { query, useAnswer } from "./answering.js";
import { Dialog } from "./dialog.js";
import * as measured from "./measured.js";
import { Nothing, Table } from "./page.js";

const said = words.behind;

export function Behind({ figure, period, onClose }) {
  const [answer, , fault] = useAnswer(`/metrics/${figure.name}/conversations${query(period)}`);
  const rows = answer?.rows ?? [];
  return html`
    <${Dialog} title=${`${figure.title} ${measured.value(figure.value, figure.unit)}`} onClose=${onClose} wide>
      <p class="quiet definition-text">${figure.definition}</p>
      ${rows.length > 0 && html`<${Table} label=${figure.title} heads=${said.heads}>
        ${rows.map((row, place) => html`<${Row} key=${place} row=${row} unit=${figure.unit} />`)}
      <//>`}
      ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
    <//>
  `;
}

function Row({ row, unit }) {
  const holds = row.value ? html`<span class="chip good">${said.yes}</span>` : html`<span class="chip">${said.no}</span>`;
  return html`
    <tr>
      <td>${fill(words.work.number, { n: row.conversation })}</td>
      <td>${unit === "seconds" ? measured.value(row.value, unit) : holds}</td>
      <td class="acts">${may("read") && html`<button type="button" class="second small"
        onClick=${() => go("transcripts", row.conversation)}>${said.open}</button>`}</td>
    </tr>
  `;
}
