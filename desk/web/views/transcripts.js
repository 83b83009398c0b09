/** 记录: finding and reading what was said, taking it out of the house, and what investors wish about their data. */

import { html, useState } from "../markup.js";
import { Page, Tabs } from "../parts/page.js";
import { Record } from "../parts/record.js";
import { RecordSearch } from "../parts/record_search.js";
import { Wishes } from "../parts/wishes.js";
import { may } from "../session.js";
import { words } from "../words.js";

const said = words.records;
const TABS = [["search", said.search], ["wishes", said.wishes]];

export function Transcripts({ number }) {
  const [tab, setTab] = useState("search");
  if (number) return html`<${Record} key=${number} id=${number} />`;
  const tools = may("wishes") && html`<${Tabs} label=${words.view.transcripts} names=${TABS} at=${tab} onTab=${setTab} />`;
  return html`
    <${Page} title=${words.view.transcripts} tools=${tools}>
      ${tab === "search" ? html`<${RecordSearch} />` : html`<${Wishes} />`}
    <//>
  `;
}
