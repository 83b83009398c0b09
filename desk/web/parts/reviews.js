/** What waits for a second person, and what was approved and is not shown yet. */

import { clock } from "../clock.js";
import { html, useState } from "../markup.js";
import { words } from "../words.js";
import { useAnswer } from "./answering.js";
import { author } from "./article_list.js";
import { Nothing, Panel, Table } from "./page.js";
import { Version } from "./version.js";

const said = words.articles;

export function Reviews() {
  const [submitted, again, fault] = useAnswer("/articles?sort=submitted");
  const [approved, once, other] = useAnswer("/articles?sort=approved");
  const [opened, setOpened] = useState(null);
  const close = () => (setOpened(null), again(), once());
  return html`
    <${Waiting} title=${said.to_review} answer=${submitted} fault=${fault} act=${said.review} onOpen=${setOpened} />
    <${Waiting} title=${said.to_publish} answer=${approved} fault=${other} act=${words.page.open} onOpen=${setOpened} />
    ${opened && html`<${Version} id=${opened.id} number=${opened.version} onClose=${close} />`}
  `;
}

function Waiting({ title, answer, fault, act, onOpen }) {
  const rows = answer?.articles ?? [];
  return html`
    <${Panel} title=${title} count=${rows.length}>
      ${rows.length > 0 && html`<${Table} label=${title} heads=${said.waiting_heads}>
        ${rows.map((row) => html`<tr key=${row.id}>
          <td><code>${row.id}</code></td>
          <td class="wraps"><strong>${row.title}</strong>${row.note && html`<p class="quiet">${row.note}</p>`}</td>
          <td>${author(row, answer.people)}</td>
          <td>${clock(row.written_at)}</td>
          <td class="acts"><button type="button" class="second small" onClick=${() => onOpen(row)}>${act}</button></td>
        </tr>`)}
      <//>`}
      ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? said.nothing_waits : words.page.loading} />`}
    <//>
  `;
}
