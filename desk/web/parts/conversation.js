/** One conversation: what can be done with it, all that was said, and where one writes. */

import { Refused } from "../api.js";
import { load } from "../conversations.js";
import { html, useEffect, useState } from "../markup.js";
import { useStore } from "../store.js";
import { words } from "../words.js";
import { Composer } from "./composer.js";
import { ConversationHead } from "./conversation_head.js";
import { Summary } from "./summary.js";
import { Transcript } from "./transcript.js";

/** `onCustomer()` shows or hides who the investor is, where there is no room for both. */
export function Conversation({ id, onCustomer }) {
  const conversation = useStore((state) => state.open[id]);
  useStore((state) => state.colleagues); // whose names stand in it
  const [fault, setFault] = useState("");
  useEffect(() => {
    load(id).catch((refused) => {
      if (!(refused instanceof Refused)) throw refused;
      setFault(refused.words);
    });
  }, [id]);
  if (!conversation?.head) return html`<section class="nothing"><p role="status">${fault || words.work.opening}</p></section>`;
  return html`
    <section class="conversation" aria-label=${words.work.conversation}>
      <${ConversationHead} conversation=${conversation} onCustomer=${onCustomer} />
      <${Transcript} id=${id} conversation=${conversation}>
        <${Summary} handoff=${conversation.head.handoff} head=${conversation.head} />
      <//>
      <${Composer} conversation=${conversation} />
    </section>
  `;
}
