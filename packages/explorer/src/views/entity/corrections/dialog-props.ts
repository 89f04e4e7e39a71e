import type { Entity } from "colloquy/api";
import type { Picked } from "../../../parts/pick.tsx";

/** What each dialog of a correction gets. */
export interface CorrectionDialogProps {
  readonly entity: Entity;
  /** The entity to merge with that is chosen already. */
  readonly other: Picked | null;
  /** Opens the merge dialog with another entity. */
  readonly onMerge: (other: Picked) => void;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}
