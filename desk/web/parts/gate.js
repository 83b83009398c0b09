/** The card in the middle of an empty page: signing in, and what has to be done before work begins. */

import { html } from "../markup.js";
import { signOut } from "../session.js";
import { useStore } from "../store.js";
import { words } from "../words.js";

export function Gate({ title, text, children }) {
  const me = useStore((state) => state.me);
  return html`
    <main class="gate">
      <section class="panel">
        <img src="/static/desk/mark.svg" alt="" width="44" height="44" />
        <h1>${title}</h1>
        <p class="quiet">${text}</p>
        ${children}
        ${me && html`<button type="button" class="link" onClick=${signOut}>${words.me.sign_out}</button>`}
      </section>
    </main>
  `;
}
