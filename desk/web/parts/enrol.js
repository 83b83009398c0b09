/** A second factor for the first time: the picture for the telephone, a code, and codes for a lost telephone. */

import { get, post } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { enter } from "../session.js";
import { words } from "../words.js";
import { useActing } from "./acting.js";
import { Form } from "./dialog.js";
import { Field } from "./field.js";
import { Gate } from "./gate.js";

const said = words.second;

export function Enrol() {
  const onDone = async () => enter((await get("/me")).me);
  return html`<${Gate} title=${said.title} text=${said.required}><${SecondFactor} onDone=${onDone} /><//>`;
}

export function SecondFactor({ onDone }) {
  const [begun, setBegun] = useState(null);
  const [recovery, setRecovery] = useState(null);
  const [code, setCode] = useState("");
  const [start, , unready] = useActing(async () => setBegun(await post("/me/second/begin")));
  const [run, busy, fault] = useActing(async () => {
    setRecovery((await post("/me/second/enable", { code: code.trim() })).recovery);
  });
  useEffect(() => void start(), []);
  if (recovery) return html`<${Recovery} codes=${recovery} onDone=${onDone} />`;
  return html`
    <${Form} act=${run} fault=${fault || unready} submit=${said.submit} disabled=${busy || code.trim().length !== 6}>
      <p class="quiet">${said.scan}</p>
      ${begun && html`
        <img class="scan" alt=${said.picture} width="180" height="180" src=${pictureOf(begun.svg)} />
        <p class="quiet">${said.by_hand} <code class="secret">${begun.secret}</code></p>`}
      <${Field} label=${said.code} value=${code} onValue=${setCode} class="code" inputmode="numeric"
        autocomplete="one-time-code" maxlength="6" autofocus />
    <//>
  `;
}

function Recovery({ codes, onDone }) {
  return html`
    <${Form} act=${onDone} submit=${said.kept}>
      <p class="quiet">${said.recovery}</p>
      <ul class="codes">${codes.map((code) => html`<li key=${code}><code>${code}</code></li>`)}</ul>
    <//>
  `;
}

/** As a picture it can do nothing, whatever stands in it. */
function pictureOf(svg) {
  return svg.startsWith("data:") ? svg : `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
