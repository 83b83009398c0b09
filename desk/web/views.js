/** The views of the desk in the order of the menu: their name in the address, who may see them, what shows them. */

import { Work } from "./views/work.js";

export const views = [{ name: "work", permission: "serve", show: Work }];
