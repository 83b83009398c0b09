/** The end of a talk: what came of it, for colleagues and the figures, and what the investor may read of it. */

import { post } from "../api.js";
import { html, useState } from "../markup.js";
import { name, words } from "../words.js";
import { useActing } from "./acting.js";
import { Dialog, Form } from "./dialog.js";
import { Area, Choice, Field } from "./field.js";
import { Findings } from "./findings.js";

const said = words.wrap_up;
const OUTCOMES = ["solved", "promised", "unsolved", "no_answer", "misdirected", "complaint", "spam"];

export function WrapUp({ conversation, onClose }) {
  const { head } = conversation;
  const [outcome, setOutcome] = useState("solved");
  const [topic, setTopic] = useState(head.handoff?.topic ?? "");
  const [summary, setSummary] = useState("");
  const [told, setTold] = useState("");
  const [findings, setFindings] = useState([]);
  const [run, busy, fault] = useActing(async (confirmed = []) => {
    const written = { outcome, topic: topic.trim() || null, summary: summary.trim(), told: told.trim(), confirmed };
    const place = { epoch: head.epoch, seen: conversation.lines.at(-1)?.seq };
    await post(`/conversations/${head.conversation_id}/wrap-up`, { ...place, ...written }).then(onClose, objected);
  });
  const objected = (refused) => {
    if (refused.code !== "blocked") throw refused;
    setFindings(refused.facts.findings);
  };
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${() => run()} fault=${fault} submit=${said.submit} disabled=${busy}>
        <${Choice} label=${words.outcome.label} value=${outcome} onValue=${setOutcome} autofocus
          options=${OUTCOMES.map((code) => [code, name("outcome", code)])} />
        <${Field} label=${said.topic} hint=${said.topic_hint} value=${topic} onValue=${setTopic} maxlength="8" />
        <${Area} label=${said.summary} hint=${said.summary_hint} value=${summary} onValue=${setSummary} maxlength="1000" />
        <${Area} label=${said.told} hint=${said.told_hint} value=${told} maxlength="200"
          onValue=${(text) => (setTold(text), setFindings([]))} />
        <${Findings} findings=${findings} onConfirm=${run} onChange=${() => setFindings([])} />
      <//>
    <//>
  `;
}
