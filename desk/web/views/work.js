/** 会话: my conversations and the queue, the one that is open, and who the investor is. */

import { html } from "../markup.js";

export function Work({ number }) {
  return html`<div class="work">${number}</div>`;
}
