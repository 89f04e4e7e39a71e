import { z } from "zod";
import type { ClaimsBetween } from "../../composition/index.ts";
import { POLARITIES, printable } from "../../model/index.ts";
import { citationOf, citationSchema } from "../citation.ts";
import { cursorField, entityField, limitField, nextField, polarityField } from "../fields.ts";
import { boundedListing, shareOf } from "../pages.ts";
import { continuation, countsAboveZero, listed, polarityText, relationText } from "../text.ts";
import { defineTool } from "../tool.ts";

/** The most claims and holders that a result names; evidence is listed in pages. */
const MOST_NAMED = 20;

const aboutSchema = z.object({
  claims: z
    .array(
      z.object({
        claim: z.string().describe("source, type such as CAUSES or IS_A, and target"),
        source: z.string().describe("id of the entity"),
        target: z.string().describe("id of the entity"),
        polarity: polarityField,
      }),
    )
    .describe(`at most ${MOST_NAMED}, the best supported first`),
  totalClaims: z.number(),
  polarity: polarityField,
  holders: z
    .array(z.object({ id: z.string().optional(), name: z.string(), polarity: polarityField }))
    .describe(`the most frequent speakers of the words, at most ${MOST_NAMED}`),
});
type About = z.output<typeof aboutSchema>;

export const claimsBetweenTool = defineTool({
  name: "claims_between",
  title: "Claims between two entities",
  description:
    "Shows what the transcripts say about two people, ideas or things together, in both directions: each claim with how often it is stated, denied, asked or supposed, who says so, and the exact words. Use it for questions such as how one thing affects another, or what a person thinks of something.",
  input: z.strictObject({
    one: z.string().min(1).describe("name, alias or id of an entity"),
    other: z.string().min(1).describe("name, alias or id of another entity"),
    polarity: z.enum(POLARITIES).optional().describe("only evidence that says it in this way"),
    limit: limitField,
    cursor: cursorField,
  }),
  example: { one: "remote work", other: "isolation", polarity: "negated" as const },
  output: z.object({
    ends: z.array(entityField).describe("the two entities"),
    note: z.string().nullable(),
    next: nextField,
    about: aboutSchema.optional().describe("on the first page"),
    evidence: z.array(citationSchema.extend({ claim: z.string() })),
  }),
  run: async ({ workspace, signal }, { one, other, polarity: only, ...page }) => {
    const filter = only === undefined ? {} : { polarity: only };
    const isFirst = page.cursor === undefined;
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
      ({ evidence, ...relation }) => ({ claim: relationText(relation), ...citationOf(evidence) }),
      ({ between }) => ({
        text: listed,
        taken: isFirst ? shareOf(linesAbout(aboutOf(between)).join("\n"), aboutOf(between)) : 0,
      }),
    );
    const { ends, claims } = read.between;
    const about = aboutOf(read.between);
    const names = ends.map(({ name }) => printable(name));
    const note = claims.length === 0 ? `No claim connects ${names.join(" and ")}: try search.` : null;
    const lines = note === null ? [...(isFirst ? linesAbout(about) : []), ...withClaims(items)] : [note];
    return {
      structured: {
        ends: ends.map(({ id, name, type }) => ({ id, name, type })),
        note,
        next,
        ...(isFirst ? { about } : {}),
        evidence: items,
      },
      text: `${lines.join("\n")}${continuation(next)}`,
    };
  },
});

function aboutOf({ claims, polarity, holders }: ClaimsBetween): About {
  return {
    claims: claims.slice(0, MOST_NAMED).map((claim) => ({
      claim: relationText(claim),
      source: claim.source.id,
      target: claim.target.id,
      polarity: countsAboveZero(claim.polarity),
    })),
    totalClaims: claims.length,
    polarity: countsAboveZero(polarity),
    holders: holders.slice(0, MOST_NAMED).map(({ id, name, polarity: counts }) => ({
      ...(id === null ? {} : { id }),
      name,
      polarity: countsAboveZero(counts),
    })),
  };
}

function linesAbout({ claims, totalClaims, holders }: About): readonly string[] {
  const more = totalClaims - claims.length;
  return [
    ...claims.map(({ claim, polarity }) => `${claim} (${polarityText(polarity) || "derived from names"})`),
    ...(more > 0 ? [`and ${more} more claims`] : []),
    ...holders.map(({ name, polarity }) => `Said by ${printable(name)}: ${polarityText(polarity)}`),
  ];
}

/** The words of a claim, after a line with the claim. */
function withClaims(items: readonly (Parameters<typeof listed>[0] & { readonly claim: string })[]): readonly string[] {
  return items.flatMap((item, index) =>
    item.claim === items[index - 1]?.claim ? [listed(item)] : [`Evidence for ${item.claim}:`, listed(item)],
  );
}
