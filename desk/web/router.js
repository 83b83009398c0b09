/** Which view is shown: /desk/<view>/<number>, as the address says it; articles have an id in its place. */

import { change, state } from "./store.js";

export function readRoute() {
  const [, view = "", place] = location.pathname.match(/^\/desk\/?([a-z]*)\/?(\d*|[A-Z]{3}\d{2,4})$/) ?? [];
  change({ route: { view, number: Number(place) || place || null } });
}

/** `go("work", 12)`; the same place twice is one entry of the history. */
export function go(view, number = null) {
  const path = `/desk/${view}${number ? `/${number}` : ""}`;
  if (path !== location.pathname) history.pushState(null, "", path);
  change({ route: { ...state.route, view, number } });
}

addEventListener("popstate", readRoute);
