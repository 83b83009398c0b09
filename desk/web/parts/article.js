/** One article: what is shown, its versions, and what an editor can do with it. */

import { post } from "../api.js";
import { clock } from "../clock.js";
import { html, useState } from "../markup.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { useAnswer } from "./answering.js";
import { ArticleForm } from "./article_form.js";
import { author, Standing } from "./article_list.js";
import { ArticleText } from "./article_text.js";
import { Dialog, Form } from "./dialog.js";
import { Field } from "./field.js";
import { Nothing, Page, Panel } from "./page.js";
import { useSaving } from "./saving.js";
import { Version } from "./version.js";

const said = words.articles;
const IN_WORK = ["draft", "in_review", "approved"];

export function Article({ id }) {
  const [answer, again, fault] = useAnswer(`/articles/${id}`);
  const [opened, setOpened] = useState(null); // "edit", "expire", "withdraw", or the number of a version
  const close = () => (setOpened(null), again());
  if (!answer) return html`<${Page} title=${id}><${Nothing} fault=${fault} text=${words.page.loading} /><//>`;
  const { shown, versions, people } = answer;
  const work = versions.find(({ standing }) => IN_WORK.includes(standing));
  return html`
    <${Page} title=${shown.title} tools=${html`<${Tools} id=${id} shown=${shown} onOpen=${setOpened} />`}>
      <div class="article-grid">
        <${Panel} title=${fill(said.version, { n: shown.version })} tools=${html`<${Standing} row=${shown} />`}>
          <${ArticleText} content=${shown.content} />
        <//>
        <${Panel} title=${said.versions} count=${versions.length}>
          <ul class="versions">${versions.map((row) => html`<${Row} key=${row.version} row=${row} people=${people} onOpen=${setOpened} />`)}</ul>
        <//>
      </div>
    <//>
    ${opened === "edit" && html`<${ArticleForm} id=${id} from=${(work ?? shown).version} basedOn=${versions[0].version} onClose=${close} onSaved=${close} />`}
    ${opened === "expire" && html`<${Expire} id=${id} onClose=${close} />`}
    ${opened === "withdraw" && html`<${Withdraw} id=${id} onClose=${close} />`}
    ${typeof opened === "number" && html`<${Version} key=${opened} id=${id} number=${opened} onClose=${close} />`}
  `;
}

function Tools({ id, shown, onOpen }) {
  const isPublic = ["published", "scheduled"].includes(shown.standing);
  const button = (what, look) => html`<button type="button" class=${look} onClick=${() => onOpen(what)}>${said[what]}</button>`;
  return html`
    <code class="quiet">${id}</code>
    <div class="inline push">
      <button type="button" class="second" onClick=${() => go("knowledge")}>${words.work.back}</button>
      ${may("edit") && isPublic && html`${button("expire", "second")}${button("withdraw", "second")}`}
      ${may("edit") && button("edit", "main")}
    </div>
  `;
}

function Row({ row, people, onOpen }) {
  return html`
    <li>
      <div>
        <strong>${fill(said.version, { n: row.version })}</strong> <${Standing} row=${row} />
        <p class="quiet">${fill(said.written, { at: clock(row.written_at), author: author(row, people) })}${row.reviewer &&
          fill(said.reviewed, { reviewer: people[row.reviewer] ?? row.reviewer })}</p>
        ${row.note && html`<p>${row.note}</p>`}
      </div>
      <button type="button" class="second small" aria-label=${fill(said.open, { n: row.version })}
        onClick=${() => onOpen(row.version)}>${words.page.open}</button>
    </li>
  `;
}

function Expire({ id, onClose }) {
  const [fields, setFields] = useState({ day: "", note: "" });
  const field = (key) => ({ value: fields[key], onValue: (value) => setFields({ ...fields, [key]: value }) });
  const { run, busy, fault, at } = useSaving(async () => {
    await post(`/articles/${id}/expire`, { ...fields, note: fields.note.trim() });
    tell(words.page.saved);
    onClose();
  });
  return html`
    <${Dialog} title=${said.expire} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.expire} disabled=${busy || !fields.day}>
        <${Field} label=${said.last_day} hint=${said.last_day_hint} type="date" fault=${at("day")} autofocus required ...${field("day")} />
        <${Field} label=${said.note} maxlength="200" ...${field("note")} />
      <//>
    <//>
  `;
}

function Withdraw({ id, onClose }) {
  const { run, busy, fault } = useSaving(async () => {
    await post(`/articles/${id}/withdraw`);
    tell(said.withdrawn);
    onClose();
  });
  return html`
    <${Dialog} title=${said.withdraw} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.withdraw} danger disabled=${busy}><p>${said.withdraw_text}</p><//>
    <//>
  `;
}
