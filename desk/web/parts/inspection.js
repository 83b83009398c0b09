/** What the rules find in each stretch with people of a conversation, for who watches over quality. */

import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Dialog } from "./dialog.js";
import { Nothing } from "./page.js";

const said = words.inspection;

export function Inspection({ id, onClose }) {
  const [answer, , fault] = useAnswer(`/transcripts/${id}/inspection`);
  const segments = answer?.segments ?? [];
  return html`
    <${Dialog} title=${said.title} onClose=${onClose} wide>
      <p class="quiet">${said.text}</p>
      ${segments.map((segment) => html`<${Segment} key=${segment.segment} segment=${segment} />`)}
      ${!segments.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
    <//>
  `;
}

function Segment({ segment: { agent, began, ended, findings } }) {
  return html`
    <section class="inspected">
      <h3>${agent ? figures.agent(agent) : said.nobody} <span class="quiet">${clock(began)} – ${ended ? clock(ended) : said.running}</span>
        ${ended && !findings.length && html` <span class="chip good">${said.nothing}</span>`}</h3>
      <ul>${findings.map((finding, place) => html`
        <li key=${place}><span class=${`chip ${finding.level === "block" ? "bad" : "warn"}`}>${said.level[finding.level]}</span>
          ${finding.found && html` <mark>${finding.found}</mark>`} ${finding.reason}</li>`)}</ul>
    </section>
  `;
}
