/** Figures by name, with their unit in the name (`deliveredP50Ms`, `deliveriesPerSecond`). */
export type Figures = Record<string, number>;

export type Row = { what: string; figures: Figures };

/** `servers`, `phases`: of several only those whose names begin so. */
type Asked = {
  minutes: number;
  servers?: readonly string[] | undefined;
  phases?: readonly string[] | undefined;
};

/** One thing that `npm run bench` measures. */
export type Measurement = {
  name: string;
  /** What the rows show, in one sentence. */
  title: string;
  /** Draws windows, in the Chromium that ODA_CHROMIUM names. */
  needsBrowser?: true;
  measure(asked: Asked): Promise<Row[]>;
  /** How its rows are shown, if not one below the other. */
  table?: (rows: readonly Row[]) => string;
};
