/** The search for conversations: by day, channel, topic, agent, outcome, rating or words. */

import { attempt, get } from "../api.js";
import { clock, daysAgo, today } from "../clock.js";
import * as figures from "../figures.js";
import { html, useEffect, useState } from "../markup.js";
import { go } from "../router.js";
import { useStore } from "../store.js";
import { fill, name, words } from "../words.js";
import { query } from "./answering.js";
import { Choice, Field } from "./field.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.records;
const known = { agent: null }; // so that who comes back from a conversation finds the same list, and nobody else

export function RecordSearch() {
  const me = useStore((state) => state.me?.agent);
  const before = known.agent === me ? known : {};
  const [sought, setSought] = useState(before.sought ?? { since: daysAgo(6), until: today() });
  const [found, setFound] = useState(before.found ?? null);
  const [busy, setBusy] = useState(false);
  useStore((state) => state.colleagues); // their names come after the page
  const search = async (place) => {
    const asked = place ? known.sought : sought;
    setBusy(true);
    const answer = await attempt(() => get(`/transcripts${query({ ...asked, before: place })}`));
    setBusy(false);
    if (!answer) return;
    const rows = place ? [...found.rows, ...answer.found] : answer.found;
    Object.assign(known, { agent: me, sought: asked, found: { rows, next: answer.next } });
    setFound(known.found);
  };
  useEffect(() => void (found || search()), []);
  return html`
    <${Fields} sought=${sought} onSought=${setSought} onSearch=${() => search()} busy=${busy} />
    <${Panel} title=${said.found} count=${found ? `${found.rows.length}${found.next ? "+" : ""}` : undefined}>
      ${found?.rows.length > 0 && html`<${Table} label=${said.found} heads=${said.heads}>
        ${found.rows.map((row) => html`<${Row} key=${row.number} row=${row} />`)}
      <//>`}
      ${!found?.rows.length && html`<${Nothing} text=${found ? said.none : words.page.loading} />`}
      ${found?.next && html`<button type="button" class="second more" disabled=${busy} onClick=${() => search(found.next)}>${words.page.more}</button>`}
    <//>
  `;
}

function Fields({ sought, onSought, onSearch, busy }) {
  const colleagues = useStore((state) => state.colleagues);
  const field = (key) => ({ value: sought[key] ?? "", onValue: (value) => onSought({ ...sought, [key]: value.trim() }) });
  const lists = (list) => [["", said.any], ...Object.entries(words[list]).filter(([code]) => code !== "label")];
  const scores = [5, 4, 3, 2, 1].map((score) => [score, fill(words.customer.rating, { n: score })]);
  const agents = colleagues.map(({ agent, name: called }) => [agent, called]);
  return html`
    <form class="filters" role="search" onSubmit=${(event) => (event.preventDefault(), onSearch())}>
      <${Field} label=${said.text} type="search" maxlength="100" placeholder=${said.text_hint} autofocus ...${field("text")} />
      <${Field} label=${words.period.from} type="date" ...${field("since")} />
      <${Field} label=${words.period.to} type="date" ...${field("until")} />
      <${Choice} label=${words.customer.channel} options=${lists("channel")} ...${field("channel")} />
      <${Field} label=${words.wrap_up.topic} maxlength="8" placeholder=${said.topic_hint} ...${field("topic")} />
      ${agents.length > 0
        ? html`<${Choice} label=${words.role.agent} options=${[["", said.any], ...agents]} ...${field("agent")} />`
        : html`<${Field} label=${words.role.agent} maxlength="64" placeholder=${words.sign_in.name} ...${field("agent")} />`}
      <${Choice} label=${words.outcome.label} options=${lists("outcome")} ...${field("outcome")} />
      <${Choice} label=${said.rating} options=${[["", said.any], ...scores]} ...${field("rating")} />
      <button class="main" disabled=${busy}>${said.search_button}</button>
    </form>
  `;
}

function Row({ row }) {
  const open = () => go("transcripts", row.number);
  return html`
    <tr class="clickable" onClick=${open}>
      <td><button type="button" class="link" onClick=${(event) => (event.stopPropagation(), open())}>
        ${fill(words.work.number, { n: row.number })}</button>
        <p class="quiet">${figures.investor({ user: row.user.slice(0, 8) })}</p></td>
      <td>${clock(row.first_at)}<p class="quiet">${fill(said.until, { at: clock(row.last_at) })}</p></td>
      <td>${figures.channel(row.channel)}</td>
      <td>${figures.agent(row.agent)}</td>
      <td class="wraps">${row.topics.map((topic) => html`<span key=${topic} class="chip">${figures.topic(topic)}</span>`)}</td>
      <td>${row.outcomes.map((outcome) => name("outcome", outcome)).join("、")}</td>
      <td>${row.ratings.map((score) => fill(words.customer.rating, { n: score })).join("、")}</td>
      <td class="number">${row.lines}</td>
    </tr>
  `;
}
