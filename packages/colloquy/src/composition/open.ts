import { resolve } from "node:path";
import { folderStamp } from "../files/index.ts";
import type { ChatModel } from "../ports/index.ts";
import { workspaceStatus } from "../pipeline/index.ts";
import { keptAnswers } from "./asking/kept-answers.ts";
import { readLedger, readLedgerAside } from "./read-ledger.ts";
import {
  checkOptions,
  type Expectations,
  FOLDER,
  FUNCTION,
  OBJECT,
  portWith,
  STORE_EXPECTATIONS,
} from "./check-options.ts";
import type { IngestPorts } from "./run-options.ts";
import { createNamedChatModel } from "./models/create-models.ts";
import { MODEL_OPTIONS, type ModelOptions } from "./models/model-options.ts";
import { chooseQueryModel } from "./models/query-model.ts";
import { readAliases } from "./apply-aliases.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { type StoreOptions, storePlaces } from "../stores/index.ts";
import { reviewAnswers } from "./review-answers.ts";
import { storesToRead } from "./stores-to-read.ts";
import { Workspace } from "./workspace.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/** Ports of the caller for reading. They must be the same as at ingestion. */
export interface OpenPorts extends Pick<IngestPorts, "graphStore" | "vectorStore" | "embeddingModel" | "telemetry"> {
  /** Answers questions, in place of the model that the options name. */
  readonly chatModel?: ChatModel;
}

/** The options must name the embedding model of the vectors, so that queries can be compared with them. */
export interface OpenOptions extends ModelOptions, StoreOptions {
  /** The folder of the workspaces. Default `.colloquy`. */
  readonly dataDir?: string;
  /** Ports that replace servers and embedded stores. The caller disposes of them. */
  readonly ports?: OpenPorts;
  /** Receives a sentence when a search uses words only, or when a store is not up to date with the ledger. */
  readonly onNotice?: (message: string) => void;
}

const OPTIONS: Expectations<OpenOptions> = {
  ...MODEL_OPTIONS,
  ...STORE_EXPECTATIONS,
  dataDir: FOLDER,
  ports: OBJECT,
  onNotice: FUNCTION,
};
/** The ports of `ingest` are valid here too. */
const PORTS: Expectations<IngestPorts & OpenPorts> = {
  extractor: OBJECT,
  statementChecker: OBJECT,
  nameJudge: OBJECT,
  summariser: OBJECT,
  graphStore: portWith("findEntities", "rows"),
  vectorStore: portWith("candidates", "neighbours"),
  embeddingModel: portWith("embedQuery"),
  telemetry: portWith("run", "links"),
  chatModel: portWith("complete", "ping"),
};

/**
 * Opens a workspace for reading, also during a run. Stores are opened at their first use. Embedded stores are read on
 * their own threads, so that the caller's event loop stays free.
 * @throws ColloquyError `invalid-input` for a missing workspace or an invalid name; `configuration` for invalid
 *   options. Later reads throw `store` when a server does not respond.
 */
export async function open(workspace: string, options: OpenOptions = {}): Promise<Workspace> {
  checkOptions("open", options, OPTIONS);
  checkOptions("ports", options.ports ?? {}, PORTS);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), workspace);
  requireWorkspace(folder, dataDir);
  const { embeddingModel, chatModel, telemetry } = options.ports ?? {};
  const notify = options.onNotice ?? (() => undefined);
  const stores = storesToRead(folder, storePlaces(folder, options), notify);
  return new Workspace({
    status: () => readLedger(folder, async (ledger) => workspaceStatus(workspace, await ledger.counts())),
    ledger: (read) => readLedger(folder, read),
    ledgerAside: (read) => readLedgerAside(folder, read),
    stamp: () => folderStamp(folder.path),
    deadLetters: () => readLedger(folder, (ledger) => ledger.deadLetterReasons()),
    review: reviewAnswers(folder.review),
    aliases: () => readAliases(folder.aliases),
    ...stores,
    queryModel: async (signal) => {
      const active = await readLedger(folder, (ledger) => ledger.activeEmbedding());
      return chooseQueryModel(active, embeddingModel, options, { notify, signal });
    },
    asking: {
      workspace,
      options,
      own: chatModel,
      telemetry,
      notify,
      answers: keptAnswers(folder.answers),
      openModel: () => createNamedChatModel(options),
    },
    notify,
  });
}
