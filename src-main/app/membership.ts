import type { RoomClient } from '../client/room-client.ts';
import type { AttentionBook } from './attention-book.ts';
import type { AwayWatch } from './away-watch.ts';
import type { ContactBook, ContactGroupBook } from './contact-book.ts';
import type { GroupMessageWatch } from './group-message-watch.ts';
import type { Hosting } from './hosting.ts';

/** A room that this person is a member of, open or closed, hosted here or elsewhere. */
export type Membership = {
  readonly client: RoomClient;
  readonly contacts: ContactBook;
  readonly attention: AttentionBook;
  readonly away: AwayWatch;
  readonly contactGroups: ContactGroupBook;
  readonly groupMessages: GroupMessageWatch;
  hosting?: Hosting | undefined;
};
