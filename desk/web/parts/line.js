/** One line of the transcript: text, buttons with the pressed one marked, pictures, files, speech, and its fate. */

import { clock } from "../clock.js";
import * as figures from "../figures.js";
import { html, useState } from "../markup.js";
import { fill, name, words } from "../words.js";
import { Icon } from "./icon.js";

const said = words.transcript;
const ARRIVED = new Set([null, "web", "sent", "delivered"]); // what is in the transcript is on the web page

export function Line({ line, pressed, goesOn }) {
  return html`
    <article class=${`line-row ${line.sender} ${goesOn ? "goes-on" : ""}`} data-seq=${line.seq}>
      ${!goesOn && html`<p class="who">${who(line)} <time datetime=${line.at}>${clock(line.at)}</time></p>`}
      <${Content} line=${line} />
      ${line.buttons.length > 0 && html`<${Buttons} buttons=${line.buttons} pressed=${pressed} />`}
      <${Below} line=${line} />
    </article>
  `;
}

function who({ sender, agent }) {
  return sender === "agent" && agent ? `${words.sender.agent} ${figures.agent(agent)}` : words.sender[sender];
}

function Content({ line }) {
  const { text, kind, media, image, file } = line;
  return html`
    ${kind === "button" && html`<p class="bubble chosen">${fill(said.pressed, { title: line.pressed_title ?? text ?? "" })}</p>`}
    ${image && html`<${Picture} address=${image} text=${text} />`}
    ${media && html`<${Attachment} kind=${kind} media=${media} file=${file} />`}
    ${kind !== "button" && text && html`<p class="bubble">${text}</p>`}
    ${kind !== "button" && !text && !image && !media && html`<p class="bubble quiet">${name("kind", kind)}</p>`}
    ${line.length > (text?.length ?? 0) && html`<p class="fate">${fill(said.cut, { n: line.length })}</p>`}
  `;
}

function Picture({ address, text }) {
  const [broken, setBroken] = useState(false);
  const own = safe(address);
  if (!own || broken) return html`<p class="fate">${said.no_picture}</p>`;
  return html`<a class="picture" href=${own} target="_blank" rel="noopener" title=${said.enlarge}>
    <img src=${own} alt=${[words.kind.image, text?.split("\n")[0]].filter(Boolean).join("：")} loading="lazy"
      decoding="async" onError=${() => setBroken(true)} />
  </a>`;
}

/** What an investor sent. Only pictures are shown; anything else is a file to be opened on purpose. */
function Attachment({ kind, media, file }) {
  const heard = media.recognition && html`<p class="bubble">${fill(said.heard, { text: media.recognition })}</p>`;
  if (file && media.mime?.startsWith("image/")) return html`<${Picture} address=${file} />`;
  const state = media.refused ? name("refused", media.refused) : media.awaited ? said.awaited : size(media.size);
  const label = html`<${Icon} name="file" /><span>${name("kind", kind)}</span><small>${state}</small>`;
  return html`
    ${file ? html`<a class="file" href=${safe(file)} download>${label}</a>` : html`<p class="file">${label}</p>`}
    ${heard}
  `;
}

function Buttons({ buttons, pressed }) {
  return html`<ul class="offered-buttons" aria-label=${said.buttons}>
    ${buttons.map(({ id, title }) => html`<li key=${id} class=${pressed.has(id) ? "pressed" : ""}>
      ${title}${pressed.has(id) && html`<span class="unseen">${said.was_pressed}</span>`}</li>`)}
  </ul>`;
}

/** What was understood, and whether it has arrived. */
function Below({ line }) {
  const understood = line.sender === "user" && (line.topic || line.intent);
  const delivery = line.sender === "user" || ARRIVED.has(line.delivery) ? "" : name("delivery", line.delivery);
  if (!understood && !delivery) return null;
  const sure = line.confidence ? `${Math.round(line.confidence * 100)}%` : "";
  return html`<p class="fate">
    ${understood && html`<span class="chip" title=${said.understood}>${[figures.topic(line.topic), line.intent, sure].filter(Boolean).join(" · ")}</span>`}
    ${delivery && html`<span class=${`chip ${["failed", "expired"].includes(line.delivery) ? "bad" : "warn"}`} title=${line.delivery_error}>${delivery}</span>`}
  </p>`;
}

/** Only an address of this gateway becomes a link or a picture. */
function safe(address) {
  if (!URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.origin === location.origin ? url.href : null;
}

function size(bytes) {
  if (!bytes) return "";
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
