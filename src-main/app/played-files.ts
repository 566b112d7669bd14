import { buffer } from 'node:stream/consumers';
import { playedPath } from '../../src-shared/bridge/files.ts';
import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { mediaKind, type MediaKind } from '../../src-shared/text/media-kind.ts';
import type { RoomClient } from '../client/room-client.ts';
import { NotSealedSo } from '../files/sealed-file.ts';
import { findFile } from './find-file.ts';
import type { Memberships } from './memberships.ts';

type Asked = ParsedParams<'file/open'>;
type Part = { from: number; to: number };
type Whole = { size: number; read: (part: Part) => Promise<Uint8Array> };

/**
 * A sound or a film that is here; `read` gives its bytes from `from` up to and without `to`, and undefined if they have
 * gone from the disk or are sealed with another key.
 */
export type PlayedFile = {
  type: MediaKind;
  size: number;
  read: (part: Part) => Promise<Uint8Array | undefined>;
};

/** Of all windows; the one that was opened first makes way. */
const mostOpen = 64;
const tokenCharacters = 43;
/** What it is stands there. */
const headBytes = 16;

/**
 * Sound and film that windows play, each at an address that nobody can guess. It is good only as long as this person may
 * see the message that has the file, and all of that is here: both are looked at with each part.
 */
export class PlayedFiles {
  readonly #memberships: Memberships;
  readonly #byToken = new Map<string, { asked: Asked; type: MediaKind }>();

  constructor(memberships: Memberships) {
    this.#memberships = memberships;
  }

  /** Refused with `file-not-shown` if its bytes are those of no sound or film that is played. */
  async open(client: RoomClient, asked: Asked): Promise<Outcome<{ address: string }>> {
    const whole = await this.#whole(client, asked);
    if (!whole.ok) return whole;
    const type = mediaKind(await whole.value.read({ from: 0, to: headBytes }));
    if (!type) return refused({ code: 'file-not-shown' });
    const token = this.#memberships.options.random.text(tokenCharacters);
    this.#byToken.set(token, { asked, type });
    const [oldest] = this.#byToken.keys();
    if (this.#byToken.size > mostOpen && oldest !== undefined) this.#byToken.delete(oldest);
    return done({ address: `${playedPath}${token}` });
  }

  close(address: string): void {
    this.#byToken.delete(address.slice(playedPath.length));
  }

  /** Undefined if the address is not good, or is not any more. */
  async find(token: string): Promise<PlayedFile | undefined> {
    const opened = this.#byToken.get(token);
    const membership = opened && this.#memberships.get(opened.asked.room);
    if (!membership) return undefined;
    const whole = await this.#whole(membership.client, opened.asked);
    if (!whole.ok) return undefined;
    const { size, read } = whole.value;
    return { type: opened.type, size, read: (part) => read(part).catch(noneIfGone) };
  }

  async #whole(client: RoomClient, asked: Asked): Promise<Outcome<Whole>> {
    const { replica, files, fetched } = this.#memberships;
    const { ofPrivates } = fetched;
    const { room, hash } = asked;
    const place = { replica, files, ofPrivates };
    const found =
      'in' in asked || 'private' in asked
        ? await findFile(place, client, asked)
        : findOwn(client, asked);
    if (!found.ok) return found;
    if ('isSealed' in found.value && found.value.isSealed) {
      const size = await ofPrivates.sizeOf(room, hash);
      if (size === undefined) return refused({ code: 'file-not-here' });
      return done({
        size,
        read: ({ from, to }) =>
          buffer(ofPrivates.read({ room, hash }, { from, to: Math.min(to, size) })),
      });
    }
    const { size } = 'moved' in found.value ? found.value.moved : found.value;
    if (!(await files.has({ hash, size }))) return refused({ code: 'file-not-here' });
    return done({ size, read: (part) => files.readPart(hash, part) });
  }
}

function noneIfGone(error: unknown): undefined {
  const isOfDisk = error instanceof Error && 'code' in error;
  if (!isOfDisk && !(error instanceof NotSealedSo)) throw error;
}

/** This person's own, that the room does not have yet: it waits, or is chosen for the next message. */
function findOwn(
  { outbox, copy }: RoomClient,
  { hash }: Pick<SentFile, 'hash'>,
): Outcome<Pick<SentFile, 'hash' | 'size'>> {
  const waiting = outbox.list().flatMap(({ said }) => ('files' in said ? (said.files ?? []) : []));
  const chosen = copy.conversations().flatMap(({ aim }) => aim?.files ?? []);
  const file = [...waiting, ...chosen].find((each) => each.hash === hash);
  return file ? done({ hash, size: file.size }) : refused({ code: 'no-such-file' });
}
