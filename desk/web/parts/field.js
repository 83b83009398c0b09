/** Fields of a form, each with its name above it and a hint below. */

import { html, useId } from "../markup.js";

export function Field({ onValue, ...rest }) {
  return html`<${Named} control="input" ...${rest} onInput=${(event) => onValue(event.target.value)} />`;
}

export function Area({ onValue, ...rest }) {
  return html`<${Named} control="textarea" ...${rest} onInput=${(event) => onValue(event.target.value)} />`;
}

/** `options`: [value, name] pairs. */
export function Choice({ onValue, options, ...rest }) {
  return html`
    <${Named} control="select" ...${rest} onChange=${(event) => onValue(event.target.value)}>
      ${options.map(([option, name]) => html`<option key=${option} value=${option}>${name}</option>`)}
    <//>
  `;
}

function Named({ control, label, hint, children, ...rest }) {
  const id = useId();
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <${control} id=${id} aria-describedby=${hint ? `${id}-hint` : null} ...${rest}>${children}<//>
      ${hint && html`<small id=${`${id}-hint`}>${hint}</small>`}
    </div>
  `;
}
