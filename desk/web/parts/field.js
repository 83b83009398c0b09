/** A field of a form with its name above it. */

import { html, useId } from "../markup.js";

export function Field({ label, hint, onValue, ...rest }) {
  const id = useId();
  return html`
    <label class="field" for=${id}><span>${label}</span>
      <input id=${id} ...${rest} onInput=${(event) => onValue(event.target.value)} />
      ${hint && html`<small>${hint}</small>`}
    </label>
  `;
}

/** `options`: [value, name] pairs. */
export function Choice({ label, options, value, onValue, ...rest }) {
  const id = useId();
  return html`
    <label class="field" for=${id}><span>${label}</span>
      <select id=${id} ...${rest} value=${value} onChange=${(event) => onValue(event.target.value)}>
        ${options.map(([option, name]) => html`<option key=${option} value=${option}>${name}</option>`)}
      </select>
    </label>
  `;
}

export function Area({ label, hint, onValue, ...rest }) {
  const id = useId();
  return html`
    <label class="field" for=${id}><span>${label}</span>
      <textarea id=${id} ...${rest} onInput=${(event) => onValue(event.target.value)}></textarea>
      ${hint && html`<small>${hint}</small>`}
    </label>
  `;
}
