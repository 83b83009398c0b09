/** What helps to write: a picture, canned replies, knowledge, and the bot's suggestion for who asks for it. */

import { html, useEffect, useState } from "../markup.js";
import { words } from "../words.js";
import { Icon } from "./icon.js";
import { Knowledge } from "./knowledge.js";
import { Picture, usePicture } from "./picture.js";
import { Suggestion } from "./suggestion.js";

const said = words.composer;

/** `onText(text)` puts words where one writes; they are sent by nobody but the agent. */
export function ComposerTools({ conversation, blocked, onText }) {
  const id = conversation.head.conversation_id;
  const [open, setOpen] = useState("");
  const { picture, setPicture, choose } = usePicture(blocked);
  const close = () => setOpen("");
  const use = (text) => {
    close();
    onText(text);
  };
  useEffect(() => {
    const onKey = (event) => {
      if (!event.ctrlKey || event.key.toLowerCase() !== "k" || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      setOpen("knowledge");
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return html`
    <span class="tools">
      <${Tool} icon="idea" label=${said.suggest} onClick=${() => setOpen("suggest")} disabled=${blocked} />
      <${Tool} icon="book" label=${said.knowledge} onClick=${() => setOpen("knowledge")} />
      <${Tool} icon="slash" label=${said.canned} onClick=${() => onText("/")} disabled=${blocked} />
      <${Tool} icon="picture" label=${said.picture} onClick=${choose} disabled=${blocked} />
    </span>
    ${open === "suggest" && html`<${Suggestion} id=${id} onText=${use} onClose=${close} />`}
    ${open === "knowledge" && html`<${Knowledge} onText=${blocked ? null : use} onClose=${close} />`}
    ${picture && html`<${Picture} head=${conversation.head} file=${picture} onClose=${() => setPicture(null)} />`}
  `;
}

function Tool({ icon, label, ...rest }) {
  return html`<button type="button" class="plain" title=${label} aria-label=${label} ...${rest}><${Icon} name=${icon} /></button>`;
}
