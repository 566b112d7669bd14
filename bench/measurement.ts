/** Figures by name, with their unit in the name (`deliveredP50Ms`, `deliveriesPerSecond`). */
export type Figures = Record<string, number>;

export type Row = { what: string; figures: Figures };

/** One thing that `npm run bench` measures. */
export type Measurement = {
  name: string;
  /** What the rows show, in one sentence. */
  title: string;
  /** Draws windows, in the Chromium that ODA_CHROMIUM names. */
  needsBrowser?: true;
  measure(asked: { minutes: number }): Promise<Row[]>;
};
