/** Writing an article: a new one, or a draft that begins with one of its versions. */

import { post, put } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { tell, useStore } from "../store.js";
import { fill, words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Check } from "./checks.js";
import { Dialog, Form } from "./dialog.js";
import { Area, Choice, Field } from "./field.js";
import { useSaving } from "./saving.js";

const said = words.articles;
const NEW = { id: "", title: "", label: "", mode: "self", auth: "none", questions: [], answer: "", sources: [], verified: false,
  owner: "", effective_from: null, effective_to: null, detail: "", steps: [], next: [], skill: "", channels: {}, languages: {} };
const JOINED = { questions: "\n", sources: "\n", steps: "\n\n", next: " " };
const APART = { questions: /\n+/, sources: /\n+/, steps: /\n\s*\n/, next: /[\s,]+/ };
const kept = { agent: null, place: "", fields: null }; // what was not saved yet, for who wrote it and nobody else

/** Without an `id` it begins with the fields of `begun`; else with the version `from`, over the newest one. */
export function ArticleForm({ id, from, basedOn, begun, onClose, onSaved }) {
  const [version, , missing] = useAnswer(id ? `/articles/${id}/versions/${from}` : null);
  const me = useStore((state) => state.me?.agent);
  const place = id ? `${id} ${basedOn}` : `new ${begun.questions?.[0] ?? ""}`;
  const left = kept.agent === me && kept.place === place;
  const first = () => (id ? version && spread({ ...NEW, ...version.content }) : spread({ ...NEW, ...begun }));
  const [fields, show] = useState(() => (left ? kept.fields : first()));
  const setFields = (changed) => show(Object.assign(kept, { agent: me, place, fields: changed }).fields);
  const [note, setNote] = useState("");
  useEffect(() => void (fields || show(first())), [version]);
  const { run, busy, fault, findings, at } = useSaving(async () => {
    const body = { content: gathered(fields), note: note.trim() };
    const saved = await (id ? put(`/articles/${id}`, { ...body, based_on: basedOn }) : post("/articles", body));
    kept.place = "";
    tell(said.kept);
    onSaved(saved);
  });
  const wrong = (key) => at(`content.${key}`) || findings.filter(({ field }) => field === key).map(inWords)[0];
  const field = (key) => ({ label: said.field[key], hint: said.hint[key], value: fields[key] ?? "", fault: wrong(key),
    onValue: (value) => setFields({ ...fields, [key]: value }) });
  return html`
    <${Dialog} title=${id ? fill(said.edit_of, { id }) : said.create} onClose=${onClose} wide>
      ${left && html`<p class="quiet">${said.left}
        <button type="button" class="link" onClick=${() => (show(first()), (kept.place = ""))}>${said.anew}</button></p>`}
      ${missing && html`<p class="fault" role="alert">${missing}</p>`}
      ${fields && html`<${Form} act=${run} fault=${fault} submit=${said.keep} disabled=${busy}>
        <${Texts} field=${field} />
        <${Details} field=${field} id=${id} fields=${fields} onFields=${setFields} />
        <${Wordings} fields=${fields} onFields=${setFields} />
        <${Field} label=${said.note} hint=${said.note_hint} maxlength="200" value=${note} onValue=${setNote} />
        ${findings.length > 0 && html`<div class="findings bad" role="alert"><strong>${said.faults}</strong>
          <ul>${findings.map((finding) => html`<li key=${`${finding.rule} ${finding.found}`}>${inWords(finding)}</li>`)}</ul></div>`}
      <//>`}
    <//>
  `;
}

function Texts({ field }) {
  return html`
    <${Field} ...${field("title")} maxlength="200" required autofocus />
    <${Area} ...${field("answer")} rows="6" required />
    <${Area} ...${field("detail")} rows="3" />
    <${Area} ...${field("steps")} rows="4" />
    <${Area} ...${field("questions")} rows="5" required />
    <${Area} ...${field("sources")} rows="2" required />
  `;
}

function Details({ field, id, fields, onFields }) {
  const options = (list) => Object.entries(words[list]);
  return html`
    <div class="columns">
      <${Field} ...${field("id")} disabled=${Boolean(id)} maxlength="7" pattern="[A-Z]{3}[0-9]{2,4}" autocapitalize="characters" required />
      <${Field} ...${field("label")} maxlength="10" required />
      <${Field} ...${field("owner")} maxlength="40" required />
      <${Choice} ...${field("mode")} options=${options("mode")} />
      <${Choice} ...${field("auth")} options=${options("auth")} />
      <${Choice} ...${field("skill")} options=${[["", words.page.none], ...options("skill")]} />
      <${Field} ...${field("effective_from")} type="date" />
      <${Field} ...${field("effective_to")} type="date" />
      <${Field} ...${field("next")} maxlength="160" />
    </div>
    <${Check} label=${said.field.verified} on=${fields.verified} onValue=${(verified) => onFields({ ...fields, verified })} />
  `;
}

/** The answer in other languages, and as a channel wants it. */
function Wordings({ fields, onFields }) {
  const set = (list, code) => (text) => onFields({ ...fields, [list]: { ...fields[list], [code]: text } });
  const area = (list) => ([code, title]) => html`<${Area} key=${code} label=${title} rows="2" value=${fields[list][code] ?? ""} onValue=${set(list, code)} />`;
  return html`
    <details><summary>${said.wordings}</summary>
      ${Object.entries(words.wording).map(area("languages"))}
      ${Object.entries(words.channel).map(area("channels"))}
    </details>
  `;
}

function spread(content) {
  const joined = Object.entries(JOINED).map(([key, by]) => [key, content[key].join(by)]);
  return { ...content, ...Object.fromEntries(joined) };
}

function gathered(fields) {
  const lists = Object.entries(APART).map(([key, by]) => [key, fields[key].split(by).map((each) => each.trim()).filter(Boolean)]);
  const filled = (wordings) => Object.fromEntries(Object.entries(wordings).filter(([, text]) => text.trim()));
  const days = { effective_from: fields.effective_from || null, effective_to: fields.effective_to || null };
  return { ...fields, ...Object.fromEntries(lists), ...days, id: fields.id.trim(), channels: filled(fields.channels), languages: filled(fields.languages) };
}

function inWords({ rule, found }) {
  return fill(said.fault[rule] ?? said.fault.other, { found });
}
