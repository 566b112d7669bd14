import type { Recorded } from '../../src-shared/protocol/moderation.ts';
import type { Format } from '../i18n/format.ts';

/** What somebody typed (a reason, the room's new name) stands in the record's sentence as names of people do. */
export function isolatedWords(entry: Recorded, format: Format): Recorded {
  const { reason, changes } = entry;
  const name = changes?.name;
  return {
    ...entry,
    ...(reason === undefined ? {} : { reason: format.name(reason) }),
    ...(name === undefined ? {} : { changes: { ...changes, name: format.name(name) } }),
  };
}
