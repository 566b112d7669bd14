import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Person } from './person.ts';

/** The newest of the conversation that has files with it, as soon as it has come. */
export async function messageWithFiles(
  person: Person,
  room: RoomId,
  id: ConversationId = everyone,
): Promise<MessageEntry> {
  const find = async (): Promise<MessageEntry | undefined> => {
    const { entries } = await person.ask('timeline/page', { room, in: id, limit: 500 });
    return entries.findLast((entry) => entry.type === 'message' && entry.files) as MessageEntry;
  };
  await person.until(async () => (await find()) !== undefined);
  return (await find()) as MessageEntry;
}
