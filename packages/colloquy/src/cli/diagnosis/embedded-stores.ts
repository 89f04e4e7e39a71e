import type { Finding } from "./finding.ts";

/** Loads the native modules of the embedded stores. An incomplete installation often lacks them. */
export async function checkEmbeddedStores(): Promise<Finding> {
  const name = "stores";
  try {
    const { default: Database } = await import("better-sqlite3");
    const vectors = await import("sqlite-vec");
    using database = disposable(new Database(":memory:"));
    vectors.load(database.value);
    database.value.exec("CREATE VIRTUAL TABLE words USING fts5(text)");
    const versions = database.value.prepare("SELECT sqlite_version() AS sqlite, vec_version() AS vectors").get() as {
      sqlite: string;
      vectors: string;
    };
    return { name, state: "ok", message: `SQLite ${versions.sqlite} with FTS5, sqlite-vec ${versions.vectors}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      name,
      state: "fault",
      message: `The embedded stores do not load (${reason}); install Colloquy again.`,
    };
  }
}

function disposable<T extends { close(): unknown }>(value: T): { readonly value: T } & Disposable {
  return { value, [Symbol.dispose]: () => void value.close() };
}
