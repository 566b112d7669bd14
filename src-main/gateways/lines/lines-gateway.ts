import type { Gateway } from '../../server/session-port.ts';
import { GuestSpeaker } from '../plain/guest-speaker.ts';
import { SharedTranslations } from '../common/shared-translations.ts';
import { linesSpeech } from './lines-speech.ts';

/** Plain lines: what is left when nothing else is recognised, and who says nothing at all (W15). */
export function createLinesGateway(): Gateway {
  const shared = new SharedTranslations();
  return {
    dialect: 'lines',
    recognises: () => 'unsure',
    speak: (parts) => new GuestSpeaker({ ...parts, shared, speech: linesSpeech }),
  };
}
