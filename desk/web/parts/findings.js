/** What the rules have against a text: a warning may be sent all the same, what is forbidden may not. */

import { html } from "../markup.js";
import { words } from "../words.js";

const said = words.findings;

export function Findings({ findings, onConfirm, onChange }) {
  if (!findings.length) return null;
  const forbidden = findings.some(({ level }) => level === "block");
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return html`
    <div class=${`findings ${forbidden ? "bad" : "warn"}`} role="alert">
      <strong>${forbidden ? said.blocked : said.warned}</strong>
      <ul>
        ${findings.map((finding) => html`<li key=${`${finding.rule} ${finding.found}`}>
          ${finding.found && html`<mark>${finding.found}</mark>`} ${finding.reason}</li>`)}
      </ul>
      <p>
        <button type="button" class="second small" onClick=${onChange}>${said.change}</button>
        ${!forbidden && html`<button type="button" class="danger small" onClick=${() => onConfirm(rules)}>${said.send}</button>`}
      </p>
    </div>
  `;
}
