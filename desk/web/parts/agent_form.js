/** The details of somebody who works here, new or known. */

import { post, put } from "../api.js";
import { html, useState } from "../markup.js";
import { tell } from "../store.js";
import { words } from "../words.js";
import { Check, Checks } from "./checks.js";
import { Dialog, Form } from "./dialog.js";
import { Choice, Field } from "./field.js";
import { useSaving } from "./saving.js";

const said = words.agents;
const NEW = { id: "", name: "", number: "", role: "agent", skills: ["general"], licences: ["general"], languages: ["zh"], capacity: 3, active: true };
const LISTED = ["skills", "licences", "languages"];

export function AgentForm({ agent, onClose, onGiven }) {
  const [details, setDetails] = useState(pick(agent ?? NEW));
  const set = (key) => (value) => setDetails({ ...details, [key]: value });
  const { run, busy, fault, at } = useSaving(async () => {
    const fields = { ...details, name: details.name.trim(), capacity: Number(details.capacity) };
    if (!agent) {
      const answer = await post("/agents", fields);
      return onGiven(answer.agent, answer.password);
    }
    await put(`/agents/${encodeURIComponent(agent.id)}`, changed(fields, agent));
    tell(words.page.saved);
    return onClose();
  });
  const field = (key) => ({ label: said[key], value: details[key], onValue: set(key), fault: at(key) });
  return html`
    <${Dialog} title=${agent ? said.change_title : said.create} onClose=${onClose} wide>
      <${Form} act=${run} fault=${fault} submit=${agent ? words.page.save : said.create} disabled=${busy}>
        <div class="columns">
          <${Field} ...${field("id")} hint=${said.id_hint} disabled=${Boolean(agent)} autocomplete="off" autocapitalize="none"
            spellcheck=${false} maxlength="32" required autofocus=${!agent} />
          <${Field} ...${field("name")} maxlength="40" required autofocus=${Boolean(agent)} />
          <${Field} ...${field("number")} hint=${said.number_hint} maxlength="20" required />
          <${Choice} ...${field("role")} options=${Object.entries(words.role)} />
          <${Field} ...${field("capacity")} hint=${said.capacity_hint} type="number" min="0" max="50" required />
        </div>
        <${Lists} details=${details} set=${set} at=${at} />
        ${agent && html`<${Check} label=${said.active} on=${details.active} onValue=${set("active")} />`}
      <//>
    <//>
  `;
}

/** What they know; a word that this page does not have stays as it is. */
function Lists({ details, set, at }) {
  const options = (list, chosen) => {
    const others = chosen.filter((code) => !(code in words[list]));
    return [...Object.entries(words[list]), ...others.map((code) => [code, code])];
  };
  const all = { skills: "skill", licences: "licence", languages: "language" };
  return LISTED.map((key) => html`<${Checks} key=${key} label=${said[key]} options=${options(all[key], details[key])}
    chosen=${details[key]} onChosen=${set(key)} fault=${at(key)} />`);
}

function pick(agent) {
  return Object.fromEntries(Object.keys(NEW).map((key) => [key, LISTED.includes(key) ? [...agent[key]] : agent[key]]));
}

function changed(fields, agent) {
  const differs = ([key, value]) => JSON.stringify(value) !== JSON.stringify(agent[key]);
  return Object.fromEntries(Object.entries(fields).filter(differs));
}
