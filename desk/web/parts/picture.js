/** A picture from the clipboard, dropped on the page or chosen; looked at before it is sent. */

import { call } from "../api.js";
import { replyName, forgetReply } from "../drafts.js";
import { html, useEffect, useState } from "../markup.js";
import { words } from "../words.js";
import { useActing } from "./acting.js";
import { Dialog, Form } from "./dialog.js";

const said = words.picture;
const KINDS = "image/png,image/jpeg,image/webp";

/** `picture` is the file that waits to be sent, `choose()` asks for one. */
export function usePicture(blocked) {
  const [picture, setPicture] = useState(null);
  useEffect(() => {
    if (blocked) return undefined;
    const take = (event, files) => {
      const found = [...(files ?? [])].find(({ type }) => KINDS.split(",").includes(type));
      if (!found) return;
      event.preventDefault();
      setPicture(found);
    };
    const onPaste = (event) => take(event, event.clipboardData?.files);
    const onDrop = (event) => take(event, event.dataTransfer?.files);
    const onDrag = (event) => event.preventDefault();
    const listened = [["paste", onPaste], ["drop", onDrop], ["dragover", onDrag]];
    for (const [name, listener] of listened) addEventListener(name, listener);
    return () => listened.forEach(([name, listener]) => removeEventListener(name, listener));
  }, [blocked]);
  const choose = () => {
    const input = document.createElement("input");
    Object.assign(input, { type: "file", accept: KINDS, onchange: () => setPicture(input.files[0] ?? null) });
    input.click();
  };
  return { picture, setPicture, choose };
}

export function Picture({ head, file, onClose }) {
  const [address, setAddress] = useState("");
  const id = head.conversation_id;
  useEffect(() => {
    const reader = new FileReader();
    reader.onload = () => setAddress(reader.result);
    reader.readAsDataURL(file);
  }, [file]);
  const [run, busy, fault] = useActing(async () => {
    const name = `picture ${file.name} ${file.size} ${file.lastModified}`;
    await call("POST", `/conversations/${id}/picture?epoch=${head.epoch}&reply_id=${replyName(id, name)}`, file);
    forgetReply(id);
    onClose();
  });
  return html`
    <${Dialog} title=${said.title} onClose=${onClose}>
      <${Form} act=${run} fault=${fault} submit=${said.submit} disabled=${busy || !address}>
        ${address && html`<img class="preview" src=${address} alt=${said.preview} />`}
      <//>
    <//>
  `;
}
