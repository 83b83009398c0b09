/** A password that is good for one sign-in, shown this once. */

import { html } from "../markup.js";
import { tell } from "../store.js";
import { fill, words } from "../words.js";
import { Dialog, Form } from "./dialog.js";

const said = words.agents;

export function Given({ agent, password, onClose }) {
  const copy = () => navigator.clipboard?.writeText(password).then(() => tell(said.copied), () => null); // else by hand
  return html`
    <${Dialog} title=${said.given} onClose=${onClose}>
      <${Form} act=${onClose} submit=${said.noted}>
        <p>${fill(said.given_text, { name: agent.name, id: agent.id })}</p>
        <p class="given"><code>${password}</code>
          <button type="button" class="second small" onClick=${copy}>${said.copy}</button></p>
        <p class="quiet">${said.given_once}</p>
      <//>
    <//>
  `;
}
