import { createHash } from 'node:crypto';
import { bytesText } from '../../src-shared/sentences/bytes-text.ts';
import { filled } from '../../src-shared/text/filled.ts';
import { oneLine } from '../../src-shared/text/one-line.ts';
import { pageScript, pageStyle } from './html-page.ts';
import { localTime } from './transcript.ts';
import type {
  TranscriptConversation,
  TranscriptFormat,
  TranscriptHead,
  TranscriptMessage,
} from './transcript.ts';
import { exchangeWords } from './words.ts';

/** What a text may not hold in a page, whatever it is: controls, which no reader has a use for. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** What people wrote, as text and nothing else, between tags as within the quotes of an attribute. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(controls, '\ufffd')
    .replaceAll(/[&<>"'`]/g, (mark) => marks[mark] ?? '');
}

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

/** The page loads nothing and runs nothing but its own search, whatever stands in it. */
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(pageStyle)}`,
  `script-src ${hashOf(pageScript)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** One page that opens without a network. */
export function htmlFormat(head: TranscriptHead): TranscriptFormat {
  const words = exchangeWords(head.language);
  const write = messageWriter(head);
  let places = 0;
  let day = '';
  return {
    ending: 'html',
    begin() {
      const { exportedAt, program, zone, language, rooms } = head;
      const title = rooms.map(({ name }) => oneLine(name)).join(', ');
      const made = filled(words.made, { program, time: localTime(exportedAt) });
      let place = 0;
      const list = rooms.map(({ name, conversations }) => {
        const links = conversations.map((each) => {
          place += 1;
          return `<li><a href="#c${place}"><bdi>${escaped(each.name)}</bdi></a></li>`;
        });
        return `<h2><bdi>${escaped(name)}</bdi></h2><ul>${links.join('')}</ul>`;
      });
      return `<!doctype html>
<html lang="${language}" dir="ltr"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Oda</title>
<style>${pageStyle}</style></head>
<body data-found="${escaped(words.found)}" data-none="${escaped(words.noneFound)}">
<header><h1><bdi>${escaped(title)}</bdi></h1><p>${escaped(made)} ${escaped(filled(words.zone, { zone }))}</p>
<p class="find"><input id="find" type="search" autocomplete="off" aria-label="${escaped(words.find)}" placeholder="${escaped(words.find)}"> <output id="found" for="find"></output></p></header>
${place > 1 ? `<nav aria-label="${escaped(words.contents)}">${list.join('')}</nav>` : ''}
<main>
`;
    },
    beginRoom: ({ name }) => `<section><h2><bdi>${escaped(name)}</bdi></h2>\n`,
    beginConversation({ name, isWhole }: TranscriptConversation) {
      places += 1;
      day = '';
      const missing = isWhole ? '' : `<p class="missing">${escaped(words.notWhole)}</p>`;
      return `<section id="c${places}"><h3><bdi>${escaped(name)}</bdi></h3>${missing}<ol>\n`;
    },
    entry(entry) {
      const today = localTime(entry.at).slice(0, 10);
      const heading = today === day ? '' : `<li class="day">${today}</li>\n`;
      day = today;
      if (entry.is === 'message') return heading + write(entry, places);
      return `${heading}<li class="event">${escaped(entry.text)} ${timeOf(entry.at)}</li>\n`;
    },
    endConversation: () => '</ol></section>\n',
    endRoom: () => '</section>\n',
    end: () => `</main><script>${pageScript}</script></body></html>\n`,
  };
}

function timeOf(at: number): string {
  return `<time datetime="${new Date(at).toISOString()}">${localTime(at)}</time>`;
}

function messageWriter({ language }: TranscriptHead) {
  const words = exchangeWords(language);
  const named = (name: string) => `<bdi>${escaped(name)}</bdi>`;
  /** The sentence with a name in it, which turns nothing around that stands beside it. */
  const withName = (sentence: string, name: string) =>
    escaped(sentence).replace('{{name}}', () => named(name));

  function notesOf({ editedAt, pinned }: TranscriptMessage): string {
    const edited =
      editedAt === undefined
        ? ''
        : ` <i>${escaped(filled(words.edited, { time: localTime(editedAt) }))}</i>`;
    return edited + (pinned ? ` <i>${withName(words.pinned, pinned.by)}</i>` : '');
  }

  function filesOf({ files }: TranscriptMessage): string {
    return files
      .map(({ name, size, picture }) => {
        const about = `📎 ${named(name)} (${escaped(bytesText(size, language))})`;
        if (picture === undefined) return `<p class="file">${about}</p>`;
        const shown = `<img loading="lazy" alt="${escaped(name)}" src="${escaped(picture)}">`;
        return `<figure>${shown}<figcaption>${about}</figcaption></figure>`;
      })
      .join('');
  }

  function reactionsOf({ reactions }: TranscriptMessage): string {
    if (reactions.length === 0) return '';
    const all = reactions.map(({ emoji, count, by }) => {
      const who = escaped(by.map(oneLine).join(', '));
      return `<span title="${who}">${escaped(emoji)} ${count}</span>`;
    });
    return `<p class="reactions">${all.join(' ')}</p>`;
  }

  return (message: TranscriptMessage, place: number): string => {
    const { seq, at, from, text, reply, forwardedFrom, deleted } = message;
    const answered = reply
      ? `<blockquote><a href="#c${place}-${reply.seq}">${named(reply.name)}: <bdi>${escaped(oneLine(reply.text))}</bdi></a></blockquote>`
      : '';
    const forwarded = forwardedFrom
      ? `<p class="note">${withName(words.forwarded, forwardedFrom.name)}</p>`
      : '';
    const said = deleted
      ? `<p class="note">${escaped(words.deleted)}</p>`
      : `<p class="text" dir="auto">${escaped(text)}</p>`;
    const body = answered + forwarded + said + filesOf(message) + reactionsOf(message);
    return `<li class="message" id="c${place}-${seq}"><b>${named(from.name)}</b> ${timeOf(at)}${notesOf(message)}${body}</li>\n`;
  };
}
