/** 知识: the articles that investors are answered from; what waits for a second person; what nobody answered. */

import { html, useState } from "../markup.js";
import { Article } from "../parts/article.js";
import { ArticleForm } from "../parts/article_form.js";
import { ArticleList } from "../parts/article_list.js";
import { Gaps } from "../parts/gaps.js";
import { Page, Tabs } from "../parts/page.js";
import { Reviews } from "../parts/reviews.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { words } from "../words.js";

const said = words.articles;
const TABS = [["list", said.list], ["reviews", said.reviews], ["gaps", said.gaps]];

export function Knowledge({ number }) {
  const [tab, setTab] = useState("list");
  const [begun, setBegun] = useState(null); // what a new article begins with
  if (number) return html`<${Article} key=${number} id=${number} />`;
  const tools = may("edit") && html`
    <${Tabs} label=${words.view.knowledge} names=${TABS} at=${tab} onTab=${setTab} />
    <button type="button" class="main push" onClick=${() => setBegun({})}>${said.create}</button>`;
  return html`
    <${Page} title=${words.view.knowledge} tools=${tools}>
      ${tab === "list" && html`<${ArticleList} />`}
      ${tab === "reviews" && html`<${Reviews} />`}
      ${tab === "gaps" && html`<${Gaps} onCreate=${setBegun} />`}
    <//>
    ${begun && html`<${ArticleForm} begun=${begun} onClose=${() => setBegun(null)} onSaved=${({ id }) => go("knowledge", id)} />`}
  `;
}
