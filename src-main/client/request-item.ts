import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { AnswerOf, ParamsOf } from '../../src-shared/protocol/protocol.ts';
import type { LaterChange, Said } from '../../src-shared/protocol/said.ts';
import type { RoomLink } from './room-link.ts';

/** By its own name, so that its fields are those of what is asked. */
export function requestSaid(
  link: RoomLink,
  {
    cid,
    in: conversation,
    said: { type, ...fields },
  }: Pick<OutboxItem, 'cid' | 'in'> & {
    said: Said;
  },
): Promise<Outcome<AnswerOf<Said['type']>>> {
  const params = { in: conversation, cid, ...fields } as ParamsOf<typeof type>;
  return link.request(type, params);
}

export function requestLater(
  link: RoomLink,
  conversation: ConversationId,
  { message: cid, ...said }: LaterChange,
): Promise<Outcome<object>> {
  if (said.type === 'cancel-later') return link.request('cancel-later', { cid });
  const { type, ...fields } = said;
  return link.request(type, { in: conversation, cid, ...fields });
}
