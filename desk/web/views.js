/**
 * The views of the desk in the order of the menu: their name in the address, who may see them (one of the permissions,
 * or everybody), what shows them. What is one's `own` is reached from one's own menu.
 */

import { Audit } from "./views/audit.js";
import { Campaigns } from "./views/campaigns.js";
import { Knowledge } from "./views/knowledge.js";
import { Lead } from "./views/lead.js";
import { Me } from "./views/me.js";
import { Metrics } from "./views/metrics.js";
import { Settings } from "./views/settings.js";
import { Transcripts } from "./views/transcripts.js";
import { Work } from "./views/work.js";

export const views = [
  { name: "work", permissions: ["serve"], show: Work },
  { name: "lead", permissions: ["lead"], show: Lead },
  { name: "campaigns", permissions: ["serve"], show: Campaigns },
  { name: "metrics", permissions: ["measure"], show: Metrics },
  { name: "transcripts", permissions: ["read"], show: Transcripts },
  { name: "knowledge", permissions: ["edit", "audit"], show: Knowledge },
  { name: "settings", permissions: ["set", "lead"], show: Settings },
  { name: "audit", permissions: ["audit"], show: Audit },
  { name: "me", permissions: [], show: Me, own: true },
];
