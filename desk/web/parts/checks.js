/** Several of some words to choose from, and one of few. */

import { html, useId } from "../markup.js";

/** `options`: [value, name] pairs; `chosen` the values, in the order in which they were chosen. */
export function Checks({ label, options, chosen, onChosen, fault }) {
  const set = (value, on) => onChosen(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return html`
    <fieldset class="checks" aria-invalid=${fault ? "true" : null}>
      <legend>${label}</legend>
      ${options.map(([value, name]) => html`<label key=${value} class="check">
        <input type="checkbox" checked=${chosen.includes(value)} onChange=${(event) => set(value, event.target.checked)} />
        ${name}</label>`)}
      ${fault && html`<small class="wrong">${fault}</small>`}
    </fieldset>
  `;
}

export function Radios({ label, options, value, onValue }) {
  const name = useId();
  return html`
    <fieldset class="checks">
      <legend>${label}</legend>
      ${options.map(([option, title]) => html`<label key=${option} class="check">
        <input type="radio" name=${name} checked=${value === option} onChange=${() => onValue(option)} />${title}</label>`)}
    </fieldset>
  `;
}

export function Check({ label, on, onValue, ...rest }) {
  return html`<label class="check">
    <input type="checkbox" checked=${on} onChange=${(event) => onValue(event.target.checked)} ...${rest} />${label}</label>`;
}
