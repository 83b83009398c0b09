/** One campaign as it goes: its figures, what is left of the hour, and who has to be called. */

import { post } from "../api.js";
import { now, stretch, useSeconds } from "../clock.js";
import * as figures from "../figures.js";
import { html, useEffect, useRef } from "../markup.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { useActing } from "./acting.js";
import { useAnswer } from "./answering.js";
import { Nothing, Page, Panel, Table } from "./page.js";

const said = words.campaigns;
const LOOK = 2000; // ms
const SHOWN = ["affected", "waiting", "sent", "delivered", "read", "acknowledged", "unknown", "unreachable", "called"];

export function Campaign({ number }) {
  const [answer, again, fault] = useAnswer(`/campaigns/${number}`);
  useEffect(() => {
    const timer = setInterval(again, LOOK);
    return () => clearInterval(timer);
  }, []);
  const [stop, busy, refused] = useActing(async () => {
    await post(`/campaigns/${number}/stop`);
    tell(said.stopped);
    again();
  });
  if (!answer) return html`<${Page} title=${words.view.campaigns}><${Nothing} fault=${fault} text=${words.page.loading} /><//>`;
  const { campaign, calls } = answer;
  const live = ["expanding", "sending"].includes(campaign.state);
  const tools = html`
    <button type="button" class="second push" onClick=${() => go("campaigns")}>${said.back}</button>
    ${live && may("lead") && html`<button type="button" class="main" disabled=${busy} onClick=${() => stop()}>${said.stop}</button>`}`;
  return html`
    <${Page} title=${`${said.kind[campaign.kind] ?? campaign.kind} ${campaign.ref.slice(2)}`} tools=${tools}>
      ${(fault || refused) && html`<${Nothing} fault=${fault || refused} />`}
      <${Head} campaign=${campaign} live=${live} />
      <${Figures} campaign=${campaign} />
      ${!campaign.rehearsal && html`<${Calls} number=${number} calls=${calls} onDone=${again} />`}
    <//>
  `;
}

function Head({ campaign, live }) {
  const { title, state, ended_why: why, rehearsal, corrects, exact } = campaign;
  return html`
    <p>
      <span class=${`chip ${state === "stopped" ? "warn" : "good"}`} role="status">${said.state[state]}${why && said.why[why] ? `：${said.why[why]}` : ""}</span>
      ${rehearsal && html` <span class="chip brand">${said.rehearsal}</span>`}
      ${corrects && html` <span class="chip warn">${said.correction}</span>`}
      ${live && html` <${Left} campaign=${campaign} />`}
    </p>
    <p>${title} <span class="quiet">${exact ? said.exact : said.first_seen}</span></p>
  `;
}

/** By the server's clock when it answered, and this page's since. */
function Left({ campaign }) {
  useSeconds();
  const seen = useRef({});
  if (seen.current.at !== campaign.now) seen.current = { at: campaign.now, since: now() };
  const seconds = (Date.parse(campaign.deadline) - Date.parse(campaign.now) - (now() - seen.current.since)) / 1000;
  const pattern = seconds > 0 ? said.left : said.over;
  return html`<span class=${`chip ${seconds > 900 ? "" : seconds > 0 ? "warn" : "bad"}`} title=${said.duty}>${fill(pattern, { time: stretch(Math.abs(seconds)) })}</span>`;
}

function Figures({ campaign }) {
  const last = useRef(null);
  const { counts } = campaign;
  const at = Date.parse(campaign.now);
  if (last.current?.at !== at) {
    const before = last.current ?? { at, sent: counts.sent };
    const seconds = (at - before.at) / 1000;
    last.current = { at, sent: counts.sent, rate: seconds > 0 ? Math.max(0, counts.sent - before.sent) / seconds : 0 };
  }
  const values = { ...counts, affected: campaign.affected };
  const shown = campaign.rehearsal ? ["affected", "rehearsed", "unreachable"] : SHOWN;
  const tile = (key, value) => html`
    <li class="tile" key=${key}><div><span class="name">${key === "rate" ? said.rate : said.figure[key]}</span> <strong data-figure=${key}>${value}</strong></div></li>`;
  return html`
    <section class="figures" aria-label=${said.title}>
      <ul>${shown.map((key) => tile(key, values[key]))}${!campaign.rehearsal && tile("rate", last.current.rate.toFixed(1))}</ul>
    </section>
  `;
}

function Calls({ number, calls, onDone }) {
  const [note, busy, fault] = useActing(async (notice, outcome) => {
    await post(`/campaigns/${number}/calls/${notice}`, { outcome });
    tell(said.noted);
    onDone();
  });
  return html`
    <${Panel} title=${said.calls} count=${calls.length}>
      ${calls.length > 0 && html`<${Table} label=${said.calls} heads=${said.call_heads}>
        ${calls.map((call) => html`
          <tr key=${call.id}>
            <td>${fill(said.investor, { n: call.investor_id })}</td>
            <td>${call.conversation && fill(words.work.number, { n: call.conversation })}</td>
            <td>${said.reason[call.state]}</td>
            <td>${call.tried.map((way) => said.way[way.split(":")[0]]).join("、")}</td>
            <td>${call.call && html`${said.outcome[call.call]} <span class="quiet">${figures.agent(call.called_by)}</span>`}</td>
            <td class="acts">${Object.entries(said.outcome).map(([outcome, title]) => html`
              <button key=${outcome} type="button" class="second small" disabled=${busy} onClick=${() => note(call.id, outcome)}>${title}</button>`)}</td>
          </tr>`)}
      <//>`}
      ${(fault || !calls.length) && html`<${Nothing} fault=${fault} text=${said.no_calls} />`}
    <//>
  `;
}
