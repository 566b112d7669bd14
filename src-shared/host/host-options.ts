import type { RoomAccess } from '../protocol/connection.ts';
import type { FileTerms } from '../protocol/files.ts';

/** What a host can switch while the room runs; kept with the room. */
export type HostOptions = {
  /** Plain programs may come in from other computers too; from this one they always may. */
  plain: boolean;
  /** The host's log holds the texts of `everyone`, and members can see that it does. */
  logTexts: boolean;
  /** Who may come in of those who are new. */
  access: RoomAccess;
  /** How much of files it takes, and how long it keeps them. */
  files: FileTerms;
};

/** What every member is told of them. */
export function factsOf({ logTexts: logsTexts, plain, access, files }: HostOptions) {
  const { fileBytes, days } = files;
  return { logsTexts, plain, access, files: { fileBytes, days } };
}
