/** Who the investor is: how they came, what they asked about, what people had to do with them before. */

import { attempt, post } from "../api.js";
import { clock } from "../clock.js";
import { load, standing } from "../conversations.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { may } from "../session.js";
import { useStore } from "../store.js";
import { fill, name, words } from "../words.js";

const said = words.customer;

export function Customer({ id }) {
  const conversation = useStore((state) => state.open[id]);
  const customer = conversation?.customer;
  if (!customer) return html`<aside class="customer" aria-label=${said.title}></aside>`;
  const tends = Boolean(standing(conversation.head)) || may("lead");
  return html`
    <aside class="customer" aria-label=${said.title}>
      <${Profile} customer=${customer} id=${id} tends=${tends} />
      <${Tags} id=${id} tags=${customer.tags} tends=${tends} />
      <${Section} title=${said.securities} rows=${customer.securities}>
        ${(row) => html`<span>${row.text} <small class="quiet">${row.ref.slice(2)}</small></span><small>${fill(said.times, { n: row.times })}</small>`}
      <//>
      <${Section} title=${said.topics} rows=${customer.topics}>
        ${(row) => html`<span>${figures.topic(row.topic)}</span><small>${fill(said.times, { n: row.times })}</small>`}
      <//>
      <${Section} title=${said.sessions} rows=${customer.sessions}>
        ${(row) => html`
          <span>${clock(row.began)} ${figures.agent(row.agent)} ${row.outcome && html`<span class="chip">${name("outcome", row.outcome)}</span>`}
            ${row.summary && html`<small class="quiet">${row.summary}</small>`}</span>
          <small>${row.rating ? fill(said.rating, { n: row.rating }) : figures.reason(row.reason)}</small>`}
      <//>
      <${Section} title=${said.tickets} rows=${customer.tickets}>
        ${(row) => html`<span>${row.number} ${name("reason", row.kind)}</span><small>${row.due ? fill(said.due, { at: clock(row.due) }) : ""}</small>`}
      <//>
      <${Section} title=${said.appointments} rows=${customer.appointments}>
        ${(row) => html`<span>${clock(row.starts_at)} ${figures.agent(row.agent)}</span><small>${name("appointment", row.state)}</small>`}
      <//>
    </aside>
  `;
}

function Profile({ customer, id, tends }) {
  const { contacts, quota } = customer;
  const setVip = () => attempt(async () => {
    await post(`/conversations/${id}/vip`, { vip: !customer.vip });
    await load(id);
  });
  return html`
    <header>
      <h2>${figures.investor(customer)}</h2>
      <button type="button" class="second small" aria-pressed=${customer.vip} disabled=${!tends} onClick=${setVip}>
        ${customer.vip ? words.vip : said.make_vip}</button>
    </header>
    <dl class="facts">
      <${Fact} name=${said.channel} value=${figures.channel(customer.channel)} />
      <${Fact} name=${said.risk} value=${risk(customer)} />
      <${Fact} name=${said.language} value=${name("language", customer.language)} />
      <${Fact} name=${said.first} value=${clock(contacts.first)} />
      <${Fact} name=${said.lines} value=${contacts.lines} />
      <${Fact} name=${said.last_agent} value=${figures.agent(customer.last_agent)} />
      ${quota && html`<${Fact} name=${said.quota} value=${fill(said.quota_left, { n: quota.messages, until: clock(quota.until) })} />`}
    </dl>
  `;
}

function Fact({ name: label, value }) {
  if (value === null || value === undefined || value === "") return null;
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function risk({ risk_class: known, risk_valid_until: until }) {
  if (!known || known === "unknown") return said.risk_unknown;
  return until ? `${known} · ${fill(said.until, { at: until.slice(0, 10) })}` : known;
}

function Tags({ id, tags, tends }) {
  const [text, setText] = useState("");
  const keep = (next) => attempt(async () => {
    await post(`/conversations/${id}/tags`, { tags: next });
    await load(id);
  });
  const add = (event) => {
    event.preventDefault();
    if (text.trim()) keep([...new Set([...tags, text.trim()])]);
    setText("");
  };
  return html`
    <section class="tags">
      <h3>${said.tags}</h3>
      <p>${tags.map((tag) => html`<span key=${tag} class="chip brand">${tag}
        ${tends && html`<button type="button" aria-label=${fill(said.remove_tag, { tag })} onClick=${() => keep(tags.filter((other) => other !== tag))}>×</button>`}</span>`)}</p>
      ${tends && html`<form onSubmit=${add}><input class="search" value=${text} maxlength="20" placeholder=${said.add_tag}
        aria-label=${said.add_tag} onInput=${(event) => setText(event.target.value)} /></form>`}
    </section>
  `;
}

function Section({ title, rows, children }) {
  if (!rows?.length) return null;
  return html`<section><h3>${title}</h3><ul>${rows.map((row, place) => html`<li key=${place}>${children(row)}</li>`)}</ul></section>`;
}
