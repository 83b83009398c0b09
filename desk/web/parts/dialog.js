/** A dialog over the page: the browser keeps the focus inside, Escape closes it. */

import { html, useEffect, useRef } from "../markup.js";
import { words } from "../words.js";
import { Icon } from "./icon.js";

export function Dialog({ title, onClose, wide, children }) {
  const element = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, []);
  return html`
    <dialog ref=${element} class=${wide ? "wide" : ""} aria-label=${title}
      onCancel=${(event) => (event.preventDefault(), onClose())}>
      <header>
        <h2>${title}</h2>
        <button type="button" class="plain" aria-label=${words.close} onClick=${onClose}><${Icon} name="close" /></button>
      </header>
      ${children}
    </dialog>
  `;
}

/** Fields and the buttons below them; `act` may refuse, then its words stand above the buttons. */
export function Form({ act, fault, submit, danger, disabled, children }) {
  const onSubmit = (event) => (event.preventDefault(), act());
  return html`
    <form class="fields" onSubmit=${onSubmit}>
      ${children}
      ${fault && html`<p class="fault" role="alert">${fault}</p>`}
      <footer><button class=${danger ? "danger" : "main"} disabled=${disabled}>${submit}</button></footer>
    </form>
  `;
}
