/** 通知: events that everybody whom they concern is told of within an hour, and how far each has come. */

import { post } from "../api.js";
import { clock } from "../clock.js";
import { html } from "../markup.js";
import { useActing } from "../parts/acting.js";
import { useAnswer } from "../parts/answering.js";
import { Campaign } from "../parts/campaign.js";
import { Nothing, Page, Panel, Table } from "../parts/page.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { words } from "../words.js";

const said = words.campaigns;

export function Campaigns({ number }) {
  return number ? html`<${Campaign} key=${number} number=${number} />` : html`<${List} />`;
}

function List() {
  const [answer, , fault] = useAnswer("/campaigns");
  const rows = answer?.campaigns ?? [];
  return html`
    <${Page} title=${words.view.campaigns}>
      ${may("lead") && answer && html`<${Events} events=${answer.events} />`}
      <${Panel} title=${said.title} count=${rows.length}>
        ${rows.length > 0 && html`<${Table} label=${said.title} heads=${said.heads}>
          ${rows.map((row) => html`<${Row} key=${row.id} row=${row} />`)}
        <//>`}
        ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
      <//>
    <//>
  `;
}

function Row({ row }) {
  return html`
    <tr>
      <td class="number">${row.id}</td>
      <td class="long"><strong>${said.kind[row.kind] ?? row.kind}</strong> ${row.title}</td>
      <td class="number">${row.ref.slice(2)}</td>
      <td><span class=${`chip ${row.state === "stopped" ? "warn" : ""}`}>${said.state[row.state]}</span>
        ${row.rehearsal && html` <span class="chip brand">${said.rehearsal}</span>`}</td>
      <td class="number">${row.affected}</td>
      <td class="number">${clock(row.started_at)}</td>
      <td class="acts"><button type="button" class="second small" onClick=${() => go("campaigns", row.id)}>${said.open}</button></td>
    </tr>
  `;
}

/** What nobody was told of yet; usually a campaign begins by itself. */
function Events({ events }) {
  const [run, busy, fault] = useActing(async (event, rehearsal) => {
    const { id } = await post("/campaigns", { event, rehearsal });
    go("campaigns", id);
  });
  return html`
    <${Panel} title=${said.events} count=${events.length}>
      ${events.length > 0 && html`<${Table} label=${said.events} heads=${said.event_heads}>
        ${events.map((each) => html`
          <tr key=${each.id}>
            <td class="number">${each.id}</td>
            <td class="long">${each.title}</td>
            <td class="number">${each.ref.slice(2)}</td>
            <td>${each.source}</td>
            <td class="number">${clock(each.first_seen_at)}</td>
            <td class="acts">
              <button type="button" class="second small" disabled=${busy} onClick=${() => run(each.id, true)}>${said.rehearse}</button>
              <button type="button" class="main small" disabled=${busy} onClick=${() => run(each.id, false)}>${said.begin}</button>
            </td>
          </tr>`)}
      <//>`}
      ${(fault || !events.length) && html`<${Nothing} fault=${fault} text=${said.no_events} />`}
    <//>
  `;
}
