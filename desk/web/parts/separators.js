/** What stands between the lines: changes of owner, and what colleagues wrote to each other. */

import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { useStore } from "../store.js";
import { fill, name, words } from "../words.js";

const said = words.step;

export function Step({ step }) {
  const { outcome, summary, told, note } = step.detail ?? {};
  const text = fill(said[step.owner], { agent: figures.agent(step.agent) });
  return html`
    <div class="step">
      <p><time>${clock(step.at)}</time> ${text} <span class="quiet">${figures.reason(step.reason)}</span></p>
      ${outcome && html`<p class="quiet">${words.outcome.label}：${name("outcome", outcome)}${summary && ` · ${summary}`}</p>`}
      ${told && html`<p class="quiet">${words.wrap_up.told}：${told}</p>`}
      ${note && html`<p class="quiet">${words.note.note}：${note}</p>`}
    </div>
  `;
}

/** A note of a colleague, or a supervisor's whisper; `agent` is who wrote it. */
export function Note({ note }) {
  const me = useStore((state) => state.me?.agent);
  return html`
    <div class=${`note ${note.kind}`}>
      <p class="who"><strong>${words.note[note.kind]}</strong> ${note.agent === me ? words.mine.me : figures.agent(note.agent)} <time>${clock(note.at)}</time></p>
      <p class="text">${note.text}</p>
    </div>
  `;
}
