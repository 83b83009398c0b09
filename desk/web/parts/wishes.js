/** What investors wish about their own data: taking it down, and the list of what has to be answered by when. */

import { post } from "../api.js";
import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { query, useAnswer } from "./answering.js";
import { Check } from "./checks.js";
import { Dialog, Form } from "./dialog.js";
import { Area, Choice, Field } from "./field.js";
import { Nothing, Panel, Table } from "./page.js";
import { useSaving } from "./saving.js";
import { Wish } from "./wish.js";

const said = words.wishes;
const KINDS = ["copy", "correct", "delete"];

export function Wishes() {
  const [closed, showClosed] = useState(false);
  const [answer, again, fault] = useAnswer(`/wishes${query({ open: !closed })}`);
  const [dialog, setDialog] = useState(null);
  const close = () => {
    setDialog(null);
    again();
  };
  const rows = answer?.wishes ?? [];
  const tools = html`<${Check} label=${said.closed} on=${closed} onValue=${showClosed} />
    <button type="button" class="main" onClick=${() => setDialog("take")}>${said.take}</button>`;
  return html`
    <${Panel} title=${said.title} count=${rows.length} tools=${tools}>
      ${rows.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
        ${rows.map((wish) => html`<${Row} key=${wish.id} wish=${wish} onOpen=${() => setDialog(wish)} />`)}
      <//>`}
      ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
    <//>
    ${dialog === "take" && html`<${Take} onClose=${close} />`}
    ${dialog?.id && html`<${Wish} key=${dialog.id} id=${dialog.id} onClose=${close} />`}
  `;
}

function Row({ wish, onOpen }) {
  const { id, kind, conversation, text, due_at: due, overdue, outcome, taken_by: by } = wish;
  return html`
    <tr>
      <td class="number">${id}</td>
      <td><strong>${said.kind[kind]}</strong></td>
      <td><button type="button" class="link" onClick=${() => go("transcripts", conversation)}>${fill(words.work.number, { n: conversation })}</button></td>
      <td class="long">${text}</td>
      <td>${outcome ? html`<span class="chip">${said.outcome[outcome]}</span>` : html`<span class=${`chip ${overdue ? "bad" : "warn"}`}>${fill(overdue ? said.overdue : words.customer.due, { at: clock(due) })}</span>`}</td>
      <td>${figures.agent(by)}</td>
      <td class="acts"><button type="button" class="second small" onClick=${onOpen}>${outcome ? words.page.open : said.attend}</button></td>
    </tr>
  `;
}

function Take({ onClose }) {
  const [conversation, setConversation] = useState("");
  const [kind, setKind] = useState("copy");
  const [text, setText] = useState("");
  const { run, busy, fault, at } = useSaving(async () => {
    await post("/wishes", { conversation: Number(conversation), kind, text: text.trim() });
    tell(said.taken);
    onClose();
  });
  return html`
    <${Dialog} title=${said.take} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.take} disabled=${busy || !conversation || !text.trim()}>
        <${Field} label=${words.live.number} inputmode="numeric" maxlength="12" value=${conversation}
          onValue=${(value) => setConversation(value.replace(/\D/g, ""))} fault=${at("conversation")} autofocus />
        <${Choice} label=${said.kind_label} value=${kind} onValue=${setKind} options=${KINDS.map((each) => [each, said.kind[each]])} />
        <${Area} label=${said.text} hint=${said.text_hint} value=${text} onValue=${setText} fault=${at("text")} maxlength="2000" />
        <p class="quiet">${said.told}</p>
      <//>
    <//>
  `;
}
