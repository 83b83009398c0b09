/** Which view is shown: /desk/<view>/<number>, as the address says it. */

import { change, state } from "./store.js";

export function readRoute() {
  const [, view = "", number] = location.pathname.match(/^\/desk\/?([a-z]*)\/?(\d*)$/) ?? [];
  change({ route: { view, number: number ? Number(number) : null } });
}

/** `go("work", 12)`; the same place twice is one entry of the history. */
export function go(view, number = null) {
  const path = `/desk/${view}${number ? `/${number}` : ""}`;
  if (path !== location.pathname) history.pushState(null, "", path);
  change({ route: { ...state.route, view, number } });
}

addEventListener("popstate", readRoute);
