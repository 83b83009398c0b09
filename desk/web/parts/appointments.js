/** What was agreed with investors for later: when, with whom, and changing or giving it up. */

import { post } from "../api.js";
import { clock, dayName } from "../clock.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { tell } from "../store.js";
import { fill, name, words } from "../words.js";
import { useActing } from "./acting.js";
import { useAnswer } from "./answering.js";
import { Dialog, Form } from "./dialog.js";
import { Choice } from "./field.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.meetings;

export function Appointments() {
  const [answer, again, fault] = useAnswer("/appointments");
  const [doing, setDoing] = useState(null);
  const rows = answer?.appointments ?? [];
  const done = (text) => {
    setDoing(null);
    tell(text);
    again();
  };
  return html`
    <${Panel} title=${said.title} count=${rows.length}>
      ${rows.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
        ${rows.map((row) => html`<${Row} key=${row.id} row=${row} onDo=${(what) => setDoing({ row, what })} />`)}
      <//>`}
      ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
    <//>
    ${doing?.what === "change" && html`<${Change} row=${doing.row} onDone=${done} onClose=${() => setDoing(null)} />`}
    ${doing?.what === "cancel" && html`<${Cancel} row=${doing.row} onDone=${done} onClose=${() => setDoing(null)} />`}
  `;
}

function Row({ row, onDo }) {
  const booked = row.state === "booked";
  return html`
    <tr>
      <td><strong>${when(row)}</strong></td>
      <td>${figures.agent(row.agent)}</td>
      <td>${figures.skill(row.skill)}<p class="quiet">${figures.topic(row.topic)}</p></td>
      <td><button type="button" class="link" onClick=${() => go("work", row.conversation_id)}>
        ${fill(words.work.number, { n: row.conversation_id })}</button></td>
      <td><span class=${`chip ${{ booked: "brand", kept: "good", missed: "bad" }[row.state] ?? ""}`}>${name("appointment", row.state)}</span></td>
      <td class="acts">
        <button type="button" class="second small" disabled=${!booked} onClick=${() => onDo("change")}>${said.change}</button>
        <button type="button" class="second small" disabled=${!booked} onClick=${() => onDo("cancel")}>${said.cancel}</button>
      </td>
    </tr>
  `;
}

function when({ starts_at: begins, ends_at: ends }) {
  return `${dayName(begins)} ${begins.slice(11, 16)}–${ends.slice(11, 16)}`;
}

/** Only times at which somebody fit for it is free are offered. */
function Change({ row, onDone, onClose }) {
  const [answer, , fault] = useAnswer(`/appointments/slots?conversation=${row.conversation_id}`);
  const [at, setAt] = useState("");
  const [run, busy, refused] = useActing(async () => {
    await post(`/appointments/${row.id}/change`, { starts_at: at });
    onDone(said.changed);
  });
  const slots = (answer?.slots ?? []).map((slot) => [slot.starts_at, `${clock(slot.starts_at)} · ${slot.agents.map(figures.agent).join("、")}`]);
  return html`
    <${Dialog} title=${said.change_title} onClose=${onClose}>
      <${Form} act=${run} fault=${refused || fault} submit=${said.change} disabled=${busy || !at}>
        <p class="quiet">${fill(said.now, { at: when(row), agent: figures.agent(row.agent) })}</p>
        <${Choice} label=${said.to} value=${at} onValue=${setAt} options=${[["", answer && !slots.length ? said.no_slots : said.choose], ...slots]} autofocus />
        <p class="quiet">${said.told}</p>
      <//>
    <//>
  `;
}

function Cancel({ row, onDone, onClose }) {
  const [run, busy, fault] = useActing(async () => {
    await post(`/appointments/${row.id}/cancel`);
    onDone(said.cancelled);
  });
  return html`
    <${Dialog} title=${said.cancel_title} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.cancel_title} disabled=${busy} danger>
        <p>${fill(said.now, { at: when(row), agent: figures.agent(row.agent) })}</p>
        <p class="quiet">${said.told}</p>
      <//>
    <//>
  `;
}
