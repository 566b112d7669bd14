import type { AccountId, Bits256, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { readSaid, textToSeal } from '../../src-shared/protocol/said-privately.ts';
import { agree, makeKey, type PrivateCipher } from '../../src-main/client/private-cipher.ts';
import type { Frame, RawPeer } from './raw-peer.ts';

/** The end of a private chat that a raw peer was asked for and says yes to. */
export class RawPrivate {
  readonly id: string;
  readonly #cipher: PrivateCipher;
  #said = 0;
  #heard = 0;

  private constructor(id: string, cipher: PrivateCipher) {
    this.id = id;
    this.#cipher = cipher;
  }

  static async accept(peer: RawPeer, { private: id, from }: Frame): Promise<RawPrivate> {
    const own = makeKey();
    await peer.ask({ type: 'answer-private', private: id, key: own.publicKey });
    const opened = await peer.next(({ type, nonce }) => type === 'private-opened' && !!nonce);
    const greeted = await peer.next(({ room }) => room !== undefined);
    const signedIn = await peer.next(({ account, token }) => !!account && !!token);
    const cipher = agree({
      side: 'answerer',
      own,
      asker: { key: opened['key'] as Bits256, nonce: opened['nonce'] as Bits256 },
      answerer: own.publicKey,
      between: {
        room: (greeted['room'] as { id: RoomId }).id,
        private: id as PrivateId,
        asker: from as AccountId,
        answerer: signedIn['account'] as AccountId,
      },
    });
    if (!cipher) throw new Error('no keys');
    return new RawPrivate(String(id), cipher);
  }

  /** Says something; the answer. */
  say(peer: RawPeer, text: string): Promise<Frame> {
    const after = this.#said;
    this.#said += 1;
    const sealed = this.#cipher.seal({
      number: this.#said,
      after,
      text: textToSeal({ text }),
    });
    return peer.sayPrivately(this.id, sealed);
  }

  /** The text of the next `private-message`. */
  read(said: Frame): string | undefined {
    const opened = this.#cipher.open(String(said['sealed']), this.#heard);
    if (opened === undefined) return undefined;
    this.#heard += 1;
    return readSaid(opened)?.text;
  }
}
