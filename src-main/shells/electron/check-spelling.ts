import type { Session } from 'electron';

/** Those that Oda itself speaks. */
const languages = ['en-US', 'tr'];

/**
 * Whether misspelt words are underlined. But for macOS, which has its own dictionaries and finds the language by
 * itself, Chromium fetches those of its list from the internet, even where nothing is checked: it is empty then.
 */
export function checkSpelling(session: Session, isOn: boolean): void {
  if (process.platform !== 'darwin') {
    const there = session.availableSpellCheckerLanguages;
    session.setSpellCheckerLanguages(isOn ? languages.filter((one) => there.includes(one)) : []);
  }
  session.setSpellCheckerEnabled(isOn);
}
