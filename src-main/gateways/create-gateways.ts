import type { Gateway } from '../server/session-port.ts';
import { createIrcGateway } from './irc/connection/irc-gateway.ts';
import { createJsonGateway } from './json/json-gateway.ts';
import { createLinesGateway } from './lines/lines-gateway.ts';

/** Every plain dialect at the room's port; plain lines take what the others do not recognise (W15). */
export function createGateways(): Gateway[] {
  return [createJsonGateway(), createIrcGateway(), createLinesGateway()];
}
