/** Why personal data has to be seen as it was written; the reason is kept in the audit log. */

import { html, useState } from "../markup.js";
import { words } from "../words.js";
import { Dialog, Form } from "./dialog.js";
import { Area } from "./field.js";
import { useSaving } from "./saving.js";

const said = words.unmask;

export function Unmask({ onReason, onClose }) {
  const [reason, setReason] = useState("");
  const { run, busy, fault, at } = useSaving(() => onReason(reason.trim()));
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy || !reason.trim()}>
        <${Area} label=${words.page.reason} hint=${words.page.reason_hint} value=${reason} onValue=${setReason}
          fault=${at("reason")} maxlength="200" autofocus />
        <p class="quiet">${said.logged}</p>
      <//>
    <//>
  `;
}
