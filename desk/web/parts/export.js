/** Taking a conversation out of the house as a file: in which form, masked or not, and what for. */

import { download } from "../api.js";
import { html, useState } from "../markup.js";
import { may } from "../session.js";
import { tell } from "../store.js";
import { words } from "../words.js";
import { Check, Radios } from "./checks.js";
import { Dialog, Form } from "./dialog.js";
import { Area } from "./field.js";
import { useSaving } from "./saving.js";

const said = words.export;
const FORMATS = [["pdf", said.pdf], ["html", said.html], ["json", said.json]];

/** `choices`: whether masking and notes may be chosen; where they are not, it is settled what the file holds. */
export function Export({ path, choices, onClose }) {
  const [format, setFormat] = useState("pdf");
  const [reason, setReason] = useState("");
  const [unmask, setUnmask] = useState(false);
  const [copy, setCopy] = useState(false);
  const { run, busy, fault, at } = useSaving(async () => {
    await download(path, { format, reason: reason.trim(), ...(choices ? { unmask, copy } : {}) });
    tell(said.done);
    onClose();
  });
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${busy ? said.making : said.submit} disabled=${busy || !reason.trim()}>
        <${Radios} label=${said.format} options=${FORMATS} value=${format} onValue=${setFormat} />
        <${Area} label=${words.page.reason} hint=${words.page.reason_hint} value=${reason} onValue=${setReason}
          fault=${at("reason")} maxlength="200" autofocus />
        ${choices && html`
          <${Check} label=${said.copy} on=${copy} onValue=${setCopy} />
          ${may("unmask") && html`<${Check} label=${said.unmask} on=${unmask} onValue=${setUnmask} />`}`}
        <p class="quiet">${said.logged}</p>
      <//>
    <//>
  `;
}
