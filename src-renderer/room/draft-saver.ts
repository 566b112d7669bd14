import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { Draft } from '../../src-shared/member/draft-aim.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { KeptUntil } from './composer-modes.ts';

const saveDelayMs = 400;
/** What is typed since is to be saved too, also where no answer ever comes. */
const longestKeptMs = 5000;

/** Saves drafts a moment after the last key, each to its own conversation. */
export function createDraftSaver(
  bridge: OdaBridge,
  options: { room: RoomId; clock: Clock; draftOf: (conversation: ConversationId) => Draft },
) {
  const { room, clock, draftOf } = options;
  const unsaved = new Set<ConversationId>();
  /** How many saves of each conversation are on their way. */
  const saving = new Map<ConversationId, number>();
  /** How many sends of each conversation are not in the outbox yet. */
  const sending = new Map<ConversationId, number>();
  let cancelSave: (() => void) | undefined;

  function flush(): void {
    cancelSave?.();
    cancelSave = undefined;
    for (const conversation of unsaved) {
      if (sending.has(conversation)) continue;
      unsaved.delete(conversation);
      void save(conversation);
    }
  }

  const keptUntil: KeptUntil = (conversation, answer) => {
    countUp(sending, conversation, 1);
    let isOver = false;
    const known = (): void => {
      if (isOver) return;
      isOver = true;
      cancelWait();
      countUp(sending, conversation, -1);
      if (unsaved.has(conversation)) flush();
    };
    const cancelWait = clock.after(longestKeptMs, known);
    answer.then(known, known);
  };

  async function save(conversation: ConversationId): Promise<void> {
    const draft = draftOf(conversation);
    countUp(saving, conversation, 1);
    const answer = await bridge.request('draft/save', { room, in: conversation, ...draft });
    countUp(saving, conversation, -1);
    // Kept for the next try: a change, or the end of this window.
    if (!answer.ok && isSame(draftOf(conversation), draft)) unsaved.add(conversation);
  }

  return {
    changed(conversation: ConversationId): void {
      unsaved.add(conversation);
      cancelSave ??= clock.after(saveDelayMs, flush);
    },
    /** True while what is told of the draft may be older than what stands here. */
    isBusy: (conversation: ConversationId) => unsaved.has(conversation) || saving.has(conversation),
    keptUntil,
    flush,
    /** The window closes: what is on its way arrives all the same. */
    end(): void {
      sending.clear();
      flush();
    },
  };
}

function countUp<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
