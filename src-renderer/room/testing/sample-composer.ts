import type { DraftAim } from '../../../src-shared/member/draft-aim.ts';
import type { OutboxItem } from '../../../src-shared/member/own-copy.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { directConversation, type ConversationId } from '../../../src-shared/protocol/ids.ts';
import { ali, createSampleRoom, roomId, self } from '../../bridge/testing/sample-room.ts';
import { createPainter } from '../../ui/painter.ts';
import { createStagedStore } from '../staged-store.ts';
import { createComposerStore } from '../composer-store.ts';

export const withAli = directConversation(self, ali);

/** A room of the sample, and its composer over `savedDraft`, `aim` and `outbox` as they were when it was opened. */
export function made(
  savedDraft: (id: ConversationId) => string | undefined = () => '',
  aim?: DraftAim,
  outbox: OutboxItem[] = [],
) {
  const sample = createSampleRoom();
  const clock = new ManualClock();
  const staged = createStagedStore(sample.bridge, createPainter());
  return {
    ...sample,
    clock,
    staged,
    composer: createComposerStore(sample.bridge, {
      begunBefore: () => ({ aim, outbox }),
      staged,
      room: roomId,
      clock,
      savedDraft,
      maxTextCharacters: () => 30,
    }),
  };
}

/** What was saved, in order: the conversation and its text. */
export const saved = (sample: ReturnType<typeof made>) =>
  sample.bridge.asked('draft/save').map(({ in: id, text }) => [id, text]);
