/** What XML 1.0 has no way to write, not even escaped; and the C1 controls, which it discourages. */
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A reader would turn them into spaces or line feeds.
  "\r": "&#13;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Text for an XML element or a quoted attribute, and for HTML: what is illegal is dropped, the rest reads back as it was. */
export function escapeXml(text: string): string {
  return text.replace(ILLEGAL, "").replace(/[&<>"'\r\n\t]/g, (character) => ENTITIES[character] ?? character);
}
