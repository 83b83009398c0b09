/** A row of the audit log: when, who, what, to what, and its details as they were kept. */

import * as figures from "../figures.js";
import { html } from "../markup.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { fill, name, words } from "../words.js";

export function AuditRow({ row }) {
  const details = Object.entries(row.detail ?? {});
  return html`
    <tr>
      <td class="number">${row.id}</td>
      <td class="number">${row.at.slice(0, 19).replace("T", " ")}</td>
      <td>${figures.agent(row.actor)}</td>
      <td><strong>${name("done", row.act)}</strong></td>
      <td><${Subject} subject=${row.subject} /></td>
      <td class="long">${details.map(([key, value]) => html`<span key=${key} class="detail"><span class="quiet">${name("detail", key)}</span> ${plain(key, value)}</span>`)}</td>
    </tr>
  `;
}

function Subject({ subject }) {
  const [kind, id] = subject.split(/:(.*)/s);
  if (kind === "conversation" && may("read")) {
    return html`<button type="button" class="link" onClick=${() => go("transcripts", Number(id))}>${fill(words.work.number, { n: id })}</button>`;
  }
  if (kind === "conversation") return fill(words.work.number, { n: id });
  return `${name("subject", kind)} ${id ?? ""}`;
}

/** A detail in words where there are some for its code. */
function plain(key, value) {
  if (value === true || value === false) return value ? words.behind.yes : words.behind.no;
  if (Array.isArray(value)) return value.map((each) => plain(key, each)).join("、");
  if (typeof value !== "string") return JSON.stringify(value);
  if (key === "fields") return name("agents", value);
  return name({ state: "presence", licences: "licence" }[key] ?? key, value);
}
