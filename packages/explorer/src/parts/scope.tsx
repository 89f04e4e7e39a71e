import { Popover } from "@base-ui/react/popover";
import { X } from "lucide-react";
import { search as words } from "../text/search.ts";
import { titleOf } from "../text/format.ts";
import chips from "./chips.module.css";
import menu from "./menu.module.css";
import { Pick, type Picked } from "./pick.tsx";
import styles from "./scope.module.css";

/** Which words count: of some transcripts, of one speaker. */
export interface Scope {
  readonly file?: readonly string[];
  readonly speaker?: string;
}

/** The scope of a search or a question, as chips that can be added and removed. */
export function ScopeChips({ scope, onChange }: { readonly scope: Scope; readonly onChange: (scope: Scope) => void }) {
  const { file: files = [], speaker } = scope;
  return (
    <ul className={`${chips.chips} ${styles.chips}`} aria-label={words.filters}>
      {speaker === undefined ? null : (
        <Removable name={speaker} onRemove={() => onChange({ ...scope, speaker: undefined })} />
      )}
      {files.map((file) => (
        <Removable
          key={file}
          name={titleOf(file)}
          onRemove={() => {
            const rest = files.filter((each) => each !== file);
            onChange({ ...scope, file: rest.length === 0 ? undefined : rest });
          }}
        />
      ))}
      {speaker === undefined ? (
        <Addable kind="speaker" label={words.speaker} onPick={({ name }) => onChange({ ...scope, speaker: name })} />
      ) : null}
      <Addable
        kind="transcript"
        label={words.file}
        without={files}
        onPick={({ id }) => onChange({ ...scope, file: [...files, id] })}
      />
    </ul>
  );
}

function Removable({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  return (
    <li>
      <button type="button" className={chips.chip} aria-pressed onClick={onRemove} aria-label={words.remove(name)}>
        {name}
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

interface AddableProps {
  readonly kind: "speaker" | "transcript";
  readonly label: string;
  readonly without?: readonly string[];
  readonly onPick: (picked: Picked) => void;
}

function Addable({ kind, label, without, onPick }: AddableProps) {
  return (
    <li>
      <Popover.Root>
        <Popover.Trigger className={chips.chip}>+ {label}</Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="start" className={menu.positioner}>
            <Popover.Popup className={`${menu.popup} ${styles.popup}`} aria-label={label}>
              <Pick kind={kind} label={label} without={without ?? []} onPick={onPick} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </li>
  );
}
