import { z } from "zod";
import { printable, POLARITIES } from "../../model/index.ts";
import { citationOf, citationSchema } from "../citation.ts";
import { cursorField, entityField, limitField, nextField, polarityField } from "../fields.ts";
import { boundedListing } from "../pages.ts";
import { continuation, numbered, polarityText, relationText } from "../text.ts";
import { defineTool } from "../tool.ts";

/** The most claims and holders that a result names; evidence is listed in pages. */
const MOST_NAMED = 30;

const claimSchema = z.object({
  source: entityField,
  type: z.string().describe("such as CAUSES, REDUCES or IS_A"),
  target: entityField,
  polarity: polarityField,
});

export const claimsBetweenTool = defineTool({
  name: "claims_between",
  title: "Claims between two entities",
  description:
    "Shows what the transcripts say about two people, ideas or things together, in both directions: each claim with how often it is stated, denied, asked or supposed, who says so, and the exact words. Use it for questions such as how one thing affects another, or what a person thinks of something.",
  input: z.object({
    one: z.string().min(1).describe("name, alias or id of an entity"),
    other: z.string().min(1).describe("name, alias or id of another entity"),
    polarity: z.enum(POLARITIES).optional().describe("only evidence that says it in this way"),
    limit: limitField,
    cursor: cursorField,
  }),
  output: z.object({
    ends: z.array(entityField).describe("the two entities"),
    claims: z.array(claimSchema).describe(`at most ${MOST_NAMED}, the best supported first`),
    totalClaims: z.number(),
    polarity: polarityField,
    holders: z
      .array(z.object({ id: z.string().nullable(), name: z.string(), polarity: polarityField }))
      .describe(`the most frequent speakers of the words, at most ${MOST_NAMED}`),
    evidence: z.array(citationSchema.extend({ claim: z.string().describe("source, type and target") })),
    next: nextField,
  }),
  run: async ({ workspace, signal }, { one, other, polarity: only, ...page }) => {
    const filter = only === undefined ? {} : { polarity: only };
    const {
      items,
      next,
      page: read,
    } = await boundedListing(
      async (part) => {
        const between = await workspace.claimsBetween(one, other, { ...filter, ...part, signal });
        return { ...between.evidence, between };
      },
      page,
      ({ evidence, ...relation }) => ({ ...citationOf(evidence), claim: relationText(relation) }),
    );
    const { ends, claims, polarity, holders } = read.between;
    const named = claims.slice(0, MOST_NAMED);
    const structured = {
      ends: ends.map(({ id, name, type }) => ({ id, name, type })),
      claims: named.map(({ source, type, target, polarity: counts }) => ({ source, type, target, polarity: counts })),
      totalClaims: claims.length,
      polarity,
      holders: holders.slice(0, MOST_NAMED).map(({ id, name, polarity: counts }) => ({ id, name, polarity: counts })),
      evidence: items,
      next,
    };
    const [first, second] = ends.map(({ name }) => printable(name));
    if (claims.length === 0) return { structured, text: `No claim connects ${first} and ${second}: try search.` };
    const lines = [
      ...named.map((claim) => `${relationText(claim)} (${polarityText(claim.polarity) || "derived from names"})`),
      ...holders
        .slice(0, MOST_NAMED)
        .map(({ name, polarity: counts }) => `Said by ${printable(name)}: ${polarityText(counts)}`),
    ];
    return { structured, text: `${lines.join("\n")}\n${numbered(items)}${continuation(next)}` };
  },
});
