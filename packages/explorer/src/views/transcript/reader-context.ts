import type { ClaimMark, EntityReference, MentionMark, Transcript, Turn } from "colloquy/api";
import { createContext, useContext } from "react";
import type { Addresses } from "./use-addresses.ts";
import type { Layout } from "./use-measures.ts";
import type { ShownTurn } from "./turns.ts";
import type { MarkChoice } from "./segments.ts";

/** Marks that a reader opened, and the element at which their popover is shown. */
export interface OpenedMarks {
  readonly anchor: HTMLElement;
  readonly turn: ShownTurn;
  readonly mentions: readonly MentionMark[];
  readonly claims: readonly ClaimMark[];
}

/** A label of a speaker: the person, and the number of its colour. */
export interface Speaker {
  readonly id: string | null;
  readonly name: string;
  readonly colour: number;
}

/** What all turns of a transcript share. */
export interface Reading {
  readonly workspace: string;
  readonly transcript: Transcript;
  readonly entities: ReadonlyMap<string, EntityReference>;
  readonly speakers: ReadonlyMap<string, Speaker>;
  readonly addresses: Addresses;
  readonly layout: Layout;
  readonly marks: MarkChoice;
  readonly open: (marks: OpenedMarks) => void;
  /** All parts of a turn that chunks may have cut. */
  readonly whole: (turn: ShownTurn) => readonly Turn[];
  /** Plays from a time; null without a recording. */
  readonly play: ((ms: number) => void) | null;
  /** Sets the recording to a time, whether it plays or not. */
  readonly seek: ((ms: number) => void) | null;
}

export const ReadingContext = createContext<Reading | null>(null);

export function useReading(): Reading {
  const reading = useContext(ReadingContext);
  if (reading === null) throw new TypeError("Expected a component within a transcript");
  return reading;
}

/** The number of colours of speakers. */
const COLOURS = 8;

/** The speakers of a transcript by the labels of their turns. Labels of one person have one colour. */
export function speakersByLabel(speakers: Transcript["speakers"]): ReadonlyMap<string, Speaker> {
  const colours = new Map<string, number>();
  return new Map(
    speakers.map(({ id, name, label }) => {
      const key = id ?? label;
      const colour = colours.get(key) ?? (colours.size % COLOURS) + 1;
      colours.set(key, colour);
      return [label, { id, name, colour }];
    }),
  );
}
