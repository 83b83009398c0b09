/** What the bot would answer, with where it has it from; an agent reads it and decides. */

import { attempt, post } from "../api.js";
import { html, useEffect, useState } from "../markup.js";
import { fill, name, words } from "../words.js";
import { useActing } from "./acting.js";
import { Dialog, Form } from "./dialog.js";

const said = words.suggestion;

export function Suggestion({ id, onText, onClose }) {
  const [found, setFound] = useState(null);
  const [ask, busy, fault] = useActing(async () => setFound(await post(`/conversations/${id}/suggest`)));
  const use = () => {
    attempt(() => post(`/conversations/${id}/suggest/used`, { id: found.id }));
    onText(found.text);
  };
  useEffect(() => void ask(), [id]);
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${use} fault=${fault} submit=${said.use} disabled=${!found?.text}>
        ${busy && html`<p class="quiet" role="status">${said.asking}</p>`}
        ${found && !found.text && html`<p>${said.none}</p>`}
        ${found?.text && html`<p class="bubble">${found.text}</p><${Source} source=${found.source} />`}
      <//>
    <//>
  `;
}

function Source({ source }) {
  if (!source) return null;
  const { kind, id, title, as_of: asOf } = source;
  return html`<p class="quiet">${fill(said.source, { kind: name("source", kind), title: title ?? id ?? "" })} ${asOf ?? ""}</p>`;
}
