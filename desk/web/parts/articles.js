/** The articles that the bot answers from, to read: they are kept up in their files. */

import { html, useState } from "../markup.js";
import { words } from "../words.js";
import { query, useAnswer } from "./answering.js";
import { Article } from "./knowledge.js";
import { Nothing, Panel } from "./page.js";

const said = words.knowledge;

export function Articles() {
  const [asked, setAsked] = useState("");
  const [answer, , fault] = useAnswer(asked.trim() ? `/knowledge${query({ q: asked.trim() })}` : null);
  const tools = html`<input class="search short" type="search" value=${asked} placeholder=${said.placeholder} aria-label=${said.title}
    onInput=${(event) => setAsked(event.target.value)} autofocus />`;
  const found = asked.trim() ? (answer?.articles ?? null) : [];
  return html`
    <${Panel} title=${words.settings.articles} tools=${tools}>
      <p class="quiet">${words.settings.articles_text}</p>
      <ul class="articles">${(found ?? []).map((article) => html`<${Article} key=${article.id} article=${article} />`)}</ul>
      ${asked.trim() && !found?.length && html`<${Nothing} fault=${fault} text=${found ? said.none : words.page.loading} />`}
    <//>
  `;
}
