/** 审计: what was done at the desk, by whom, to what; whether the log is whole, and its end to note down. */

import { attempt, get } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { query } from "../parts/answering.js";
import { AuditRow } from "../parts/audit_row.js";
import { Choice, Field } from "../parts/field.js";
import { Nothing, Page, Panel, Table } from "../parts/page.js";
import { words } from "../words.js";

const said = words.audit;

export function Audit() {
  const [sought, setSought] = useState({ actor: "", act: "", subject: "" });
  const [known, setKnown] = useState(null);
  const search = async (before) => {
    const asked = before ? known.asked : sought;
    const answer = await attempt(() => get(`/audit${query({ ...asked, before })}`));
    if (answer) setKnown({ ...answer, asked, rows: before ? [...known.rows, ...answer.rows] : answer.rows, more: answer.rows.length > 0 });
  };
  useEffect(() => void search(), []);
  const rows = known?.rows ?? [];
  return html`
    <${Page} title=${words.view.audit} tools=${known && html`<${Whole} known=${known} />`}>
      <${Fields} sought=${sought} onSought=${setSought} onSearch=${() => search()} />
      <${Panel} title=${said.title} count=${rows.length}>
        ${rows.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
          ${rows.map((row) => html`<${AuditRow} key=${row.id} row=${row} />`)}
        <//>`}
        ${!rows.length && html`<${Nothing} text=${known ? said.none : words.page.loading} />`}
        ${known?.more && rows.at(-1)?.id > 1 && html`<button type="button" class="second more"
          onClick=${() => search(rows.at(-1).id)}>${words.page.more}</button>`}
      <//>
    <//>
  `;
}

/** Whether every row is what it was, and how far the log reaches: noted elsewhere, it shows a cut-off end. */
function Whole({ known: { intact, head } }) {
  return html`
    <div class="whole push">
      <span class=${`chip ${intact ? "good" : "bad"}`} role="status">${intact ? said.intact : said.broken}</span>
      <span class="quiet" title=${said.head_hint}>${said.head} <code>${head}</code></span>
    </div>
  `;
}

function Fields({ sought, onSought, onSearch }) {
  const field = (key) => ({ label: said[key], value: sought[key], onValue: (value) => onSought({ ...sought, [key]: value.trim() }) });
  return html`
    <form class="filters" role="search" onSubmit=${(event) => (event.preventDefault(), onSearch())}>
      <${Field} ...${field("actor")} placeholder=${words.sign_in.name} maxlength="64" autocapitalize="none" />
      <${Choice} ...${field("act")} options=${[["", words.records.any], ...Object.entries(words.done)]} />
      <${Field} ...${field("subject")} placeholder=${said.subject_hint} maxlength="100" autocapitalize="none" />
      <button class="main">${words.records.search_button}</button>
    </form>
  `;
}
