/** 主管: who waits and who serves at this moment, the team, and what is agreed for later. */

import { html, useState } from "../markup.js";
import { Appointments } from "../parts/appointments.js";
import { LiveList, OpenOne } from "../parts/live_list.js";
import { Page, Tabs } from "../parts/page.js";
import { QueueControl } from "../parts/queue_control.js";
import { Strip } from "../parts/strip.js";
import { Team } from "../parts/team.js";
import { useStore } from "../store.js";
import { words } from "../words.js";

const said = words.lead;
const TABS = [["now", said.now], ["appointments", said.appointments]];

export function Lead() {
  const board = useStore((state) => state.board);
  const [tab, setTab] = useState("now");
  const tools = html`<${Tabs} label=${words.view.lead} names=${TABS} at=${tab} onTab=${setTab} /><${OpenOne} />`;
  if (tab === "appointments") return html`<${Page} title=${words.view.lead} tools=${tools}><${Appointments} /><//>`;
  return html`
    <${Page} title=${words.view.lead} tools=${tools}>
      <${Strip} board=${board} />
      <div class="lead-grid">
        <div>
          <${QueueControl} board=${board} />
          <${LiveList} board=${board} />
        </div>
        <${Team} team=${board?.team ?? []} />
      </div>
    <//>
  `;
}
