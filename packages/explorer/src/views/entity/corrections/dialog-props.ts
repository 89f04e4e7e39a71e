import type { Entity } from "colloquy/api";

/** What each dialog of a correction gets. */
export interface CorrectionDialogProps {
  readonly entity: Entity;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}
