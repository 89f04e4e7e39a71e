import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { Comparison } from "colloquy/api";
import { entityQuery } from "../../api/queries.ts";
import { Button } from "../../parts/button.tsx";
import { EntityLink, useWorkspace } from "../../parts/links.tsx";
import { Pick as PickField } from "../../parts/pick.tsx";
import { compareWords as words } from "../../text/compare.ts";
import { counted } from "../../text/format.ts";
import styles from "./compare.module.css";

interface ChoiceProps {
  readonly label: string;
  /** The id or the name in the address. */
  readonly value: string | undefined;
  /** The person, if the comparison says who it is. */
  readonly known: Comparison["speakers"][number] | undefined;
  readonly without: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** One of the compared people: a field, or the person with a button that chooses another one. */
export function PersonChoice({ label, value, known, without, onChoose }: ChoiceProps) {
  const asked = useQuery({
    ...entityQuery(useWorkspace(), value ?? ""),
    enabled: value !== undefined && known === undefined,
  });
  const person = known ?? asked.data;
  return (
    <div role="group" aria-label={label}>
      <div className={styles.choice}>
        {value === undefined ? (
          <PickField
            kind="person"
            label={label}
            placeholder={words.pick}
            without={without === undefined ? [] : [without]}
            onPick={({ id }) => onChoose(id)}
          />
        ) : (
          <>
            <span className={styles.name}>{person === undefined ? value : <EntityLink entity={person} />}</span>
            <Button kind="quiet" onClick={() => onChoose(undefined)} aria-label={words.change(person?.name ?? value)}>
              <X size={16} aria-hidden />
            </Button>
          </>
        )}
      </div>
      {known === undefined ? null : <p className={styles.note}>{countsOf(known)}</p>}
    </div>
  );
}

function countsOf({ transcripts, topics, statements }: Comparison["speakers"][number]): string {
  return words.counts(
    counted(transcripts.length, "transcript"),
    counted(topics, "topic"),
    counted(statements, "statement"),
  );
}
