import type { LaterMessage } from '../protocol/later.ts';

/** `waits`: the room has not heard yet that it is to be so, or cancelled; if its time comes before, the room sends what it has. */
export type LaterView = LaterMessage & { waits?: 'change' | 'cancel' };
