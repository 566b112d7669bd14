import type { Gateway } from '../../server/session-port.ts';
import { GuestConnection } from '../plain/guest-connection.ts';
import { linesSpeech } from './lines-speech.ts';

/** Plain lines: what is left when nothing else is recognised, and who says nothing at all (W15). */
export const linesGateway: Gateway = {
  dialect: 'lines',
  recognises: () => 'unsure',
  connect: (parts) => new GuestConnection({ ...parts, speech: linesSpeech }),
};
