import { isMap, isScalar, isSeq, type Node } from "yaml";
import { readYaml } from "../files/index.ts";
import type { GraphReader, KnownNames, ReadOptions } from "../ports/index.ts";
import { type ApartReason, explainNames, type NameReason, normaliseName } from "../resolution/index.ts";
import { findEntities, type ReadLedger } from "../retrieval/index.ts";

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
  /** What the aliases file sets for names of the entity. */
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
    return byEntity ?? (await namesOf({ key: normaliseName(named).key }));
  });
  if (known === null) return null;
  const requests = namesakes.map(({ id }) => ({ entity: id }));
  const counts = requests.length === 0 ? [] : await graph.mentionCounts(requests, options);
  const lines = linesOf(aliases());
  const { name, entity, reasons, apart } = explainNames(known, named);
  const lined = <Reason extends NameReason>(reason: Reason, list: "same" | "different"): WithLine<Reason> => ({
    ...reason,
    line: reason.rule === "user" ? lines.ofPair(list, reason.name, reason.with) : null,
  });
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
    corrections: correctionsIn(known, lines),
    namesakes: namesakes.map(({ id, name: other, type }, index) => ({
      id,
      name: other,
      type,
      transcripts: (counts[index] ?? []).flatMap(({ file, mentions }) => (mentions > 0 ? [file] : [])),
    })),
  };
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

/** The lines of an aliases file, from 1; null for an entry that it does not have. */
interface AliasLines {
  readonly ofPair: (list: "same" | "different", one: string, other: string) => number | null;
  readonly of: (key: "rename" | "type" | "hide", name: string) => number | null;
}

function linesOf(text: string): AliasLines {
  const { document, fault, lineOf } = readYaml(text);
  const root = fault === null && isMap(document?.contents) ? document.contents : null;
  const lineOfNode = (node: unknown): number | null => {
    const offset = (node as Node | null | undefined)?.range?.[0];
    return offset === undefined ? null : lineOf(offset);
  };
  // A name in one file is `NAME @FILE`.
  const keyOf = (node: unknown): string =>
    normaliseName(isScalar(node) ? String(node.value).replace(/\s+@\S.*$/, "") : "").key;
  const entries = (key: string): readonly unknown[] => {
    const node = root?.get(key, true);
    return isSeq(node) ? node.items : isMap(node) ? node.items.map((pair) => pair.key) : [];
  };
  return {
    ofPair: (list, one, other) => {
      const keys = [one, other].map((name) => normaliseName(name).key);
      const group = entries(list).find((node) => {
        const named = isSeq(node) ? node.items.map(keyOf) : [];
        return keys.every((key) => named.includes(key));
      });
      return lineOfNode(group);
    },
    of: (key, name) => lineOfNode(entries(key).find((node) => keyOf(node) === normaliseName(name).key)),
  };
}
