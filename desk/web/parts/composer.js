/** Where one writes: Enter sends, "/" brings canned replies, Ctrl+K searches knowledge; drafts are kept as one types. */

import { post, Refused } from "../api.js";
import { standing } from "../conversations.js";
import { forgetReply, replyName, useDraft } from "../drafts.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../markup.js";
import { may } from "../session.js";
import { tell } from "../store.js";
import { words } from "../words.js";
import { Canned, useCanned } from "./canned.js";
import { ComposerTools } from "./composer_tools.js";
import { Findings } from "./findings.js";

const said = words.composer;

export function Composer({ conversation }) {
  const { head } = conversation;
  const [mode, setMode] = useState("say");
  const [text, setText] = useDraft(conversation, mode);
  const [findings, setFindings] = useState([]);
  const [busy, setBusy] = useState(false);
  const area = useRef(null);
  const blocked = mode === "say" ? reasonNot(head) : "";
  const canned = useCanned(head.conversation_id, mode === "say" && !blocked ? text : "", (reply) => write(reply));
  const modes = ["say", ...(mayNote(head) ? ["note"] : []), ...(may("lead") ? ["whisper"] : [])];
  const write = (next) => {
    setText(next);
    setFindings([]);
    area.current?.focus();
  };
  const send = async (confirmed = []) => {
    if (!text.trim() || busy || blocked) return;
    setBusy(true);
    try {
      await post(`/conversations/${head.conversation_id}/${mode}`, bodyOf(mode, text, head, confirmed));
      if (mode === "say") forgetReply(head.conversation_id);
      setText("");
      setFindings([]);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (refused.code === "blocked") setFindings(refused.facts.findings);
      else tell(refused.words, "bad");
    } finally {
      setBusy(false);
    }
  };
  useHeight(area, text);
  useEffect(() => {
    if (!blocked && matchMedia("(hover: hover)").matches) area.current?.focus();
  }, [blocked]);
  return html`
    <footer class=${`composer ${mode}`}>
      <${Findings} findings=${findings} onConfirm=${send} onChange=${() => area.current.focus()} />
      <${Canned} canned=${canned} />
      <div class="modes" role="tablist" aria-label=${said.modes}>
        ${modes.map((name) => html`<button key=${name} type="button" role="tab" aria-selected=${mode === name}
          onClick=${() => setMode(name)}>${said.mode[name]}</button>`)}
        ${mode === "say" && html`<${ComposerTools} conversation=${conversation} blocked=${Boolean(blocked)} onText=${write} />`}
      </div>
      <form onSubmit=${(event) => (event.preventDefault(), send())}>
        <textarea id="text" ref=${area} rows="2" value=${text} readonly=${busy} disabled=${Boolean(blocked)} maxlength="4000"
          aria-label=${said.mode[mode]} placeholder=${blocked || said.placeholder[mode]}
          onInput=${(event) => (setText(event.target.value), setFindings([]))}
          onKeyDown=${(event) => canned.onKey(event) || onEnter(event, send)} />
        <button type="submit" class="main" disabled=${busy || Boolean(blocked) || !text.trim()}>${said.send[mode]}</button>
      </form>
    </footer>
  `;
}

/** One reply keeps its name until it was sent, so that no second try says it twice. */
function bodyOf(mode, text, head, confirmed) {
  if (mode !== "say") return { text };
  return { epoch: head.epoch, text, reply_id: replyName(head.conversation_id, text), confirmed };
}

/** Enter sends unless an input method is composing. */
function onEnter(event, send) {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  send();
}

/** Why nothing can be said here at present; "" where it can. */
function reasonNot(head) {
  const mine = standing(head);
  if (mine === "joined" || (mine === "owner" && head.owner === "human")) return "";
  return mine === "owner" ? said.not[head.owner] : (said.not_mine[head.owner] ?? said.not_mine.other);
}

function mayNote(head) {
  return Boolean(standing(head)) || may("lead");
}

function useHeight(area, text) {
  useLayoutEffect(() => {
    area.current.style.height = "auto";
    area.current.style.height = `${area.current.scrollHeight + 2}px`;
  }, [text]);
}
