import { useTranslation } from 'react-i18next';
import { memo } from 'react';
import styles from './message-row.module.css';
import { LinkifyIt } from 'linkify-it';

const linkParts = createLinkParts();

/** What somebody wrote: text, never markup; addresses in it open outside the app. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <p className={styles.text} dir="auto">
      {linkParts(text).map((part, i) =>
        part.href === undefined ? (
          part.text
        ) : (
          // Parts of a text never change their order.
          // From left to right whatever stands around it: a control before it turns nothing around in it.
          <a key={i} href={part.href} dir="ltr" target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
});

export type TextPart = { text: string; href?: string };

/** Only these may be opened from a text that somebody else wrote. */
const allowed = /^(?:https?:\/\/|mailto:)/i;
/** With these an address could look like another than the one that opens. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const mayHoldLink = /:\/\/|@|mailto:/i;

/**
 * Splits a text at what a person would take for an address; all parts together are the text again, without bidi
 * controls inside addresses.
 */
export function createLinkParts(): (text: string) => readonly TextPart[] {
  const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true });
  for (const schema of ['ftp:', '//']) linkify.add(schema, null);
  return (text) => {
    if (!mayHoldLink.test(text)) return [{ text }];
    const parts: TextPart[] = [];
    let end = 0;
    for (const found of linkify.match(text) ?? []) {
      if (!allowed.test(found.url)) continue;
      if (found.index > end) parts.push({ text: text.slice(end, found.index) });
      const shown = text.slice(found.index, found.lastIndex).replace(bidiControls, '');
      parts.push({ text: shown, href: found.url.replace(bidiControls, '') });
      end = found.lastIndex;
    }
    if (end < text.length) parts.push({ text: text.slice(end) });
    return parts;
  };
}

type EachToggleProps = {
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  className: string | undefined;
};

/** Shows one by one what a line has summed up. */
export function EachToggle({ isOpen, onToggle, className }: EachToggleProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={className}
      aria-expanded={isOpen}
      onClick={() => onToggle(!isOpen)}
    >
      {isOpen ? t('timeline.hideEach') : t('timeline.showEach')}
    </button>
  );
}
