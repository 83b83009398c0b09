/** A group of figures as tiles: the value, its target and whether it is met, of how many; the definition on demand. */

import { html, useId } from "../markup.js";
import { fill, words } from "../words.js";
import * as measured from "./measured.js";

const said = words.measure;

export function Tiles({ group, onShow }) {
  return html`
    <section class="figures" aria-label=${group.title}>
      <h2>${group.title}</h2>
      <ul>${group.figures.map((figure) => html`<${Tile} key=${figure.name} figure=${figure} onShow=${onShow} />`)}</ul>
    </section>
  `;
}

function Tile({ figure, onShow }) {
  const { title, definition, value, unit, of, met } = figure;
  const id = useId();
  const tone = met === null ? "" : met ? "good" : "bad";
  return html`
    <li class="tile">
      <button type="button" aria-describedby=${id} data-met=${tone || null} onClick=${() => onShow(figure)}>
        <span class="name">${title}</span>
        <strong class=${value === null ? "quiet" : ""}>${measured.value(value, unit)}</strong>
        <span class="below">
          ${figure.target === null
            ? unit !== "count" && html`<span>${fill(said.of, { n: of })}</span>`
            : html`<span class=${`chip ${tone}`}>${fill(met === null ? said.target : met ? said.met : said.missed, { target: measured.target(figure) })}</span>
                <span>${fill(said.of, { n: of })}</span>`}
        </span>
      </button>
      <p class="definition" role="tooltip" id=${id}>${definition}</p>
    </li>
  `;
}
