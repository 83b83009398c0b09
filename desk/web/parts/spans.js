/** Parts of a day, each from one time to another. */

import { html } from "../markup.js";
import { words } from "../words.js";
import { Icon } from "./icon.js";

const said = words.hours;

/** `name` is how the server calls them when it cannot read one; `wrong.at(name)` says so at its place. */
export function Spans({ label, name, spans, onSpans, wrong }) {
  const change = (place, end) => (time) =>
    onSpans(spans.map((span, at) => (at === place ? span.map((each, side) => (side === end ? time : each)) : span)));
  const fault = wrong.at(name) || spans.map((_, place) => wrong.at(`${name}[${place}]`)).find(Boolean);
  return html`
    <fieldset class="spans">
      <legend>${label}</legend>
      ${spans.map(([begins, ends], place) => html`
        <span key=${place} class="span">
          <${Time} label=${`${label} ${said.begins}`} time=${begins} onTime=${change(place, 0)} fault=${wrong.at(`${name}[${place}].begins`)} /> –
          <${Time} label=${`${label} ${said.ends}`} time=${ends} onTime=${change(place, 1)} fault=${wrong.at(`${name}[${place}].ends`)} />
          <button type="button" class="plain" aria-label=${said.remove} title=${said.remove}
            onClick=${() => onSpans(spans.filter((_, at) => at !== place))}><${Icon} name="close" size="14" /></button>
        </span>`)}
      ${!spans.length && html`<span class="quiet">${said.closed}</span>`}
      <button type="button" class="second small" onClick=${() => onSpans([...spans, ["09:00", "17:00"]])}>${said.add}</button>
      ${fault && html`<small class="wrong">${fault}</small>`}
    </fieldset>
  `;
}

/** A field of its own for "24:00", which no field for times takes. */
export function Time({ label, time, onTime, fault }) {
  return html`<input class="search time" inputmode="numeric" maxlength="5" pattern="[0-2][0-9]:[0-5][0-9]" placeholder="09:00"
    required value=${time} aria-label=${label} aria-invalid=${fault ? "true" : null} onInput=${(event) => onTime(event.target.value)} />`;
}
