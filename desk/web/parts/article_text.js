/** What an article says, as it was written: its placeholders stand in it. */

import { html } from "../markup.js";
import { name, words } from "../words.js";

const said = words.articles.field;

export function ArticleText({ content }) {
  const { answer, detail, steps = [], sources = [], questions = [], next = [], channels = {}, languages = {} } = content;
  const wordings = [...Object.entries(languages), ...Object.entries(channels)];
  return html`
    <div class="article">
      <p class="text">${answer}</p>
      ${detail && html`<h4>${said.detail}</h4><p class="text">${detail}</p>`}
      ${steps.length > 0 && html`<h4>${said.steps}</h4><ol class="steps">${steps.map((step) => html`<li key=${step} class="text">${step}</li>`)}</ol>`}
      ${wordings.map(([code, text]) => html`<h4 key=${code}>${words.wording[code] ?? name("channel", code)}</h4><p class="text">${text}</p>`)}
      <${Lines} title=${said.questions} lines=${questions} />
      <${Lines} title=${said.sources} lines=${sources} />
      ${next.length > 0 && html`<h4>${said.next}</h4><p>${next.join(" ")}</p>`}
    </div>
  `;
}

function Lines({ title, lines }) {
  return lines.length > 0 && html`<h4>${title}</h4><ul class="lines">${lines.map((line) => html`<li key=${line}>${line}</li>`)}</ul>`;
}
