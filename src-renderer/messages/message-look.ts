import type {
  MessageMarks,
  OutboxItem,
  Quote,
  ShownReaction,
} from '../../src-shared/member/own-copy.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { SaidOf } from '../../src-shared/protocol/said.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';

type FailedItem = OutboxItem & { state: Extract<OutboxItem['state'], { is: 'failed' }> };

/** What can be known of a message beside its entry. */
export type MessageAround = {
  marks?: MessageMarks | undefined;
  /** What it answers, if that is known. */
  quote?: Quote | undefined;
  /** What waits in the outbox to change it. */
  pending?: readonly OutboxItem[] | undefined;
};

/** A message as it is shown: with what others did to it, and what this person did that is still on its way. */
export type MessageLook = {
  text: string;
  /** `by` is missing if that is not known. */
  deleted?: { by?: AccountId | undefined } | undefined;
  editedAt?: number | undefined;
  reactions: readonly ShownReaction[];
  /** By whom; missing if it is not. */
  pinnedBy?: AccountId | undefined;
  /** Something that changes it is on its way. */
  isChanging: boolean;
  failed?: FailedItem | undefined;
};

export function messageLook(
  { text, at }: Pick<MessageEntry, 'text' | 'at'>,
  { marks, pending = [] }: MessageAround,
  self: AccountId,
): MessageLook {
  const isDeleted = marks?.deleted !== undefined || text === '';
  const look: MessageLook = {
    text,
    deleted: isDeleted ? { by: marks?.deleted?.by } : undefined,
    editedAt: marks?.editedAt,
    reactions: marks?.reactions ?? [],
    pinnedBy: marks?.pinned?.by,
    isChanging: false,
    failed: pending.find(isFailed),
  };
  for (const { said, state } of pending) {
    if (state.is === 'failed' || !('target' in said)) continue;
    look.isChanging = true;
    if (said.type === 'delete-message') look.deleted = { by: self };
    else if (said.type === 'edit-message') Object.assign(look, { text: said.text, editedAt: at });
    else if (said.type === 'pin-message') look.pinnedBy ??= self;
    else if (said.type === 'unpin-message') look.pinnedBy = undefined;
    else look.reactions = reacted(look.reactions, said, self);
  }
  return look;
}

function isFailed(item: OutboxItem): item is FailedItem {
  return item.state.is === 'failed';
}

/** The reactions when this one's own is on or off. */
function reacted(
  reactions: readonly ShownReaction[],
  { type, emoji }: SaidOf<'add-reaction' | 'remove-reaction'>,
  self: AccountId,
): readonly ShownReaction[] {
  const isOn = type === 'add-reaction';
  const found = reactions.find((each) => each.emoji === emoji);
  if ((found?.isOwn ?? false) === isOn) return reactions;
  if (!found) return [...reactions, { emoji, count: 1, isOwn: true, by: [self] }];
  const by = isOn ? [...found.by, self] : found.by.filter((account) => account !== self);
  const changed = { emoji, count: found.count + (isOn ? 1 : -1), isOwn: isOn, by };
  return reactions.flatMap((each) => {
    if (each !== found) return [each];
    return changed.count > 0 ? [changed] : [];
  });
}
