/** Handing a conversation on: to a colleague, or to whoever has the skill. */

import { post } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { meet } from "../session.js";
import { state, useStore } from "../store.js";
import { fill, words } from "../words.js";
import { useActing } from "./acting.js";
import { Dialog, Form } from "./dialog.js";
import { Area, Choice } from "./field.js";

const said = words.transfer;
const SKILLS = Object.entries(words.skill);

export function Transfer({ head, onClose }) {
  const colleagues = useStore((known) => known.colleagues);
  const [agent, setAgent] = useState("");
  const [skill, setSkill] = useState("general");
  const [note, setNote] = useState("");
  useEffect(() => void meet(), []);
  const [run, busy, fault] = useActing(async () => {
    const to = agent ? { agent } : { skill };
    await post(`/conversations/${head.conversation_id}/transfer`, { epoch: head.epoch, ...to, note: note.trim() });
    onClose();
  });
  const others = colleagues.filter((colleague) => colleague.agent !== state.me.agent);
  const people = others.map((colleague) => [colleague.agent, describe(colleague)]);
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy}>
        <${Choice} label=${said.agent} value=${agent} onValue=${setAgent} options=${[["", said.anybody], ...people]} autofocus />
        ${!agent && html`<${Choice} label=${said.skill} value=${skill} onValue=${setSkill} options=${SKILLS} />`}
        <${Area} label=${said.note} hint=${said.note_hint} value=${note} onValue=${setNote} maxlength="1000" />
      <//>
    <//>
  `;
}

function describe({ name, state: standing, load, capacity }) {
  return fill(said.colleague, { name, state: words.presence[standing], load, capacity });
}
