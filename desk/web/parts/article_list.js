/** All articles: found by words, narrowed by how they stand. */

import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { useStore } from "../store.js";
import { name, words } from "../words.js";
import { query, useAnswer } from "./answering.js";
import { Nothing, Panel, Table } from "./page.js";

const said = words.articles;
const known = { agent: null, sought: null }; // so that who comes back from an article finds the same list

export function ArticleList() {
  const me = useStore((state) => state.me?.agent);
  const [sought, setSought] = useState((known.agent === me && known.sought) || { sort: "", q: "" });
  const [answer, , fault] = useAnswer(`/articles${query({ ...sought, q: sought.q.trim() })}`);
  const set = (change) => setSought(Object.assign(known, { agent: me, sought: { ...sought, ...change } }).sought);
  const rows = answer?.articles ?? [];
  const sorts = Object.entries(said.sort).map(([sort, title]) => [sort, answer ? `${title} ${answer.counts[sort]}` : title]);
  const tools = html`
    <select class="search" value=${sought.sort} aria-label=${said.narrow} onChange=${(event) => set({ sort: event.target.value })}>
      ${[["", words.records.any], ...sorts].map(([sort, title]) => html`<option key=${sort} value=${sort}>${title}</option>`)}
    </select>
    <input class="search short" type="search" maxlength="200" value=${sought.q} placeholder=${words.records.text} aria-label=${said.search}
      onInput=${(event) => set({ q: event.target.value })} />`;
  return html`
    <${Panel} title=${said.list} count=${rows.length} tools=${tools}>
      ${rows.length > 0 && html`<${Table} label=${said.list} heads=${said.heads}>
        ${rows.map((row) => html`<${Row} key=${`${row.id} ${row.version}`} row=${row} people=${answer.people} />`)}
      <//>`}
      ${!rows.length && html`<${Nothing} fault=${fault} text=${answer ? said.none : words.page.loading} />`}
    <//>
  `;
}

function Row({ row, people }) {
  const open = () => go("knowledge", row.id);
  return html`
    <tr class="clickable" onClick=${open}>
      <td><code>${row.id}</code></td>
      <td class="wraps"><button type="button" class="link" onClick=${(event) => (event.stopPropagation(), open())}>${row.title}</button></td>
      <td><${Standing} row=${row} /></td>
      <td>${row.owner}</td>
      <td class="number">${row.begins ?? ""}${(row.begins || row.ends) && " – "}${row.ends ?? ""}</td>
      <td>${author(row, people)}</td>
    </tr>
  `;
}

/** Who wrote a version; what came with the files nobody here did. */
export function author(row, people) {
  return row.origin === "file" ? said.files : (people[row.author] ?? row.author);
}

const TONES = { published: "good", in_review: "warn", approved: "brand", scheduled: "brand" };

/** How a version stands, and whether somebody has checked its sources. */
export function Standing({ row }) {
  return html`
    <span class=${`chip ${TONES[row.standing] ?? ""}`}>${name("standing", row.standing)}</span>
    ${!row.verified && html` <span class="chip warn">${words.knowledge.unverified}</span>`}
  `;
}
