/** Reads lines of a reply that are no figures: the head of a part, the address of a document. */

const PART = /^【([^】]+)】(.*)$/;
const ADDRESS = /^(\S{1,6}) (https:\/\/\S+)$/;

/** "【估值】11-26 · 百度股市通" → its name and the rest; null for other lines. */
export function part(line) {
  const [, name, rest] = line.match(PART) ?? [];
  return name ? { name, rest } : null;
}

/**
 * A label and an address behind it → both, and the host; null for other lines, and for an address that is no plain
 * https one, so that nothing else can become a link.
 */
export function address(line) {
  const [, label, written] = line.match(ADDRESS) ?? [];
  if (!written || !URL.canParse(written)) return null;
  const url = new URL(written);
  return url.protocol === "https:" && !url.username && !url.password ? { label, href: url.href, host: url.host } : null;
}
