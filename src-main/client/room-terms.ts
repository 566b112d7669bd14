import { roomFactsIn } from '../../src-shared/member/privacy-label.ts';
import type { RoomFacts } from '../../src-shared/member/privacy-label.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import type { RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import type { Greeting } from './sign-in.ts';

type Said = Parameters<typeof roomFactsIn>[0] & { settings: RoomSettings };

/** How the room is kept and what holds there, as it said last. */
export class RoomTerms {
  #maxTextCharacters: number = limits.maxTextCharacters;
  #settings: RoomSettings = usualRoomSettings;
  /** Until the room has said it: what protects least. */
  #facts: RoomFacts = {
    logsTexts: false,
    plain: true,
    access: 'open',
    files: usualFileTerms,
  };

  get maxTextCharacters(): number {
    return this.#maxTextCharacters;
  }

  /** What the owner and moderators have set. */
  get settings(): RoomSettings {
    return this.#settings;
  }

  /** What members should know of how the room is kept. */
  get facts(): RoomFacts {
    return this.#facts;
  }

  greeted({ limits: { maxTextCharacters }, room }: Greeting): void {
    this.#maxTextCharacters = maxTextCharacters;
    this.changed(room);
  }

  changed(said: Said): void {
    this.#facts = roomFactsIn(said);
    this.#settings = said.settings;
  }
}
