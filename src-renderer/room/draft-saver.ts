import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';

const saveDelayMs = 400;

/** Saves drafts a moment after the last key, each to its own conversation. */
export function createDraftSaver(
  bridge: OdaBridge,
  options: { room: RoomId; clock: Clock; draftOf: (conversation: ConversationId) => string },
) {
  const { room, clock, draftOf } = options;
  const unsaved = new Set<ConversationId>();
  /** How many saves of each conversation are on their way. */
  const saving = new Map<ConversationId, number>();
  let cancelSave: (() => void) | undefined;

  function flush(): void {
    cancelSave?.();
    cancelSave = undefined;
    for (const conversation of unsaved) void save(conversation);
    unsaved.clear();
  }

  async function save(conversation: ConversationId): Promise<void> {
    const text = draftOf(conversation);
    saving.set(conversation, (saving.get(conversation) ?? 0) + 1);
    const answer = await bridge.request('draft/save', { room, in: conversation, text });
    saving.set(conversation, (saving.get(conversation) ?? 1) - 1);
    // Kept for the next try: a change, or the end of this window.
    if (!answer.ok && draftOf(conversation) === text) unsaved.add(conversation);
  }

  return {
    changed(conversation: ConversationId): void {
      unsaved.add(conversation);
      cancelSave ??= clock.after(saveDelayMs, flush);
    },
    /** True while what is told of the draft may be older than what stands here. */
    isBusy: (conversation: ConversationId) =>
      unsaved.has(conversation) || (saving.get(conversation) ?? 0) > 0,
    flush,
  };
}
