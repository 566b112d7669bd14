/** Time as the parts see it; given to them, so that tests never wait. */
export interface Clock {
  /** Epoch milliseconds, for people; may jump. */
  wallMs(): number;
  /** Never jumps or goes back; for deadlines and silence (W10). */
  monotonicMs(): number;
  /** Runs once after `ms`; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}
