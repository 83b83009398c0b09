/** What has to be seen at once, above everything until somebody has said that they saw it. */

import { attempt, post } from "../api.js";
import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { go } from "../router.js";
import { useStore } from "../store.js";
import { fill, words } from "../words.js";
import { Icon } from "./icon.js";

const said = words.alerts;
const SHOWN = 3;

export function Alerts() {
  const alerts = useStore((state) => state.board?.alerts);
  if (!alerts?.length) return null;
  return html`
    <section class="alerts" role="alert" aria-label=${said.label}>
      <ul>${alerts.slice(0, SHOWN).map((alert) => html`<${Alert} key=${alert.id} alert=${alert} />`)}</ul>
      ${alerts.length > SHOWN && html`<p>${fill(said.more, { n: alerts.length - SHOWN })}</p>`}
    </section>
  `;
}

function Alert({ alert }) {
  const { id, conversation_id: number, reason, raised_at: at } = alert;
  return html`
    <li>
      <${Icon} name="bell" />
      <strong>${figures.reason(reason)}</strong>
      <span>${fill(words.work.number, { n: number })} · ${clock(at)}</span>
      <button type="button" class="second small" onClick=${() => go("work", number)}>${said.open}</button>
      <button type="button" class="second small" onClick=${() => attempt(() => post(`/alerts/${id}/seen`))}>${said.seen}</button>
    </li>
  `;
}
