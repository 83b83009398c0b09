/** A new password for who still has the one that they were given, and for who wants another. */

import { post } from "../api.js";
import { html, useState } from "../markup.js";
import { enter } from "../session.js";
import { words } from "../words.js";
import { useActing } from "./acting.js";
import { Form } from "./dialog.js";
import { Field } from "./field.js";
import { Gate } from "./gate.js";

const said = words.password;

export function NewPassword() {
  return html`<${Gate} title=${said.title} text=${said.must_change}><${PasswordForm} onDone=${enter} /><//>`;
}

export function PasswordForm({ onDone }) {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [run, busy, fault] = useActing(async () => {
    onDone((await post("/me/password", { old, new: next })).me);
  });
  const differs = again && again !== next ? said.differs : "";
  return html`
    <${Form} act=${run} fault=${differs || fault} submit=${said.submit} disabled=${busy || !old || !next || again !== next}>
      <${Field} label=${said.old} type="password" value=${old} onValue=${setOld} autocomplete="current-password" />
      <${Field} label=${said.new} hint=${said.hint} type="password" value=${next} onValue=${setNext}
        autocomplete="new-password" />
      <${Field} label=${said.again} type="password" value=${again} onValue=${setAgain} autocomplete="new-password" />
    <//>
  `;
}
