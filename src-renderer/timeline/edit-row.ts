import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { messageLook } from '../messages/message-look.ts';
import type { EditTarget } from '../room/composer-modes.ts';
import type { Row } from './timeline-rows.ts';

/**
 * What of a row this person can change, and the words that are shown of it, with what waits to change them. Undefined for
 * what others said, what is deleted or being deleted, and words of others that were forwarded or imported.
 */
export function editOf(
  { body }: Row,
  self: AccountId,
): { of: EditTarget; text: string } | undefined {
  if (body.is === 'waiting') {
    const { cid, said } = body.item;
    if (said.type !== 'send-message' || said.forward) return undefined;
    return { of: { cid }, text: said.text };
  }
  if (body.is !== 'message' || !body.own) return undefined;
  const { entry, around } = body;
  if (entry.forwarded || entry.imported) return undefined;
  const { text, deleted } = messageLook(entry, around, self);
  return deleted || text === '' ? undefined : { of: { seq: entry.seq }, text };
}
