/** 设置: who works here, when, by which time limits, and with which words. */

import { html, useState } from "../markup.js";
import { Agents } from "../parts/agents.js";
import { Hours } from "../parts/hours.js";
import { Limits } from "../parts/limits.js";
import { Page, Tabs } from "../parts/page.js";
import { Replies } from "../parts/replies.js";
import { may } from "../session.js";
import { words } from "../words.js";

const said = words.settings;
const PARTS = [
  { name: "agents", permissions: ["set"], show: Agents },
  { name: "hours", permissions: ["set"], show: Hours },
  { name: "routing", permissions: ["set", "lead"], show: () => html`<${Limits} key="routing" name="routing" />` },
  { name: "appointments", permissions: ["set"], show: () => html`<${Limits} key="appointments" name="appointments" />` },
  { name: "replies", permissions: ["set", "lead"], show: Replies },
];

export function Settings() {
  const allowed = PARTS.filter(({ permissions }) => permissions.some(may));
  const [tab, setTab] = useState(allowed[0].name);
  const part = allowed.find(({ name }) => name === tab);
  const tools = html`<${Tabs} label=${words.view.settings} names=${allowed.map(({ name }) => [name, said[name]])} at=${tab} onTab=${setTab} />`;
  return html`<${Page} title=${words.view.settings} tools=${tools}><${part.show} /><//>`;
}
