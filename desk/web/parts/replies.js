/** Canned replies: found, written, changed, removed; what a rule forbids is not kept. */

import { post, put, remove } from "../api.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { query, useAnswer } from "./answering.js";
import { Dialog, Form } from "./dialog.js";
import { Area, Choice, Field } from "./field.js";
import { Findings } from "./findings.js";
import { Nothing, Panel, Table } from "./page.js";
import { useSaving } from "./saving.js";

const said = words.replies;

export function Replies() {
  const [asked, setAsked] = useState("");
  const [answer, again, fault] = useAnswer(`/canned${query({ q: asked.trim() })}`);
  const [dialog, setDialog] = useState(null); // {what, reply}
  const close = () => {
    setDialog(null);
    again();
  };
  const rows = answer?.canned ?? [];
  const tools = html`
    <input class="search short" type="search" value=${asked} placeholder=${said.search} aria-label=${said.search}
      onInput=${(event) => setAsked(event.target.value)} />
    <button type="button" class="main" onClick=${() => setDialog({ what: "write" })}>${said.add}</button>
  `;
  return html`
    <${Panel} title=${said.title} count=${rows.length} tools=${tools}>
      ${rows.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
        ${rows.map((reply) => html`<${Row} key=${reply.id} reply=${reply} onDo=${(what) => setDialog({ what, reply })} />`)}
      <//>`}
      ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? words.canned.none : words.page.loading} />`}
    <//>
    ${dialog?.what === "write" && html`<${ReplyForm} reply=${dialog.reply} onClose=${close} />`}
    ${dialog?.what === "remove" && html`<${Remove} reply=${dialog.reply} onClose=${close} />`}
  `;
}

function Row({ reply, onDo }) {
  return html`
    <tr>
      <td><code>/${reply.shortcut}</code></td>
      <td><strong>${reply.title}</strong></td>
      <td class="long">${reply.template}</td>
      <td>${reply.skill ? figures.skill(reply.skill) : said.everybody}</td>
      <td class="acts">
        <button type="button" class="second small" onClick=${() => onDo("write")}>${said.change}</button>
        <button type="button" class="second small" onClick=${() => onDo("remove")}>${said.remove}</button>
      </td>
    </tr>
  `;
}

function ReplyForm({ reply, onClose }) {
  const [fields, setFields] = useState({ shortcut: reply?.shortcut ?? "", title: reply?.title ?? "", text: reply?.template ?? "", skill: reply?.skill ?? "" });
  const { run, busy, fault, findings, at } = useSaving(async () => {
    const body = { ...fields, skill: fields.skill || null };
    await (reply ? put(`/canned/${reply.id}`, body) : post("/canned", body));
    tell(words.page.saved);
    onClose();
  });
  const field = (key) => ({ label: said[key], value: fields[key], fault: at(key), onValue: (value) => setFields({ ...fields, [key]: value }) });
  return html`
    <${Dialog} title=${reply ? said.change_title : said.add} onClose=${onClose} wide>
      <${Form} act=${run} fault=${fault} submit=${words.page.save} disabled=${busy}>
        <div class="columns">
          <${Field} ...${field("shortcut")} hint=${said.shortcut_hint} maxlength="30" autocapitalize="none" required autofocus />
          <${Field} ...${field("title")} label=${said.called} maxlength="40" required />
          <${Choice} ...${field("skill")} options=${[["", said.everybody], ...Object.entries(words.skill)]} />
        </div>
        <${Area} ...${field("text")} name="text" hint=${said.text_hint} rows="6" maxlength="2000" required />
        <${Findings} findings=${findings.map((finding) => ({ ...finding, level: "block" }))} onChange=${({ target }) => target.form.elements.namedItem("text").focus()} />
      <//>
    <//>
  `;
}

function Remove({ reply, onClose }) {
  const { run, busy, fault } = useSaving(async () => {
    await remove(`/canned/${reply.id}`);
    tell(said.removed);
    onClose();
  });
  return html`
    <${Dialog} title=${said.remove} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.remove} disabled=${busy} danger>
        <p>${fill(said.remove_text, { title: reply.title })}</p>
      <//>
    <//>
  `;
}
