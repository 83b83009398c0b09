/** The bar on top: the views, what is wrong with the line, whether I take conversations, and myself. */

import { html, useEffect } from "../markup.js";
import { go } from "../router.js";
import { setPresence, signOut } from "../session.js";
import { useStore } from "../store.js";
import { words } from "../words.js";
import { Icon } from "./icon.js";
import { Menu } from "./menu.js";
import { useSound } from "./sound.js";

const STATES = ["ready", "busy", "away"];

export function TopBar({ views, shown }) {
  const me = useStore((state) => state.me);
  return html`
    <header class="bar">
      <img src="/static/desk/mark.svg" alt="" width="28" height="28" />
      <strong class="name">${words.title}</strong>
      <nav aria-label=${words.nav}>
        ${views.filter(({ own }) => !own).map(({ name }) => html`<${Tab} key=${name} name=${name} current=${name === shown} />`)}
      </nav>
      ${me.demo && html`<span class="chip warn">${words.demo}</span>`}
      <${Line} />
      <${Sound} />
      ${me.permissions.includes("serve") && html`<${Presence} />`}
      <${Menu} label=${`${me.name} ${me.number}`} icon="person">
        <p class="quiet">${words.role[me.role]} · ${me.agent}</p>
        <button type="button" onClick=${() => go("me")}>${words.view.me}</button>
        <button type="button" onClick=${signOut}>${words.me.sign_out}</button>
      <//>
    </header>
  `;
}

function Tab({ name, current }) {
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
    event.preventDefault();
    go(name);
  };
  return html`<a href=${`/desk/${name}`} aria-current=${current ? "page" : null} onClick=${open}>${words.view[name]}</a>`;
}

function Line() {
  const line = useStore((state) => state.line);
  return html`<p class="line" data-state=${line} role="status">${words.line[line]}</p>`;
}

function Sound() {
  const [on, setOn] = useSound();
  const label = on ? words.sound.playing : words.sound.silent;
  return html`<button type="button" class="plain" aria-pressed=${on} title=${label} aria-label=${label}
    onClick=${() => setOn(!on)}><${Icon} name=${on ? "sound" : "mute"} /></button>`;
}

function Presence() {
  const presence = useStore((state) => state.presence);
  return html`
    <div class="presence" role="radiogroup" aria-label=${words.presence.label}>
      ${STATES.map((name) => html`
        <button key=${name} type="button" role="radio" aria-checked=${presence === name} data-state=${name}
          onClick=${() => setPresence(name)}>${words.presence[name]}</button>`)}
    </div>
  `;
}
