/** One conversation as it was, page by page: masked, or as it was written for who may and says why. */

import { attempt, get, post, Refused } from "../api.js";
import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html, useEffect, useState } from "../markup.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { fill, name, words } from "../words.js";
import { Export } from "./export.js";
import { Icon } from "./icon.js";
import { Inspection } from "./inspection.js";
import { Nothing } from "./page.js";
import { RecordEntries } from "./record_entries.js";
import { Unmask } from "./unmask.js";

const said = words.record;

export function Record({ id }) {
  const { record, reason, fault, more, unmask } = useRecord(id);
  const [dialog, setDialog] = useState("");
  const close = () => setDialog("");
  if (!record) return html`<div class="page"><${Nothing} fault=${fault} text=${words.page.loading} /><${Back} /></div>`;
  return html`
    <section class="record" aria-label=${words.transcript.label}>
      <${Head} record=${record} onDo=${setDialog} />
      ${reason && html`<p class="unmasked" role="status">${fill(said.unmasked, { reason })}</p>`}
      <div class="transcript" tabindex="0" role="log" aria-label=${words.transcript.label}>
        <div class="column">
          <${RecordEntries} entries=${record.entries} masked=${record.masked} />
          ${record.next && html`<button type="button" class="second more" onClick=${more}>${said.more}</button>`}
          <${Afterwards} record=${record} />
        </div>
      </div>
    </section>
    ${dialog === "inspect" && html`<${Inspection} id=${id} onClose=${close} />`}
    ${dialog === "unmask" && html`<${Unmask} onReason=${(given) => unmask(given).then(close)} onClose=${close} />`}
    ${dialog === "export" && html`<${Export} path=${`/transcripts/${id}/export`} choices onClose=${close} />`}
  `;
}

/** The pages that were read, in one; `unmask(reason)` reads them again as they were written. */
function useRecord(id) {
  const [record, setRecord] = useState(null);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState("");
  const page = (after, why) =>
    why ? post(`/transcripts/${id}/unmask`, { after, reason: why }) : get(`/transcripts/${id}?after=${after}`);
  useEffect(() => {
    page(0).then(setRecord, (refused) => {
      if (!(refused instanceof Refused)) throw refused;
      setFault(refused.words);
    });
  }, [id]);
  const more = () => attempt(async () => {
    const next = await page(record.next, reason);
    setRecord({ ...next, entries: [...record.entries, ...next.entries] });
  });
  const unmask = async (why) => {
    setRecord(await page(0, why));
    setReason(why);
  };
  return { record, reason, fault, more, unmask };
}

function Head({ record, onDo }) {
  const { number, channel, user, began, owner, messages } = record.conversation;
  const known = record.masked ? figures.investor({ user: user.slice(0, 8) }) : `${words.investor} ${user}`;
  return html`
    <header class="head">
      <${Back} />
      <div class="title">
        <h2>${fill(words.work.number, { n: number })} · ${known}</h2>
        <p class="quiet">${[figures.channel(channel), fill(said.began, { at: clock(began) }), fill(said.messages, { n: messages }), words.owner[owner]].join(" · ")}</p>
      </div>
      <span class=${`chip ${record.masked ? "good" : "bad"}`}>${record.masked ? said.is_masked : said.is_unmasked}</span>
      <div class="actions">
        ${may("lead") && html`<button type="button" class="second" onClick=${() => go("work", number)}>${said.live}</button>`}
        <button type="button" class="second" onClick=${() => onDo("inspect")}>${said.inspect}</button>
        ${may("unmask") && record.masked && html`<button type="button" class="second" onClick=${() => onDo("unmask")}>${said.unmask}</button>`}
        ${may("export") && html`<button type="button" class="main" onClick=${() => onDo("export")}>${said.export}</button>`}
      </div>
    </header>
  `;
}

function Back() {
  return html`<button type="button" class="plain" aria-label=${words.work.back} title=${words.work.back}
    onClick=${() => go("transcripts")}><${Icon} name="back" /></button>`;
}

/** What stands beside the talk: ratings, tickets, appointments. */
function Afterwards({ record: { ratings, tickets, appointments } }) {
  const rows = [
    ...ratings.map((row) => [said.rating, `${words.sender[row.subject] ?? ""} ${row.score ? fill(words.customer.rating, { n: row.score }) : said.unrated}`, row.rated_at ?? row.asked_at]),
    ...tickets.map((row) => [words.customer.tickets, `${row.number} ${name("reason", row.kind)}`, row.opened_at]),
    ...appointments.map((row) => [words.customer.appointments, `${clock(row.starts_at)} ${name("appointment", row.state)}`, row.starts_at]),
  ];
  if (!rows.length) return null;
  return html`<dl class="afterwards">${rows.map(([title, text, at], place) => html`
    <div key=${place}><dt>${title}</dt><dd>${text} <time class="quiet">${clock(at)}</time></dd></div>`)}</dl>`;
}
