import {
  conversationKind,
  directPartner,
  type ConversationId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { RoomClient } from '../client/room-client.ts';
import { exchangeWords } from '../exchange/words.ts';
import type { Memberships } from './memberships.ts';

/** One conversation that is written down. */
export type Source = {
  client: RoomClient;
  in: ConversationId;
  kind: ReturnType<typeof conversationKind>;
};

type Wanted = { room?: RoomId | undefined; in?: ConversationId | undefined };

const order = ['everyone', 'topic', 'group', 'direct'] as const;

/**
 * What was asked for, room by room: in each everyone first, then topics, groups and who one writes with. Undefined if there
 * is nothing like that.
 */
export function conversationsOf(
  memberships: Pick<Memberships, 'list' | 'get'>,
  wanted: Wanted,
): Source[] | undefined {
  const only = wanted.room === undefined ? undefined : memberships.get(wanted.room);
  if (wanted.room !== undefined && !only) return undefined;
  const clients = (only ? [only] : memberships.list()).map(({ client }) => client);
  const found = clients.flatMap((client) =>
    client.copy
      .conversations()
      .filter(({ in: id, lastSeq }) => lastSeq > 0 && (wanted.in ?? id) === id)
      .map(({ in: id }): Source => ({ client, in: id, kind: conversationKind(id) }))
      .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind)),
  );
  return wanted.in !== undefined && found.length === 0 ? undefined : found;
}

export function nameOfConversation({ client, in: id, kind }: Source, language: Language): string {
  const words = exchangeWords(language);
  if (kind === 'everyone') return words.everyone;
  if (kind !== 'direct') return client.groups.nameOf(id) ?? id;
  const partner = directPartner(id, client.record.account);
  return (partner && client.members.nameOf(partner)) ?? words.somebody;
}
