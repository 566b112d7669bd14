import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import { conversationKind } from '../../../src-shared/protocol/ids.ts';
import type { IrcClient } from './irc-client.ts';

/** Direct messages have been written out: their sender may know (W11). */
export function markDelivered(
  client: IrcClient,
  conversation: ConversationId,
  entries: readonly Entry[],
): void {
  if (conversationKind(conversation) !== 'direct') return;
  const last = entries.findLast((entry) => entry.type === 'message' && !client.isSelf(entry.from));
  if (!last) return;
  // Nothing depends on the answer.
  void client.requests.ask({ type: 'mark-delivered', in: conversation, seq: last.seq });
}
