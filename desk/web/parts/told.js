/** What was told to who works here, for some seconds. */

import { html } from "../markup.js";
import { useStore } from "../store.js";

export function Told() {
  const told = useStore((state) => state.told);
  return html`<div class="told" role="status" aria-live="polite">
    ${told.map((said) => html`<p key=${said.id} class=${said.tone}>${said.text}</p>`)}
  </div>`;
}
