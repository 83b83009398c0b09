/** The team: how everybody stands and since when, what they have, and sending them to a break or back. */

import { attempt, post } from "../api.js";
import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html } from "../markup.js";
import { fill, words } from "../words.js";
import { Menu } from "./menu.js";
import { Nothing, Panel } from "./page.js";

const said = words.team;
const ORDER = ["ready", "busy", "away", "gone"];

export function Team({ team }) {
  const sorted = [...team].sort((one, other) => ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing));
  return html`
    <${Panel} title=${said.title} count=${team.length}>
      <ul class="team">${sorted.map((person) => html`<${Person} key=${person.agent} person=${person} />`)}</ul>
      ${!team.length && html`<${Nothing} text=${said.none} />`}
    <//>
  `;
}

function Person({ person }) {
  const { agent, name, number, role, standing, since, load, capacity, skills } = person;
  const set = (state) => () => attempt(() => post(`/team/${encodeURIComponent(agent)}/state`, { state }));
  return html`
    <li>
      <div class="who-works">
        <strong>${name}</strong> <span class="quiet">${number} · ${words.role[role]}</span>
        <p class="quiet">${skills.map(figures.skill).join("、") || words.skill.general}</p>
      </div>
      <div class="load" title=${said.load}>
        <meter min="0" max=${Math.max(capacity, 1)} value=${load} aria-label=${said.load}></meter>
        <span>${load}/${capacity}</span>
      </div>
      <div class="standing">
        <span class="state" data-state=${standing}>${words.presence[standing]}</span>
        ${since && html`<small class="quiet">${fill(said.since, { at: clock(since) })}</small>`}
      </div>
      <${Menu} label=${said.change}>
        ${["ready", "busy", "away"].filter((state) => state !== standing).map((state) => html`
          <button key=${state} type="button" onClick=${set(state)}>${said.set[state]}</button>`)}
      <//>
    </li>
  `;
}
