import { Link, useParams } from "@tanstack/react-router";
import type { EntityReference } from "colloquy/api";
import type { ReactNode } from "react";

/** The workspace of the address. */
export function useWorkspace(): string {
  const { workspace } = useParams({ strict: false });
  if (workspace === undefined) throw new TypeError("Expected an address with a workspace");
  return workspace;
}

/** A link to an entity. The address has its name, too, so that it is found after a merge. */
export function EntityLink({
  entity,
  className,
  children,
}: {
  readonly entity: Pick<EntityReference, "id" | "name">;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  const workspace = useWorkspace();
  return (
    <Link
      to="/w/$workspace/entities/$id"
      params={{ workspace, id: entity.id }}
      search={{ name: entity.name }}
      {...(className === undefined ? {} : { className })}
    >
      {children ?? entity.name}
    </Link>
  );
}

/** Somebody who speaks: a link to the person, or the label if no person is known. */
export function SpeakerLink({
  speaker: { id, name },
  className,
}: {
  readonly speaker: { readonly id: string | null; readonly name: string };
  readonly className?: string;
}) {
  if (id === null) return <span className={className}>{name}</span>;
  return <EntityLink entity={{ id, name }} className={className} />;
}

/** Words of a transcript, as the address of the transcript's view has them. */
export interface Place {
  readonly file: string;
  readonly chunk?: string;
  readonly startOffset?: number;
  readonly endOffset?: number;
}

/** The part of an address that shows words: `120-180`. */
export function placeSearch({ chunk, startOffset, endOffset }: Place) {
  return {
    at: startOffset === undefined || endOffset === undefined ? undefined : `${startOffset}-${endOffset}`,
    chunk,
  };
}

/** A link to a transcript, or to words in it. */
export function TranscriptLink({
  place,
  className,
  label,
  children,
}: {
  readonly place: Place;
  readonly className?: string;
  readonly label?: string;
  readonly children: ReactNode;
}) {
  const workspace = useWorkspace();
  return (
    <Link
      to="/w/$workspace/transcripts/$"
      params={{ workspace, _splat: place.file }}
      search={placeSearch(place)}
      {...(className === undefined ? {} : { className })}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      {children}
    </Link>
  );
}
