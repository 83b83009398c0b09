/** 会话: my conversations and the queue, the one that is open, and who the investor is. */

import { html, useEffect, useState } from "../markup.js";
import { Conversation } from "../parts/conversation.js";
import { Customer } from "../parts/customer.js";
import { KeyHelp, useKeys } from "../parts/keys.js";
import { Mine } from "../parts/mine.js";
import { Queue } from "../parts/queue.js";
import { useStore } from "../store.js";
import { words } from "../words.js";

export function Work({ number }) {
  const board = useStore((state) => state.board);
  const [customer, showCustomer] = useState(false);
  const [help, showHelp] = useState(false);
  useKeys(board, () => showHelp(true));
  useEffect(() => showCustomer(false), [number]);
  return html`
    <div class=${`work ${customer ? "with-customer" : ""} ${number ? "opened" : ""}`}>
      <aside class="lists" aria-label=${words.lists}>
        <${Mine} board=${board} shown=${number} />
        <${Queue} board=${board} />
      </aside>
      ${number
        ? html`<${Conversation} key=${number} id=${number} onCustomer=${() => showCustomer(!customer)} />
            <${Customer} key=${`customer ${number}`} id=${number} />`
        : html`<section class="nothing"><p>${words.work.nothing}</p><p class="quiet">${words.work.keys}</p></section>`}
    </div>
    ${help && html`<${KeyHelp} onClose=${() => showHelp(false)} />`}
  `;
}
