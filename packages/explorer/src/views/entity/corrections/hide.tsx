import { corrections as words } from "../../../text/corrections.ts";
import type { CorrectionDialogProps } from "./dialog-props.ts";
import { CorrectionForm } from "./form.tsx";

/** Hides an entity. */
export function HideDialog({ entity: { id, name }, ...dialog }: CorrectionDialogProps) {
  return (
    <CorrectionForm
      {...dialog}
      title={words.hideTitle(name)}
      hint={words.hideHint}
      confirm={words.hideConfirm}
      canSend
      correction={() => ({ correction: { hide: id }, done: words.hidden(name), name: null })}
    />
  );
}
