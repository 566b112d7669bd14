/** A line that begins a message: what stands for its day, in its order there, its time, and the rest. */
export type WhatsAppHead = {
  day: readonly [string, string, string];
  hours: number;
  minutes: number;
  seconds: number;
  rest: string;
};

/** Blanks that its programs write, the narrow one before AM among them. */
const blank = '[ \\u00a0\\u202f]';
const half = '[AaPp]\\.?[Mm]\\.?|ÖÖ|ÖS|öö|ös|vorm\\.|nachm\\.';
const begins = new RegExp(
  `^\\[?(\\d{1,4})[./-](\\d{1,2})[./-](\\d{1,4}),?${blank}+(?:(${half})${blank}+)?` +
    `(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(?:${blank}*(${half}))?(?:\\]|${blank}+[-–])${blank}(.*)$`,
  's',
);
/** Marks of direction, which its programs put before names, times and notes. */
const marks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function readHead(line: string): WhatsAppHead | undefined {
  const found = begins.exec(line.replace(marks, ''));
  if (!found) return undefined;
  const [, first = '', second = '', third = '', before, hour, minute, second1, after, rest = ''] =
    found;
  const minutes = Number(minute);
  const seconds = Number(second1 ?? 0);
  const hours = inDay(Number(hour), before ?? after);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return { day: [first, second, third], hours, minutes, seconds, rest };
}

function inDay(hours: number, halfOfDay: string | undefined): number {
  if (halfOfDay === undefined) return hours;
  const isAfternoon = /^(?:p|ös|nachm)/i.test(halfOfDay.replace('ÖS', 'ös'));
  return (hours % 12) + (isAfternoon ? 12 : 0);
}

export type DayOrder = 'day-first' | 'month-first' | 'year-first';

/** Milliseconds of the day in this computer's zone; undefined if there is no such day. */
export function dayOf(
  [first, second, third]: WhatsAppHead['day'],
  order: DayOrder,
): Date | undefined {
  const [year, month, day] =
    order === 'year-first'
      ? [first, second, third]
      : order === 'month-first'
        ? [third, first, second]
        : [third, second, first];
  const whole = year.length <= 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(whole, Number(month) - 1, Number(day));
  const isDay = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  return isDay && year.length !== 3 && whole >= 2009 && whole < 2200 ? date : undefined;
}

const orders: readonly DayOrder[] = ['day-first', 'month-first', 'year-first'];

/**
 * Finds out in which order days are written: the one in which all of them are days, and time goes back least often;
 * of two that are as good the one that stands first in `orders`, unless the clock has halves, as in America.
 */
export class DayOrders {
  readonly #tried = orders.map((order) => ({ order, isPossible: true, steps: 0, last: -Infinity }));

  note({ day }: WhatsAppHead): void {
    for (const tried of this.#tried) {
      const at = tried.isPossible ? dayOf(day, tried.order)?.getTime() : undefined;
      if (at === undefined) tried.isPossible = false;
      else {
        if (at < tried.last) tried.steps += 1;
        tried.last = at;
      }
    }
  }

  /** Undefined if none fits. */
  chosen(isMonthLikely: boolean): DayOrder | undefined {
    const possible = this.#tried.filter(({ isPossible }) => isPossible);
    const least = Math.min(...possible.map(({ steps }) => steps));
    const best = possible.filter(({ steps }) => steps === least).map(({ order }) => order);
    return isMonthLikely && best.includes('month-first') ? 'month-first' : best[0];
  }
}

/** `IMG-1.jpg (file attached)`, `<attached: 1-PHOTO.jpg>`, in the languages that its programs speak here. */
const attached = [
  /^(.+\.\w{1,8}) \((?:file attached|dosya ekli|Datei angehängt)\)$/,
  /^<(?:attached|eklendi|ekli|Anhang): (.+)>$/,
];

/** What was said, without marks; a file by its name. */
export function saidIn(text: string): string {
  const plain = text.replace(/[\u200e\u200f]/g, '');
  return plain
    .split('\n')
    .map((line) => {
      const name = attached
        .map((form) => form.exec(line)?.[1])
        .find((found) => found !== undefined);
      return name === undefined ? line : `📎 ${name}`;
    })
    .join('\n')
    .trim();
}
