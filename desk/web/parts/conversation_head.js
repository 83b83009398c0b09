/** The head of a conversation: whose it is, and what can be done with it as it stands. */

import { attempt, post } from "../api.js";
import { standing } from "../conversations.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { fill, words } from "../words.js";
import { Icon } from "./icon.js";
import { Menu } from "./menu.js";
import { Accept } from "./mine.js";
import { TakeOver } from "./take_over.js";
import { Transfer } from "./transfer.js";
import { WrapUp } from "./wrap_up.js";

const said = words.act;

export function ConversationHead({ conversation, onCustomer }) {
  const { head } = conversation;
  return html`
    <header class="head">
      <button type="button" class="plain back" aria-label=${words.work.back} onClick=${() => go("work")}><${Icon} name="back" /></button>
      <div class="title">
        <h2>${figures.investor(head)}</h2>
        <p class="quiet">${figures.channel(head.channel)} · ${fill(words.work.number, { n: head.conversation_id })}</p>
      </div>
      <span class=${`chip ${head.owner === "human" ? "good" : "brand"}`}>${owner(head)}</span>
      <${Actions} conversation=${conversation} />
      <button type="button" class="second customer-button" onClick=${onCustomer}>${words.customer.title}</button>
    </header>
  `;
}

function owner({ owner, agent }) {
  return ["assigned", "human", "wrapup"].includes(owner) && agent ? `${words.owner[owner]} · ${figures.agent(agent)}` : words.owner[owner];
}

function Actions({ conversation }) {
  const { head } = conversation;
  const [dialog, setDialog] = useState("");
  const mine = standing(head);
  const act = (name, more) => () =>
    attempt(() => post(`/conversations/${head.conversation_id}/${name}`, { epoch: head.epoch, ...more }));
  const close = () => setDialog("");
  return html`
    <div class="actions">
      ${mine === "owner" && head.owner === "assigned" && html`<${Accept} head=${head} small=${false} />`}
      ${mine === "owner" && head.owner === "human" && html`
        <button type="button" class="second" onClick=${() => setDialog("transfer")}>${said.transfer}</button>
        <button type="button" class="main" onClick=${() => setDialog("wrap_up")}>${said.wrap_up}</button>`}
      ${mine === "owner" && head.owner === "wrapup" && html`
        <button type="button" class="second" onClick=${act("resume")}>${said.resume}</button>
        <button type="button" class="second" onClick=${act("finish", { to: "closed" })}>${said.close}</button>
        <button type="button" class="main" onClick=${act("finish", { to: "bot" })}>${said.to_bot}</button>`}
      ${mine === "joined" && html`<button type="button" class="second" onClick=${act("leave")}>${said.leave}</button>`}
      <${More} head=${head} mine=${mine} act=${act} onTakeOver=${() => setDialog("take_over")} />
    </div>
    ${dialog === "take_over" && html`<${TakeOver} head=${head} onClose=${close} />`}
    ${dialog === "transfer" && html`<${Transfer} head=${head} onClose=${close} />`}
    ${dialog === "wrap_up" && html`<${WrapUp} conversation=${conversation} onClose=${close} />`}
  `;
}

/** What is done seldom: giving it back to the queue; for seniors and supervisors joining and taking over. */
function More({ head, mine, act, onTakeOver }) {
  const choices = [
    mine === "owner" && head.owner !== "wrapup" && ["requeue", said.requeue, act("requeue")],
    !mine && head.owner === "human" && may("join") && ["join", said.join, act("join")],
    mine !== "owner" && head.owner !== "closed" && may("lead") && ["take-over", said.take_over, onTakeOver],
  ].filter(Boolean);
  if (!choices.length) return null;
  return html`<${Menu} label=${said.more}>
    ${choices.map(([name, label, onChoose]) => html`<button key=${name} type="button" onClick=${onChoose}>${label}</button>`)}
  <//>`;
}
