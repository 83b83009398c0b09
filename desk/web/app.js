/** The desk: who is not signed in signs in, everybody else sees the view of the address. */

import { html, render, useEffect } from "./markup.js";
import { begin, may } from "./session.js";
import { go, readRoute } from "./router.js";
import { useStore } from "./store.js";
import { views } from "./views.js";
import { words } from "./words.js";
import { Alerts } from "./parts/alerts.js";
import { Attention } from "./parts/attention.js";
import { Confirm } from "./parts/confirm.js";
import { Enrol } from "./parts/enrol.js";
import { NewPassword } from "./parts/password.js";
import { SignIn } from "./views/sign_in.js";
import { Told } from "./parts/told.js";
import { TopBar } from "./parts/top_bar.js";

function App() {
  const me = useStore((state) => state.me);
  if (me === undefined) return null;
  return html`<${First} me=${me} /><${Confirm} /><${Told} />`;
}

/** What has to be done first, or the desk itself. */
function First({ me }) {
  if (!me) return html`<${SignIn} />`;
  if (me.must_change) return html`<${NewPassword} />`;
  if (me.second_required) return html`<${Enrol} />`;
  return html`<${Desk} />`;
}

function Desk() {
  const route = useStore((state) => state.route);
  const allowed = views.filter(({ permissions }) => !permissions.length || permissions.some(may));
  const view = allowed.find(({ name }) => name === route.view) ?? allowed[0];
  useEffect(() => {
    if (view && view.name !== route.view) go(view.name);
  }, [view, route.view]);
  return html`
    <a class="skip" href="#main">${words.skip}</a>
    <${TopBar} views=${allowed} shown=${view?.name} />
    <${Alerts} /><${Attention} />
    <main id="main" class="view" tabindex="-1">${view && html`<${view.show} number=${route.number} />`}</main>
  `;
}

readRoute();
render(html`<${App} />`, document.getElementById("app"));
begin();
