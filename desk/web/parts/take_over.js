/** Taking a conversation over: said once more, for the investor notices it and whoever had it loses it. */

import { post } from "../api.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { fill, words } from "../words.js";
import { useActing } from "./acting.js";
import { Dialog, Form } from "./dialog.js";

const said = words.take_over;

export function TakeOver({ head, onClose }) {
  const [run, busy, fault] = useActing(async () => {
    await post(`/conversations/${head.conversation_id}/take-over`, { epoch: head.epoch });
    onClose();
  });
  const held = ["assigned", "human", "wrapup"].includes(head.owner) && head.agent;
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy}>
        <p>${held ? fill(said.from_agent, { agent: figures.agent(head.agent) }) : said.from_nobody}</p>
        <p class="quiet">${said.told}</p>
      <//>
    <//>
  `;
}
