import type { EntityRow, Evidence, QuoteRow, RelationshipRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { findEntities, findEntity } from "./find-entities.ts";
import { entityPosition, evidencePosition, mentionPosition, quotePosition, relationshipPosition } from "./positions.ts";
import { readAll } from "./read-all.ts";

const DEFAULT_LIMIT = 100;

interface RowListOptions extends ReadOptions {
  /** The most rows. Default 100. */
  readonly limit?: number;
}

/** Entities, the most mentioned first. */
export function readEntities(
  graph: GraphReader,
  { type, limit = DEFAULT_LIMIT, ...options }: RowListOptions & { readonly type?: string },
): Promise<readonly EntityRow[]> {
  const filter = type === undefined ? {} : { type };
  const read: GraphReader["entities"] = (page) => graph.entities({ ...page, ...filter });
  return readAll({ read, positionOf: entityPosition }, { ...options, limit });
}

/** Relationships, those with most evidence first: of an entity (a name, an alias or an id), of a type, or all. */
export async function readRelationships(
  graph: GraphReader,
  {
    entity: named,
    type,
    limit = DEFAULT_LIMIT,
    ...options
  }: RowListOptions & { readonly entity?: string; readonly type?: string },
): Promise<readonly RelationshipRow[]> {
  const entity = named === undefined ? undefined : await findEntity(graph, named, options);
  if (entity === null) return [];
  const filter = { ...(entity === undefined ? {} : { entity: entity.id }), ...(type === undefined ? {} : { type }) };
  const read: GraphReader["relationships"] = (page) => graph.relationships({ ...page, ...filter });
  return readAll({ read, positionOf: relationshipPosition }, { ...options, limit });
}

/** Quotes by a speaker, about an entity (a name, an alias or an id), or all, ordered by file and offset. */
export async function readQuotes(
  graph: GraphReader,
  {
    speaker,
    about,
    limit = DEFAULT_LIMIT,
    ...options
  }: RowListOptions & { readonly speaker?: string; readonly about?: string },
): Promise<readonly QuoteRow[]> {
  const roles = Object.entries({ speaker, about }).flatMap(([role, name]) =>
    name === undefined ? [] : [{ role, name }],
  );
  const names = roles.map(({ name }) => name);
  const found = names.length === 0 ? [] : await findEntities(graph, names, options);
  const ids = roles.map(({ role }, index) => [role, found[index]?.[0]?.id] as const);
  if (ids.some(([, id]) => id === undefined)) return [];
  const filter: { readonly speaker?: string; readonly about?: string } = Object.fromEntries(ids);
  const read: GraphReader["quotes"] = (page) => graph.quotes({ ...page, ...filter });
  const rows = await readAll({ read, positionOf: quotePosition }, { ...options, limit });
  return rows.map(({ quote }) => quote);
}

/** The evidence of a relationship or a quote, or the mentions of an entity, by id, ordered by file and offset. */
export async function readEvidence(
  graph: GraphReader,
  of: string,
  options: ReadOptions & { readonly limit?: number },
): Promise<readonly Evidence[]> {
  const supporting = await readAll(
    { read: (page) => graph.evidence([of], page), positionOf: evidencePosition },
    options,
  );
  if (supporting.length > 0) return supporting.map(({ evidence }) => evidence);
  const mentions = await readAll({ read: (page) => graph.mentions([of], page), positionOf: mentionPosition }, options);
  return mentions.map(({ evidence }) => evidence);
}
