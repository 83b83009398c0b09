/** Fields of a form, each with its name above it and a hint below. */

import { html, useEffect, useId, useRef } from "../markup.js";

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

/** `fault` is what is wrong with what stands there. */
function Named({ control, label, hint, fault, children, ...rest }) {
  const [id, field] = [useId(), useRef(null)];
  useEffect(() => {
    if (rest.autofocus) field.current.focus(); // the browser does it once a page, not once a form
  }, []);
  useEffect(() => {
    if (fault) field.current.focus();
  }, [fault]);
  const said = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ");
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <${control} id=${id} ref=${field} aria-describedby=${said || null} aria-invalid=${fault ? "true" : null} ...${rest}>${children}<//>
      ${fault && html`<small id=${`${id}-fault`} class="wrong">${fault}</small>`}
      ${hint && html`<small id=${`${id}-hint`}>${hint}</small>`}
    </div>
  `;
}
