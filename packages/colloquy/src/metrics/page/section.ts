import { markup, type Markup, type Part } from "../../text/index.ts";

/** A part of the page under a heading of its own. */
export function section(id: string, title: string, content: Part, lead: Part = null): Markup {
  const sentence = lead === null ? null : markup`<p class="lead">${lead}</p>`;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${sentence}
${content}</section>
`;
}

/** A sentence where a chart would stand, if there were something to show. */
export function nothingToShow(sentence: Part): Markup {
  return markup`<p class="nothing">${sentence}</p>`;
}
