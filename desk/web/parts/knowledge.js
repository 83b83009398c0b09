/** Searching the articles that the bot answers from, while one writes. */

import { get } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { words } from "../words.js";
import { Dialog } from "./dialog.js";

const said = words.knowledge;
const AFTER = 180; // ms

/** `onText(text)` is null where nothing can be written. */
export function Knowledge({ onText, onClose }) {
  const [asked, setAsked] = useState("");
  const [found, setFound] = useState(null);
  useEffect(() => {
    if (!asked.trim()) return undefined;
    let current = true;
    const search = () => get(`/knowledge?q=${encodeURIComponent(asked.trim())}`).then(
      (answer) => current && setFound(answer.articles),
      () => current && setFound([]),
    );
    const timer = setTimeout(search, AFTER);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return html`
    <${Dialog} title=${said.title} onClose=${onClose} wide>
      <input class="search" type="search" value=${asked} autofocus placeholder=${said.placeholder} aria-label=${said.title}
        onInput=${(event) => setAsked(event.target.value)} />
      <ul class="articles" aria-live="polite">
        ${(found ?? []).map((article) => html`<${Article} key=${article.id} article=${article} onText=${onText} />`)}
        ${found?.length === 0 && html`<li class="quiet">${said.none}</li>`}
      </ul>
    <//>
  `;
}

export function Article({ article, onText }) {
  const { id, title, answer, detail, steps, sources, verified } = article;
  return html`
    <li>
      <details>
        <summary><strong>${title}</strong> <span class="quiet">${id}</span>
          ${!verified && html`<span class="chip warn">${said.unverified}</span>`}</summary>
        <p class="text">${answer}</p>
        ${steps.length > 0 && html`<ol class="steps">${steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol>`}
        ${detail && html`<p class="text quiet">${detail}</p>`}
        ${sources.length > 0 && html`<p class="quiet">${said.sources}：${sources.join("、")}</p>`}
        ${onText && html`<button type="button" class="second small" onClick=${() => onText(answer)}>${said.use}</button>`}
      </details>
    </li>
  `;
}
