import type { Ban, moderation, Recorded } from '../../src-shared/protocol/moderation.ts';
import type { AnswerOf, ParamsOf } from '../../src-shared/protocol/protocol.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { retention } from '../../src-shared/protocol/retention.ts';
import type { roomWords } from '../../src-shared/protocol/room-settings.ts';
import type { RoomLink } from './room-link.ts';
import { tidyReason, tidyRoomName } from './vet-entries.ts';

type Asked =
  | keyof (typeof moderation)['requests']
  | keyof (typeof roomWords)['requests']
  | keyof (typeof retention)['requests'];

/** What the owner and moderators of a room ask of it, and what everybody may read of that. Nothing of it is kept here. */
export class RoomModeration {
  readonly #room: RoomId;
  #link: RoomLink | undefined;

  constructor(room: RoomId) {
    this.#room = room;
  }

  attach(link: RoomLink): void {
    this.#link = link;
  }

  detach(): void {
    this.#link = undefined;
  }

  /** Refused with `connection-lost` while the room cannot be reached. */
  async ask<N extends Asked>(command: N, fields: ParamsOf<N>): Promise<Outcome<AnswerOf<N>>> {
    return this.#link ? this.#link.request(command, fields) : refused({ code: 'connection-lost' });
  }

  async listBans(from: number | undefined): Promise<Outcome<AnswerOf<'list-bans'>>> {
    const page = await this.ask('list-bans', { from });
    if (!page.ok) return page;
    return done({ ...page.value, bans: page.value.bans.map((ban) => withShortReason<Ban>(ban)) });
  }

  async readRecord(from: number | undefined): Promise<Outcome<AnswerOf<'read-record'>>> {
    const page = await this.ask('read-record', { from });
    if (!page.ok) return page;
    return done({ ...page.value, entries: page.value.entries.map((entry) => this.tidy(entry)) });
  }

  /** No honest room tells a longer reason, or an odd name. */
  tidy(entry: Recorded): Recorded {
    const name = entry.changes?.name;
    const short = withShortReason(entry);
    if (name === undefined) return short;
    return { ...short, changes: { ...entry.changes, name: tidyRoomName(name, this.#room) } };
  }
}

function withShortReason<T extends { reason?: string | undefined }>(told: T): T {
  return told.reason === undefined ? told : { ...told, reason: tidyReason(told.reason) };
}
