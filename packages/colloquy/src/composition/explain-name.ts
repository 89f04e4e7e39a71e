import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { readYaml } from "../files/index.ts";
import type { GraphReader, KnownNames, ReadOptions } from "../ports/index.ts";
import { aliasKey, type ApartReason, explainNames, type NameReason, type ReasonKeys } from "../resolution/index.ts";
import { findEntities, type ReadLedger } from "../retrieval/index.ts";
import { readCorrections } from "./apply-aliases.ts";
import { hiddenBy } from "./hidden-names.ts";

/** A reason with the line of the aliases file that gives it; null for rules and verdicts, and if the line is gone. */
type WithLine<Reason> = Reason & { readonly line: number | null };

/** Why a name is in its entity, and which names are kept apart. */
export interface ExplainedName {
  /** The name as transcripts write it. */
  readonly name: string;
  /** The name of its entity; null: the user hides it, or it is mentioned too seldom. */
  readonly entity: string | null;
  readonly entityId: string | null;
  readonly type: string | null;
  /** For each other name of the entity why it is one with the name, or with a name before in the list. */
  readonly reasons: readonly WithLine<NameReason>[];
  /** Names of other entities about which the user decided or a judge was asked. */
  readonly apart: readonly (WithLine<Omit<ApartReason, "entity">> & {
    readonly entity: string | null;
    readonly entityId: string | null;
  })[];
  /** Verdicts that the name means different things in two chunks, with the words of both; empty if none split the name. */
  readonly splits: readonly WithLine<NameReason>[];
  /** What the aliases file sets for names of the entity, also for names that hide it by another name. */
  readonly corrections: readonly {
    readonly key: "rename" | "type" | "hide";
    readonly name: string;
    /** The name or the type that is set; null for `hide`. */
    readonly to: string | null;
    readonly line: number | null;
  }[];
  /** Other entities with the name, the most mentioned first. */
  readonly namesakes: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    /** Files in which it is mentioned. */
    readonly transcripts: readonly string[];
  }[];
}

interface ExplainSources {
  readonly graph: GraphReader;
  readonly ledger: ReadLedger;
  readonly aliases: () => string;
}

export async function explainName(
  { graph, ledger, aliases }: ExplainSources,
  named: string,
  options: ReadOptions,
): Promise<ExplainedName | null> {
  const [[found, ...namesakes] = []] = await findEntities(graph, [named], options);
  const known = await ledger(async ({ namesOf }) => {
    const byEntity = found === undefined ? null : await namesOf({ entity: found.id });
    return byEntity ?? (await namesOf({ key: aliasKey(named) }));
  });
  if (known === null) return null;
  const hidden = known.entity === null ? await hidingEntries(ledger, named, aliases) : [];
  const requests = namesakes.map(({ id }) => ({ entity: id }));
  const counts = requests.length === 0 ? [] : await graph.mentionCounts(requests, options);
  const lines = linesOf(aliases());
  const { name, entity, reasons, apart, splits } = explainNames(known, named);
  const lined = <Reason extends NameReason & ReasonKeys>(
    { keys, ...reason }: Reason,
    list: "same" | "different",
  ): WithLine<Omit<Reason, "keys">> => ({ ...reason, line: reason.rule === "user" ? lines.ofPair(list, keys) : null });
  return {
    name,
    entity: entity?.name ?? null,
    entityId: entity?.id ?? null,
    type: entity?.type ?? null,
    reasons: reasons.map((reason) => lined(reason, "same")),
    apart: apart.map(({ entity: other, ...reason }) => ({
      ...lined(reason, "different"),
      entity: other?.name ?? null,
      entityId: other?.id ?? null,
    })),
    splits: splits.map((split) => lined(split, "different")),
    corrections: [...correctionsIn(known, lines), ...hiddenByOthers(hidden, known, lines)],
    namesakes: namesakes.map(({ id, name: other, type }, index) => ({
      id,
      name: other,
      type,
      transcripts: (counts[index] ?? []).flatMap(({ file, mentions }) => (mentions > 0 ? [file] : [])),
    })),
  };
}

/** The entries of `hide` for a name without an entity. */
function hidingEntries(
  ledger: ReadLedger,
  named: string,
  aliases: ExplainSources["aliases"],
): Promise<readonly string[]> {
  const corrections = readCorrections(aliases(), "aliases.yaml");
  return ledger((opened) => hiddenBy(named, corrections, opened));
}

function correctionsIn({ keys }: KnownNames, lines: AliasLines): ExplainedName["corrections"] {
  return keys.flatMap(({ key, written, correction }) => {
    const name = written[0]?.name ?? key;
    if (correction === null) return [];
    const set = (of: "rename" | "type" | "hide", to: string | null) => ({ key: of, name, to, line: lines.of(of, key) });
    return [
      ...(correction.name === null ? [] : [set("rename", correction.name)]),
      ...(correction.type === null ? [] : [set("type", correction.type)]),
      ...(correction.hidden ? [set("hide", null)] : []),
    ];
  });
}

/** Entries of `hide` that hide the names by another name of their entity. */
function hiddenByOthers(
  hidden: readonly string[],
  { keys }: KnownNames,
  lines: AliasLines,
): ExplainedName["corrections"] {
  if (keys.some(({ correction }) => correction?.hidden === true)) return [];
  return hidden.map((name) => ({ key: "hide", name, to: null, line: lines.of("hide", aliasKey(name)) }));
}

/** The lines of an aliases file, from 1; null for an entry that it does not have. */
interface AliasLines {
  readonly ofPair: (list: "same" | "different", keys: readonly [string, string]) => number | null;
  readonly of: (list: "rename" | "type" | "hide", key: string) => number | null;
}

function linesOf(text: string): AliasLines {
  const { document, fault, lineOf } = readYaml(text);
  const root = fault === null && isMap(document?.contents) ? document.contents : null;
  const lineOfNode = (node: unknown): number | null => {
    const offset = (node as Node | null | undefined)?.range?.[0];
    return offset === undefined ? null : lineOf(offset);
  };
  const keyOf = (node: unknown): string => (isScalar(node) ? aliasKey(String(node.value)) : "");
  const listed = (list: string): readonly unknown[] => {
    const node = root?.get(list, true);
    return isSeq(node) ? node.items : [];
  };
  const mapped = (list: string): readonly Pair[] => {
    const node = root?.get(list, true);
    return isMap(node) ? node.items : [];
  };
  /** A name that \`rename\` gives means the renamed names too. */
  const meant = (node: unknown): readonly string[] => {
    const key = keyOf(node);
    return [key, ...mapped("rename").flatMap(({ key: from, value: to }) => (keyOf(to) === key ? [keyOf(from)] : []))];
  };
  return {
    ofPair: (list, keys) => {
      const names = (node: unknown): readonly string[] => (isSeq(node) ? node.items.flatMap(meant) : []);
      const group = listed(list).find((node) => keys.every((key) => names(node).includes(key)));
      return lineOfNode(group);
    },
    of: (list, key) => {
      const nodes = list === "hide" ? listed(list) : mapped(list).map((pair) => pair.key);
      return lineOfNode(nodes.find((node) => keyOf(node) === key) ?? nodes.find((node) => meant(node).includes(key)));
    },
  };
}
