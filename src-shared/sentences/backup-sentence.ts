import type { BackupCounts, BackupEnd } from '../host/backup.ts';
import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { backup as enWords } from '../translations/en/backup.ts';
import { backup as trWords } from '../translations/tr/backup.ts';
import { bytesText } from './bytes-text.ts';
import { refusalSentence } from './refusal-sentence.ts';

const words = { en: enWords, tr: trWords };

/** What became of a backup. */
export function backupSentence(end: BackupEnd, language: Language): string {
  return 'refusal' in end
    ? refusalSentence(end.refusal, language)
    : countsSentence(end.counts, language);
}

function countsSentence(counts: BackupCounts, language: Language): string {
  const own = words[language];
  const said = (what: 'messages' | 'files'): string =>
    filled(
      own[`${what}_${new Intl.PluralRules(language).select(counts[what]) as 'one' | 'other'}`],
      {
        count: counts[what].toLocaleString(language),
      },
    );
  const size = bytesText(counts.bytes, language);
  return filled(own.made, { messages: said('messages'), files: said('files'), size });
}
