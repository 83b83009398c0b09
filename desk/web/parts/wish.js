/** One wish about personal data: what would happen, the copy for the investor, and the answer. */

import { post } from "../api.js";
import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Radios } from "./checks.js";
import { Dialog, Form } from "./dialog.js";
import { Export } from "./export.js";
import { Area } from "./field.js";
import { Nothing } from "./page.js";
import { useSaving } from "./saving.js";

const said = words.wishes;
const ANSWERS = [["yes", said.grant], ["no", said.refuse]];

export function Wish({ id, onClose }) {
  const [wish, , fault] = useAnswer(`/wishes/${id}`);
  const [copying, setCopying] = useState(false);
  const title = wish ? `${said.kind[wish.kind]} · ${id}` : said.title;
  return html`
    <${Dialog} title=${title} onClose=${onClose} wide>
      ${!wish && html`<${Nothing} fault=${fault} text=${words.page.loading} />`}
      ${wish && html`
        <p class="text quoted">${wish.text}</p>
        <p class="quiet">${fill(said.made, { at: clock(wish.made_at), due: clock(wish.due_at), agent: figures.agent(wish.taken_by) })}</p>
        ${wish.outlook && html`<${Outlook} outlook=${wish.outlook} />`}
        ${wish.kind === "copy" && html`<p><button type="button" class="second" onClick=${() => setCopying(true)}>${said.make_copy}</button></p>`}
        ${wish.outcome
          ? html`<p><span class="chip">${said.outcome[wish.outcome]}</span> ${wish.answer}
              <span class="quiet">${figures.agent(wish.answered_by)} ${clock(wish.answered_at)}</span></p>`
          : html`<${Answer} id=${id} onClose=${onClose} />`}`}
    <//>
    ${copying && html`<${Export} path=${`/wishes/${id}/copy`} onClose=${() => setCopying(false)} />`}
  `;
}

/** What a deletion would take away, and what the law keeps. */
function Outlook({ outlook }) {
  return html`<p>${fill(said.outlook, { free: outlook.free, kept: outlook.kept })}
    ${outlook.duties.map((duty) => html` <span key=${duty} class="chip brand">${said.duty[duty]}</span>`)}</p>`;
}

function Answer({ id, onClose }) {
  const [granted, setGranted] = useState("yes");
  const [reason, setReason] = useState("");
  const refuses = granted === "no";
  const { run, busy, fault, at } = useSaving(async () => {
    await post(`/wishes/${id}/answer`, { granted: !refuses, reason: refuses ? reason.trim() : "" });
    tell(said.answered);
    onClose();
  });
  return html`
    <${Form} act=${run} fault=${fault} submit=${said.answer} danger=${refuses} disabled=${busy || (refuses && !reason.trim())}>
      <${Radios} label=${said.answer} options=${ANSWERS} value=${granted} onValue=${setGranted} />
      ${refuses && html`<${Area} label=${words.page.reason} hint=${said.reason_hint} value=${reason} onValue=${setReason}
        fault=${at("reason")} maxlength="200" />`}
      <p class="quiet">${said.told}</p>
    <//>
  `;
}
