/** What the views beside the workspace are made of: a page with its name, tabs, panels, and what came of a search. */

import { html } from "../markup.js";

export function Page({ title, tools, children }) {
  return html`
    <div class="page">
      <header class="page-head"><h1>${title}</h1>${tools}</header>
      ${children}
    </div>
  `;
}

export function Panel({ title, count, tools, children, ...rest }) {
  return html`
    <section class="panel-box" aria-label=${title} ...${rest}>
      <header><h2>${title}${count !== undefined && html` <span class="count">${count}</span>`}</h2>${tools}</header>
      ${children}
    </section>
  `;
}

/** `names`: [name, title] pairs; the arrows go from one to the next. */
export function Tabs({ label, names, at, onTab }) {
  const onKey = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const place = names.findIndex(([name]) => name === at);
    const next = (place + by + names.length) % names.length;
    onTab(names[next][0]);
    event.currentTarget.children[next].focus();
  };
  return html`
    <div class="tabs" role="tablist" aria-label=${label} onKeyDown=${onKey}>
      ${names.map(([name, title]) => html`<button key=${name} type="button" role="tab" aria-selected=${name === at}
        tabindex=${name === at ? 0 : -1} onClick=${() => onTab(name)}>${title}</button>`)}
    </div>
  `;
}

/** `heads` over the columns of rows; wider than the page it is scrolled by itself. */
export function Table({ label, heads, children }) {
  return html`
    <div class="table" tabindex="0" role="region" aria-label=${label}>
      <table>
        <thead><tr>${heads.map((head) => html`<th key=${head} scope="col">${head}</th>`)}</tr></thead>
        <tbody>${children}</tbody>
      </table>
    </div>
  `;
}

/** What is shown where there is nothing, or not yet, or not at all. */
export function Nothing({ fault, text }) {
  return fault ? html`<p class="fault" role="alert">${fault}</p>` : html`<p class="empty" role="status">${text}</p>`;
}
