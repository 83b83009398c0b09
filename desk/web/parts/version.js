/** One version: what it says otherwise than what is shown, its text, and its next step to the public. */

import { post } from "../api.js";
import { html, useState } from "../markup.js";
import { may } from "../session.js";
import { tell, useStore } from "../store.js";
import { fill, words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Standing } from "./article_list.js";
import { ArticleText } from "./article_text.js";
import { Changes } from "./changes.js";
import { Dialog, Form } from "./dialog.js";
import { Field } from "./field.js";
import { Nothing } from "./page.js";
import { useSaving } from "./saving.js";

const said = words.articles;

export function Version({ id, number, onClose }) {
  const [version, , fault] = useAnswer(`/articles/${id}/versions/${number}`);
  return html`
    <${Dialog} title=${`${id} ${fill(said.version, { n: number })}`} onClose=${onClose} wide>
      ${!version && html`<${Nothing} fault=${fault} text=${words.page.loading} />`}
      ${version && html`
        <p class="inline"><strong>${version.title}</strong> <${Standing} row=${version} /></p>
        ${version.note && html`<p class="quoted">${version.note}</p>`}
        <section class="changes" aria-label=${said.changes}><h3>${said.changes}</h3><${Changes} changes=${version.changes} /></section>
        <details open=${!Object.keys(version.changes).length}><summary>${said.whole}</summary><${ArticleText} content=${version.content} /></details>
        ${may("edit") && html`<${Next} id=${id} version=${version} onClose=${onClose} />`}`}
    <//>
  `;
}

/** Nobody is offered to approve what they have written themselves. */
function Next({ id, version, onClose }) {
  const me = useStore((state) => state.me);
  const [day, setDay] = useState("");
  const step = { draft: "submit", in_review: "approve", approved: "publish", retired: "roll_back" }[version.standing];
  const { run, busy, fault, at } = useSaving(async () => {
    const path = step.replace("_", "-");
    await post(`/articles/${id}/${path}`, { version: version.version, ...(step === "publish" && day ? { day } : {}) });
    tell(said.done[step]);
    onClose();
  });
  if (!step || (step === "roll_back" && !version.published_at)) return null;
  if (step === "approve" && version.author === me.agent) return html`<p class="quoted">${said.own}</p>`;
  return html`
    <${Form} act=${run} fault=${fault} submit=${said.step[step]} disabled=${busy}>
      ${step === "publish" && html`<${Field} label=${said.begin} hint=${said.begin_hint} type="date" value=${day} onValue=${setDay} fault=${at("day")} />`}
    <//>
  `;
}
