import type { AnswerOf } from '../../../../src-shared/protocol/protocol.ts';
import { decodePage } from '../../../../src-shared/protocol/history.ts';
import type { HistoryQuery, RoomLog } from '../../../room/ports.ts';

/** A page of history as the entries that are in it. */
export async function readPage(
  log: RoomLog,
  query: HistoryQuery,
): Promise<AnswerOf<'read-history'>> {
  return decodePage(await log.readHistory(query));
}
