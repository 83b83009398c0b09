/** A button with a small menu below it, which closes on a choice, on Escape and when the focus leaves. */

import { html, useRef } from "../markup.js";
import { Icon } from "./icon.js";

export function Menu({ label, icon, children }) {
  const box = useRef(null);
  const close = () => (box.current.open = false);
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    close();
    box.current.querySelector("summary").focus();
  };
  const onBlur = (event) => box.current.contains(event.relatedTarget) || close();
  return html`
    <details class="menu" ref=${box} onKeyDown=${onKey} onFocusOut=${onBlur}>
      <summary>${icon && html`<${Icon} name=${icon} />`}<span>${label}</span><${Icon} name="down" size="14" /></summary>
      <div class="choices" onClick=${(event) => event.target.closest("button") && close()} tabindex="-1">${children}</div>
    </details>
  `;
}
