import type { Gateway } from '../../server/session-port.ts';
import { GuestConnection } from '../plain/guest-connection.ts';
import { SharedTranslations } from '../common/shared-translations.ts';
import { linesSpeech } from './lines-speech.ts';

/** Plain lines: what is left when nothing else is recognised, and who says nothing at all (W15). */
export function createLinesGateway(): Gateway {
  const shared = new SharedTranslations();
  return {
    dialect: 'lines',
    recognises: () => 'unsure',
    connect: (parts) => new GuestConnection({ ...parts, shared, speech: linesSpeech }),
  };
}
