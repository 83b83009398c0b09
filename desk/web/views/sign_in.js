/** Signing in: name and password, and the second factor of who has one. */

import { post } from "../api.js";
import { html, useState } from "../markup.js";
import { useActing } from "../parts/acting.js";
import { Form } from "../parts/dialog.js";
import { Field } from "../parts/field.js";
import { Gate } from "../parts/gate.js";
import { enter } from "../session.js";
import { words } from "../words.js";

const said = words.sign_in;

export function SignIn() {
  const [ticket, setTicket] = useState(null);
  return html`
    <${Gate} title=${words.title} text=${said.text}>
      ${ticket
        ? html`<${Second} ticket=${ticket} onBack=${() => setTicket(null)} />`
        : html`<${First} onSecond=${setTicket} />`}
    <//>
  `;
}

function First({ onSecond }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [run, busy, fault] = useActing(async () => {
    const answer = await post("/sign-in", { name: name.trim(), password });
    if (answer.second) onSecond(answer.second);
    else enter(answer.me);
  });
  return html`
    <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy || !name.trim() || !password}>
      <${Field} label=${said.name} value=${name} onValue=${setName} autocomplete="username" autofocus
        autocapitalize="none" spellcheck=${false} required />
      <${Field} label=${said.password} value=${password} onValue=${setPassword} type="password"
        autocomplete="current-password" required />
    <//>
  `;
}

function Second({ ticket, onBack }) {
  const [code, setCode] = useState("");
  const [run, busy, fault] = useActing(async () => {
    enter((await post("/sign-in/second", { ticket, code: code.trim() })).me);
  });
  return html`
    <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy || code.trim().length < 6}>
      <${Field} label=${said.code} hint=${said.code_hint} value=${code} onValue=${setCode} class="code"
        autocomplete="one-time-code" maxlength="20" autofocus />
    <//>
    <button type="button" class="link" onClick=${onBack}>${said.back}</button>
  `;
}
