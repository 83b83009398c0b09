/** What investors asked in vain, in groups of one question each; an article can be begun from them. */

import { clock } from "../clock.js";
import { html } from "../markup.js";
import { go } from "../router.js";
import { words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.articles;

export function Gaps({ onCreate }) {
  const [answer, , fault] = useAnswer("/gaps");
  const groups = answer?.groups ?? [];
  return html`
    <${Panel} title=${said.gaps} count=${groups.length}>
      <p class="quiet">${said.gaps_text}</p>
      ${groups.length > 0 && html`<${Table} label=${said.gaps} heads=${said.gap_heads}>
        ${groups.map((group) => html`<${Row} key=${group.examples[0]} group=${group} onCreate=${onCreate} />`)}
      <//>`}
      ${!groups.length && html`<${Nothing} fault=${fault} text=${answer ? said.no_gaps : words.page.loading} />`}
    <//>
  `;
}

function Row({ group, onCreate }) {
  return html`
    <tr>
      <td class="number">${group.count}</td>
      <td class="long">${group.examples.join("\n")}</td>
      <td>${clock(group.last)}</td>
      <td class="wraps">${group.nearest.map(({ id, title }) => html`<p key=${id}>
        <button type="button" class="link" onClick=${() => go("knowledge", id)}>${id} ${title}</button></p>`)}</td>
      <td class="acts"><button type="button" class="second small"
        onClick=${() => onCreate({ questions: group.examples })}>${said.write}</button></td>
    </tr>
  `;
}
