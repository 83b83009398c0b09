/** Who works at the desk: made, changed, let go, given a new password, signed out everywhere. */

import { post } from "../api.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { tell } from "../store.js";
import { fill, name as called, words } from "../words.js";
import { AgentForm } from "./agent_form.js";
import { useAnswer } from "./answering.js";
import { Check } from "./checks.js";
import { Dialog, Form } from "./dialog.js";
import { Given } from "./given.js";
import { Menu } from "./menu.js";
import { Nothing, Panel, Table } from "./page.js";
import { useSaving } from "./saving.js";

const said = words.agents;

export function Agents() {
  const [answer, again, fault] = useAnswer("/agents");
  const [dialog, setDialog] = useState(null); // {what, agent} or {what: "given", agent, password}
  const agents = answer?.agents ?? [];
  const close = () => {
    setDialog(null);
    again();
  };
  const given = (agent, password) => {
    again();
    setDialog({ what: "given", agent, password });
  };
  const { what, agent } = dialog ?? {};
  const tools = html`<button type="button" class="main" onClick=${() => setDialog({ what: "create" })}>${said.create}</button>`;
  return html`
    <${Panel} title=${said.title} count=${agents.filter(({ active }) => active).length} tools=${tools}>
      ${agents.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
        ${agents.map((each) => html`<${Row} key=${each.id} agent=${each} onDo=${(name) => setDialog({ what: name, agent: each })} />`)}
      <//>`}
      ${!agents.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
    <//>
    ${what === "create" && html`<${AgentForm} onClose=${close} onGiven=${given} />`}
    ${what === "change" && html`<${AgentForm} agent=${agent} onClose=${close} />`}
    ${what === "reset" && html`<${Reset} agent=${agent} onClose=${close} onGiven=${given} />`}
    ${what === "end" && html`<${End} agent=${agent} onClose=${close} />`}
    ${what === "given" && html`<${Given} agent=${agent} password=${dialog.password} onClose=${close} />`}
  `;
}

function Row({ agent, onDo }) {
  const { id, name, number, role, skills, licences, languages, capacity, active, must_change, second_factor } = agent;
  return html`
    <tr class=${active ? "" : "gone"}>
      <td><strong>${name}</strong><p class="quiet">${id} · ${number}</p></td>
      <td>${words.role[role]}</td>
      <td class="wraps">${skills.map((skill) => html`<span key=${skill} class="chip">${figures.skill(skill)}</span>`)}</td>
      <td>${licences.map((licence) => called("licence", licence)).join("、")}</td>
      <td>${languages.map((language) => called("language", language)).join("、")}</td>
      <td class="number">${capacity}</td>
      <td class="wraps">
        ${!active && html`<span class="chip">${said.inactive}</span>`}
        ${must_change && html`<span class="chip warn">${said.must_change}</span>`}
        ${second_factor && html`<span class="chip good">${said.second_factor}</span>`}
      </td>
      <td class="acts">
        <button type="button" class="second small" onClick=${() => onDo("change")}>${said.change}</button>
        <${Menu} label=${words.act.more}>
          <button type="button" onClick=${() => onDo("reset")}>${said.reset}</button>
          <button type="button" onClick=${() => onDo("end")}>${said.end}</button>
        <//>
      </td>
    </tr>
  `;
}

function Reset({ agent, onClose, onGiven }) {
  const [second, setSecond] = useState(false);
  const { run, busy, fault } = useSaving(async () => {
    const { password } = await post(`/agents/${encodeURIComponent(agent.id)}/reset`, { second });
    onGiven(agent, password);
  });
  return html`
    <${Dialog} title=${said.reset} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.reset} disabled=${busy} danger>
        <p>${fill(said.reset_text, { name: agent.name })}</p>
        <${Check} label=${said.reset_second} on=${second} onValue=${setSecond} />
      <//>
    <//>
  `;
}

function End({ agent, onClose }) {
  const { run, busy, fault } = useSaving(async () => {
    const { ended } = await post(`/agents/${encodeURIComponent(agent.id)}/end-sessions`);
    tell(fill(said.ended, { n: ended }));
    onClose();
  });
  return html`
    <${Dialog} title=${said.end} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.end} disabled=${busy} danger>
        <p>${fill(said.end_text, { name: agent.name })}</p>
      <//>
    <//>
  `;
}
