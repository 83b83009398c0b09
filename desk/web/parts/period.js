/** Which days: today, yesterday, the last seven or thirty, or any two. */

import { daysAgo } from "../clock.js";
import { html } from "../markup.js";
import { words } from "../words.js";

const said = words.period;
const PRESETS = { today: [0, 0], yesterday: [1, 1], week: [6, 0], month: [29, 0] };

export function Period({ period, onPeriod }) {
  const set = (name) => ({ target }) => target.value && onPeriod({ ...period, [name]: target.value });
  return html`
    <div class="period" role="group" aria-label=${said.label}>
      ${Object.entries(PRESETS).map(([name, [from, to]]) => html`
        <button key=${name} type="button" aria-pressed=${period.from === daysAgo(from) && period.to === daysAgo(to)}
          onClick=${() => onPeriod({ from: daysAgo(from), to: daysAgo(to) })}>${said[name]}</button>`)}
      <input type="date" class="search" aria-label=${said.from} value=${period.from} max=${period.to} onChange=${set("from")} />
      <span class="quiet">–</span>
      <input type="date" class="search" aria-label=${said.to} value=${period.to} min=${period.from} max=${daysAgo(0)} onChange=${set("to")} />
    </div>
  `;
}
