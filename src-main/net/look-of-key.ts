import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyLook } from '../../src-shared/invite/key-look.ts';
import { keyLook, keyLookBytes } from '../../src-shared/invite/key-look.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';

const stretch = promisify<string, string, number, object, Buffer>(scrypt);
/** 70 ms a try: whoever wants another key that looks the same needs years of a computer for its words alone. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** How a room's key looks to people who compare it (W14). */
export async function lookOfKey(pin: Pin): Promise<KeyLook> {
  return keyLook(await stretch(pin, 'Oda: how a key looks', keyLookBytes, cost));
}
