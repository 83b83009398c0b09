/** What a version says otherwise, field by field and line by line. */

import { html } from "../markup.js";
import { name, words } from "../words.js";

const said = words.articles;
const KINDS = { "-": "del", "+": "ins", " ": "span" };

export function Changes({ changes }) {
  const fields = Object.entries(changes);
  if (!fields.length) return html`<p class="quiet">${said.same}</p>`;
  return fields.map(([field, lines]) => html`
    <div key=${field} class="change">
      <h4>${said.field[field]}</h4>
      ${lines.map(([sign, text], place) => html`<${KINDS[sign]} key=${place} data-sign=${sign}>${plain(field, text)}<//>`)}
    </div>
  `);
}

function plain(field, text) {
  if (field === "verified") return text === "True" ? words.behind.yes : words.behind.no;
  return name({ mode: "mode", auth: "auth", skill: "skill" }[field], text);
}
