import type { NameInContext } from "../name-judge.ts";
import type { KeyCorrection, KeyDecision } from "../resolution-store.ts";
import type { AskedPair, KeyPair } from "./verdicts.ts";

/** A name as transcripts write it, with the number of its mentions and the first of them. */
export interface WrittenName extends NameInContext {
  readonly mentions: number;
}

/** A key of names. */
export interface KnownKey {
  readonly key: string;
  /** The names of the key, the most frequent first. */
  readonly written: readonly WrittenName[];
  /** What the user sets for it; null: nothing. */
  readonly correction: KeyCorrection | null;
}

/** A verdict with everything that the judge was shown. */
export interface ProvenVerdict extends AskedPair {
  /** The judge: its model and the version of its prompt. */
  readonly profile: string;
}

/** An entity as the ledger has it. */
export interface KnownEntity {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** Everything that decides about the names of one entity, or about a key without an entity. */
export interface KnownNames {
  /** Null: the user hides the key, or it is mentioned too seldom. */
  readonly entity: KnownEntity | null;
  /** Its keys that transcripts mention, in their order. */
  readonly keys: readonly KnownKey[];
  /** Pairs of its keys that a transcript defines as the same. */
  readonly definitions: readonly KeyPair[];
  /** Decisions about its keys, also with keys of other entities. */
  readonly decisions: readonly (KeyPair & Pick<KeyDecision, "isSame" | "source">)[];
  /** Verdicts on its keys, also with keys of other entities, in the order of keys, versions and rounds. */
  readonly verdicts: readonly ProvenVerdict[];
  /** Verdicts that mentions of one of its names in two chunks mean different things, if they split the name. Each pair of chunks once. */
  readonly splits: readonly ProvenVerdict[];
  /** The keys of other entities in decisions and verdicts, with their most frequent name. Names that no transcript mentions are left out. */
  readonly others: readonly {
    readonly key: string;
    readonly name: NameInContext;
    readonly entity: KnownEntity | null;
  }[];
}

/** A name that transcripts may mention: by its key, or by one of its `written` forms. */
export interface SoughtName {
  readonly key: string;
  readonly written: readonly string[];
  /** The name in one file, without the file in its key: only mentions in this file count, in any sense of the name. */
  readonly inFile?: { readonly key: string; readonly file: string };
}

/** What the ledger knows about names. */
export interface LedgerNames {
  /** By the id of an entity, or by a key of a name; null if transcripts do not mention it. */
  namesOf(of: { readonly entity: string } | { readonly key: string }): Promise<KnownNames | null>;
  /** The keys of those names that no transcript mentions. */
  unmentioned(names: readonly SoughtName[]): Promise<readonly string[]>;
  /** The types that extractions give to names, sorted. */
  typesOfNames(): Promise<readonly string[]>;
}
