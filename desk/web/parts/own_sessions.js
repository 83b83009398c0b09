/** Where I am signed in, and ending what is not me. */

import { attempt, post } from "../api.js";
import { clock } from "../clock.js";
import { html } from "../markup.js";
import { fill, words } from "../words.js";
import { useAnswer } from "./answering.js";
import { Nothing, Panel } from "./page.js";

const said = words.account;

export function OwnSessions() {
  const [answer, again, fault] = useAnswer("/me/sessions");
  const end = (id) => attempt(async () => {
    await post(`/sessions/${id}/end`);
    again();
  });
  return html`
    <${Panel} title=${said.sessions} count=${answer?.sessions.length}>
      <ul class="sessions">
        ${answer?.sessions.map(({ id, device, created_at: began, seen_at: seen, current }) => html`
          <li key=${id}>
            <div><strong>${device || said.unknown}</strong> ${current && html`<span class="chip good">${said.current}</span>`}
              <p class="quiet">${fill(said.seen, { began: clock(began), seen: clock(seen) })}</p></div>
            ${!current && html`<button type="button" class="second small" onClick=${() => end(id)}>${said.end}</button>`}
          </li>`)}
      </ul>
      ${!answer && html`<${Nothing} fault=${fault} text=${words.page.loading} />`}
    <//>
  `;
}
