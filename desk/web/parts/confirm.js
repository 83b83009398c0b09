/** The password once more, before something that asks for it. */

import { post } from "../api.js";
import { html, useState } from "../markup.js";
import { change, state, useStore } from "../store.js";
import { words } from "../words.js";
import { useActing } from "./acting.js";
import { Dialog, Form } from "./dialog.js";
import { Field } from "./field.js";

const said = words.confirm;

export function Confirm() {
  const waiting = useStore((known) => known.confirm);
  return waiting && html`<${Asking} waiting=${waiting} />`;
}

function Asking({ waiting }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [run, busy, fault] = useActing(async () => {
    const { me } = await post("/me/confirm", { password, ...(code.trim() ? { code: code.trim() } : {}) });
    change({ me, confirm: null });
    waiting.done();
  });
  const close = () => {
    change({ confirm: null });
    waiting.cancel();
  };
  return html`
    <${Dialog} title=${said.title} onClose=${close}>
      <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy || !password}>
        <p class="quiet">${said.text}</p>
        <${Field} label=${words.sign_in.password} type="password" value=${password} onValue=${setPassword}
          autocomplete="current-password" autofocus />
        ${state.me?.second_factor && html`<${Field} label=${words.sign_in.code} value=${code} onValue=${setCode}
          class="code" autocomplete="one-time-code" maxlength="20" />`}
      <//>
    <//>
  `;
}
