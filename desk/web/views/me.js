/** 我: the password, the second factor, where else I am signed in, and the keys. */

import { get, post } from "../api.js";
import { html, useState } from "../markup.js";
import { Dialog, Form } from "../parts/dialog.js";
import { SecondFactor } from "../parts/enrol.js";
import { KeyList } from "../parts/keys.js";
import { Page, Panel } from "../parts/page.js";
import { PasswordForm } from "../parts/password.js";
import { useSaving } from "../parts/saving.js";
import { OwnSessions } from "../parts/own_sessions.js";
import { change, tell, useStore } from "../store.js";
import { name, words } from "../words.js";

const said = words.account;

export function Me() {
  const me = useStore((state) => state.me);
  const kept = (now) => {
    change({ me: now });
    tell(said.password_kept);
  };
  return html`
    <${Page} title=${words.view.me}>
      <div class="account">
        <div>
          <${Panel} title=${said.who}>
            <dl class="facts">
              <div><dt>${words.agents.name}</dt><dd>${me.name}</dd></div>
              <div><dt>${words.agents.id}</dt><dd>${me.agent}</dd></div>
              <div><dt>${words.agents.number}</dt><dd>${me.number}</dd></div>
              <div><dt>${words.agents.role}</dt><dd>${words.role[me.role]}</dd></div>
              <div><dt>${words.agents.skills}</dt><dd>${me.skills.map((skill) => name("skill", skill)).join("、") || words.page.none}</dd></div>
              <div><dt>${words.agents.licences}</dt><dd>${me.licences.map((licence) => name("licence", licence)).join("、") || words.page.none}</dd></div>
            </dl>
          <//>
          <${Panel} title=${words.password.title}><${PasswordForm} key=${me.fresh_until} onDone=${kept} /><//>
        </div>
        <div>
          <${Second} me=${me} />
          <${OwnSessions} />
          <${Panel} title=${words.keys.title}><${KeyList} /><//>
        </div>
      </div>
    <//>
  `;
}

function Second({ me }) {
  const [dialog, setDialog] = useState("");
  const done = async () => {
    setDialog("");
    change({ me: (await get("/me")).me });
  };
  return html`
    <${Panel} title=${said.second}>
      <p class="inline"><span class=${`chip ${me.second_factor ? "good" : ""}`}>${me.second_factor ? said.second_on : said.second_off}</span>
        ${me.second_factor
          ? html`<button type="button" class="second small" onClick=${() => setDialog("disable")}>${said.disable}</button>`
          : html`<button type="button" class="second small" onClick=${() => setDialog("enrol")}>${said.enrol}</button>`}</p>
    <//>
    ${dialog === "enrol" && html`<${Dialog} title=${words.second.title} onClose=${done}><${SecondFactor} onDone=${done} /><//>`}
    ${dialog === "disable" && html`<${Disable} onDone=${done} onClose=${() => setDialog("")} />`}
  `;
}

function Disable({ onDone, onClose }) {
  const { run, busy, fault } = useSaving(async () => {
    await post("/me/second/disable");
    await onDone();
  });
  return html`
    <${Dialog} title=${said.disable} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.disable} disabled=${busy} danger><p>${said.disable_text}</p><//>
    <//>
  `;
}
