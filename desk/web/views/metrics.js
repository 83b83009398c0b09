/** 指标: how service went in a period, against the targets, with the conversations behind each figure. */

import { today } from "../clock.js";
import { html, useState } from "../markup.js";
import { query, useAnswer } from "../parts/answering.js";
import { Behind } from "../parts/behind.js";
import { Comparison } from "../parts/comparison.js";
import { Nothing, Page } from "../parts/page.js";
import { Period } from "../parts/period.js";
import { Tiles } from "../parts/tiles.js";
import { words } from "../words.js";

const said = words.measure;

export function Metrics() {
  const [period, setPeriod] = useState({ from: today(), to: today() });
  const [by, setBy] = useState("");
  const [shown, show] = useState(null);
  const [answer, , fault] = useAnswer(`/metrics${query({ ...period, by })}`);
  return html`
    <${Page} title=${words.view.metrics} tools=${html`<${Period} period=${period} onPeriod=${setPeriod} />`}>
      ${fault && html`<${Nothing} fault=${fault} />`}
      ${!answer && !fault && html`<${Nothing} text=${words.page.loading} />`}
      ${answer?.groups.map((group) => html`<${Tiles} key=${group.name} group=${group} onShow=${show} />`)}
      ${answer && html`<${Comparison} groups=${answer.groups} rows=${answer.by} by=${by} onBy=${setBy} />`}
      <p class="quiet footnote">${said.own}</p>
    <//>
    ${shown && html`<${Behind} key=${shown.name} figure=${shown} period=${period} onClose=${() => show(null)} />`}
  `;
}
