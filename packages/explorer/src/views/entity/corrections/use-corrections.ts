import { Toast } from "@base-ui/react/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type AliasEntry, type Corrected, corrected, type Correction, type EntityReference } from "colloquy/api";
import { address, post } from "../../../api/client.ts";
import { invalidateWorkspace } from "../../../api/queries.ts";
import { useWorkspace } from "../../../parts/links.tsx";
import { corrections as words } from "../../../text/corrections.ts";

/** How long a message stays that offers to undo. The list of corrections offers it, too. */
const OFFER_MS = 60_000;
const NOTE_MS = 10_000;
/** There is one message of this kind at a time. */
const UNDONE = "undone";

/**
 * Sends corrections. Afterwards the address follows the corrected entity, every view of the workspace is read anew, and a
 * message offers to undo.
 */
export function useCorrections() {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const router = useRouter();
  const toasts = Toast.useToastManager();

  const send = (correction: Correction): Promise<Corrected> =>
    post(corrected, address(["w", workspace, "corrections"]), correction);

  async function show(entity: Pick<EntityReference, "id" | "name"> | null): Promise<void> {
    if (entity === null) await router.navigate({ to: "/w/$workspace/entities", params: { workspace }, search: {} });
    else
      await router.navigate({
        to: "/w/$workspace/entities/$id",
        params: { workspace, id: entity.id },
        search: { name: entity.name },
        replace: true,
      });
    // The dialog is gone with the page of the entity of before.
    document.getElementById("content")?.focus({ preventScroll: true });
  }

  function isShown(entity: EntityReference | null): boolean {
    const { pathname } = router.state.location;
    const own =
      entity === null
        ? router.buildLocation({ to: "/w/$workspace/entities", params: { workspace } })
        : router.buildLocation({ to: "/w/$workspace/entities/$id", params: { workspace, id: entity.id } });
    return pathname === own.pathname;
  }

  /**
   * @param done says that the correction is made.
   * @param name finds the entity if the answer has none; null if it is hidden.
   * @throws ApiError; nothing is changed then.
   */
  async function correct(correction: Correction, done: string, name: string | null): Promise<void> {
    const result = await send(correction);
    await show(result.entity ?? (name === null ? null : { id: name, name }));
    offerToUndo(done, words.writtenTo, result);
    await invalidateWorkspace(client, workspace);
  }

  function offerToUndo(title: string, description: string, made: Corrected): void {
    toasts.add({
      id: made.id,
      title,
      description,
      timeout: OFFER_MS,
      actionProps: { children: words.undo, onClick: () => void undoFromMessage(made) },
    });
  }

  /** @throws ApiError; nothing is changed then. */
  async function undo(made: Pick<Corrected, "id" | "entity">): Promise<void> {
    const result = await send({ undo: made.id });
    // The message that offers to undo it.
    toasts.close(made.id);
    toasts.add({ id: UNDONE, title: words.undoDone, timeout: NOTE_MS });
    if (result.entity !== null && isShown(made.entity)) await show(result.entity);
    await invalidateWorkspace(client, workspace);
  }

  /** Takes an entry of the file back. @throws ApiError; nothing is changed then. */
  async function remove({ list, names }: AliasEntry): Promise<void> {
    const result = await send({ remove: { list, names: [...names] } });
    offerToUndo(words.undoDone, words.writtenTo, result);
    await invalidateWorkspace(client, workspace);
  }

  async function undoFromMessage(made: Corrected): Promise<void> {
    toasts.add({ id: made.id, title: words.undoing, description: words.busy, timeout: 0, actionProps: undefined });
    try {
      await undo(made);
    } catch (error) {
      offerToUndo(words.undoFailed, error instanceof Error ? error.message : String(error), made);
    }
  }

  return { correct, undo, remove };
}
