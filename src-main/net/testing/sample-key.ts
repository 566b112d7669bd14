import type { RoomKey } from '../../../src-shared/host/room-key.ts';
import { pinOfRoom } from '../room-key.ts';

/** The key of rooms that live as long as a test: making one costs more than opening the room. */
export const sampleKey: RoomKey = {
  privateKey: Buffer.from(
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglWJPQSTD+DcFE6pCp7UiTWCokjb5vORvVj1hcwdj' +
      '1TGhRANCAAQGbCHyCnbPuoMlY5fw8FMVxJwQ27ngHUTAJR+riO763ZpNly/XuX6Qy06JaKwE5WOZN+qCfoQXA2u7' +
      'iH35ix0g',
    'base64',
  ),
  certificate: Buffer.from(
    'MIIBHTCBxaADAgECAhEA9ptZAUO6eo9P2lD+Q5x3SjAKBggqhkjOPQQDAjAOMQwwCgYDVQQDEwNPZGEwIBcNMDAw' +
      'MTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaMA4xDDAKBgNVBAMTA09kYTBZMBMGByqGSM49AgEGCCqGSM49AwEH' +
      'A0IABAZsIfIKds+6gyVjl/DwUxXEnBDbueAdRMAlH6uI7vrdmk2XL9e5fpDLTolorATlY5k36oJ+hBcDa7uIffmL' +
      'HSCjAjAAMAoGCCqGSM49BAMCA0cAMEQCIEHvbyfPwXhre13e1ts1r7te3ZfQ+FHujMKwRH3y2jRYAiBZYYkxulOp' +
      '72QD3/XjUYNjAHav9XHMjUeb9Qh1paVVng==',
    'base64',
  ),
};

export const samplePin = pinOfRoom(sampleKey);
