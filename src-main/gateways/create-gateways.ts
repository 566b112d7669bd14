import type { Gateway } from '../server/session-port.ts';
import { createIrcGateway } from './irc/connection/irc-gateway.ts';
import { jsonSpeech } from './json/json-speech.ts';
import { linesSpeech } from './lines/lines-speech.ts';
import { GuestSpeaker } from './plain/guest-speaker.ts';
import type { PlainSpeech } from './plain/plain-speech.ts';
import { SaidMemory } from './common/said-memory.ts';
import { SharedTranslations } from './common/shared-translations.ts';

/** Every plain dialect at the room's port; plain lines take what the others do not recognise (W15). */
export function createGateways(): Gateway[] {
  return [createJsonGateway(), createIrcGateway(), createLinesGateway()];
}

/** An object whose first key is `command`; Oda's own objects begin with `type`. */
const firstKey = /^\s*\{\s*"command"/;
const beginning = /^\s*(?:\{\s*(?:"(?:c(?:o(?:m(?:m(?:a(?:nd?)?)?)?)?)?)?)?)?$/;

/** Bare JSON objects (R0.11). */
export function createJsonGateway(): Gateway {
  return {
    dialect: 'json',
    isPaced: true,
    recognises(firstBytes) {
      const text = Buffer.from(firstBytes).toString('latin1');
      if (firstKey.test(text)) return 'yes';
      return beginning.test(text) ? 'unsure' : 'no';
    },
    speak: asGuests(jsonSpeech),
  };
}

/** Plain lines: what is left when nothing else is recognised, and who says nothing at all (W15). */
export function createLinesGateway(): Gateway {
  return { dialect: 'lines', recognises: () => 'unsure', speak: asGuests(linesSpeech) };
}

function asGuests<P>(speech: PlainSpeech<P>): Gateway['speak'] {
  const shared = new SharedTranslations();
  const said = new SaidMemory();
  return (parts) => new GuestSpeaker({ ...parts, shared, said, speech });
}
