import type { Gateway } from '../../server/session-port.ts';
import { GuestSpeaker } from '../plain/guest-speaker.ts';
import { SharedTranslations } from '../common/shared-translations.ts';
import { jsonSpeech } from './json-speech.ts';

/** An object whose first key is `command`; Oda's own objects begin with `type`. */
const firstKey = /^\s*\{\s*"command"/;
const beginning = /^\s*(?:\{\s*(?:"(?:c(?:o(?:m(?:m(?:a(?:nd?)?)?)?)?)?)?)?)?$/;

/** Bare JSON objects (R0.11). */
export function createJsonGateway(): Gateway {
  const shared = new SharedTranslations();
  return {
    dialect: 'json',
    isPaced: true,
    recognises(firstBytes) {
      const text = Buffer.from(firstBytes).toString('latin1');
      if (firstKey.test(text)) return 'yes';
      return beginning.test(text) ? 'unsure' : 'no';
    },
    speak: (parts) => new GuestSpeaker({ ...parts, shared, speech: jsonSpeech }),
  };
}
